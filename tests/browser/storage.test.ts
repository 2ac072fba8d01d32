import { describe, test } from 'vitest';
import { durableStorageContract, storageContract } from '../contract/storage.contract';
import { runInWorker } from './worker-cases';

const worker = () => new Worker(new URL('./storage.worker.ts', import.meta.url), { type: 'module' });

describe('SqliteStorage on OPFS', () => {
  for (const name of Object.keys({ ...storageContract, ...durableStorageContract }))
    test(name, () =>
      runInWorker(worker(), { implementation: 'opfs', name, folder: `test-${crypto.randomUUID()}` }),
    );
});

describe('SqliteStorage in memory', () => {
  for (const name of Object.keys(storageContract))
    test(name, () => runInWorker(worker(), { implementation: 'memory', name, folder: '' }));
});
