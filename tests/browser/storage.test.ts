import { afterAll, describe, test } from 'vitest';
import { sqliteConnectionContract } from '../contract/sqlite-connection.contract';
import { durableStorageContract, storageContract } from '../contract/storage.contract';
import { opfsConnectionCases } from './opfs-connection.cases';
import { opfsRecoveryCases } from './opfs-recovery.cases';
import { runInWorker } from './worker-cases';

const suites = {
  opfs: { ...storageContract, ...durableStorageContract },
  memory: storageContract,
  opfsConnection: { ...sqliteConnectionContract, ...opfsConnectionCases },
  opfsRecovery: opfsRecoveryCases,
  memoryConnection: sqliteConnectionContract,
};

const worker = new Worker(new URL('./storage.worker.ts', import.meta.url), { type: 'module' });
afterAll(() => worker.terminate());

describe.each(Object.entries(suites))('SQLite, %s', (implementation, cases) => {
  for (const name of Object.keys(cases))
    test(name, () => runInWorker(worker, { implementation, name, folder: `test-${crypto.randomUUID()}` }));
});
