import { expose, proxy } from 'comlink';
import { OpfsArtifacts } from '$lib/artifacts/opfs/opfs-artifacts';
import { openOpfsConnection } from '$lib/storage/sqlite/opfs-connection';
import { SqliteStorage } from '$lib/storage/sqlite/sqlite-storage';

const remote = {
  storage: async (folder: string) => proxy(new SqliteStorage(await openOpfsConnection(folder))),
  artifacts: (folder: string) => proxy(new OpfsArtifacts(folder)),
};

export type Remote = typeof remote;
expose(remote);
