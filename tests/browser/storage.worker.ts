import { SqliteStorage } from '$lib/storage/sqlite/sqlite-storage';
import { openOpfsConnection } from '$lib/storage/sqlite/opfs-connection';
import { openMemoryConnection } from '$lib/storage/sqlite/wasm-connection';
import { durableStorageContract, storageContract } from '../contract/storage.contract';
import { answerCases } from './worker-cases';

answerCases({
  opfs: {
    cases: { ...storageContract, ...durableStorageContract },
    open: async (folder) => new SqliteStorage(await openOpfsConnection(folder)),
  },
  memory: {
    cases: storageContract,
    open: async () => new SqliteStorage(await openMemoryConnection()),
  },
});
