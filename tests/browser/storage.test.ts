import { describe, test } from 'vitest';
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

describe.each(Object.entries(suites))('SQLite, %s', (implementation, cases) => {
  for (const name of Object.keys(cases))
    test(name, () => {
      const url = new URL('./storage.worker.ts', import.meta.url);
      const worker = new Worker(url, { type: 'module' });
      return runInWorker(worker, { implementation, name, folder: `test-${crypto.randomUUID()}` });
    });
});
