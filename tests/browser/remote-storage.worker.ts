import { expose, proxy } from 'comlink';
import { OpfsArtifacts } from '$lib/artifacts/opfs/opfs-artifacts';
import { openOpfsConnection } from '$lib/storage/sqlite/opfs-connection';
import { openOnReserve } from '$lib/storage/sqlite/opfs-reserve';
import { SqliteStorage } from '$lib/storage/sqlite/sqlite-storage';

/** Flips a bit of the log's first frame; each file of the pool begins with 4,096 bytes of its own and its name. */
async function damageLog(folder: string) {
  const root = await (await navigator.storage.getDirectory()).getDirectoryHandle(folder);
  for await (const entry of (await root.getDirectoryHandle('.opaque')).values()) {
    const access = await (entry as FileSystemFileHandle).createSyncAccessHandle();
    const name = new Uint8Array(64);
    access.read(name, { at: 0 });
    if (new TextDecoder().decode(name).startsWith('/dagbook.db-wal')) {
      const byte = new Uint8Array(1);
      access.read(byte, { at: 4_196 });
      access.write(
        byte.map((before) => before ^ 1),
        { at: 4_196 },
      );
    }
    access.close();
  }
}

const remote = {
  storage: async (folder: string) => proxy(new SqliteStorage(await openOpfsConnection(folder))),
  async storageOnReserve(folder: string) {
    const { connection, reserve } = await openOnReserve(folder);
    return proxy(new SqliteStorage(connection, reserve));
  },
  async hasLostCommits(folder: string) {
    const connection = await openOpfsConnection(folder);
    connection.close();
    return connection.hasLostCommits;
  },
  damageLog,
  artifacts: (folder: string) => proxy(new OpfsArtifacts(folder)),
};

export type Remote = typeof remote;
expose(remote);
