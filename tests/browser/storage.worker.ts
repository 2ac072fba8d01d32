import { SqliteStorage } from '$lib/storage/sqlite/sqlite-storage';
import { openOpfsConnection } from '$lib/storage/sqlite/opfs-connection';
import { openMemoryConnection } from '$lib/storage/sqlite/wasm-connection';
import { sqliteConnectionContract } from '../contract/sqlite-connection.contract';
import { durableStorageContract, storageContract } from '../contract/storage.contract';
import { opfsConnectionCases } from './opfs-connection.cases';
import { opfsRecoveryCases } from './opfs-recovery.cases';
import { answerCases, casesOf } from './worker-cases';

answerCases({
  opfs: casesOf(
    { ...storageContract, ...durableStorageContract },
    async (folder) => new SqliteStorage(await openOpfsConnection(folder)),
  ),
  memory: casesOf(storageContract, async () => new SqliteStorage(await openMemoryConnection())),
  opfsConnection: casesOf({ ...sqliteConnectionContract, ...opfsConnectionCases }, openOpfsConnection),
  opfsRecovery: casesOf(opfsRecoveryCases, async (folder) => folder),
  memoryConnection: casesOf(sqliteConnectionContract, openMemoryConnection),
});
