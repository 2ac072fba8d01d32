import { openOpfsConnection } from '$lib/storage/sqlite/opfs-connection';
import { openMemoryConnection, preloadSqlite } from '$lib/storage/sqlite/wasm-connection';
import { SqliteStorage } from '$lib/storage/sqlite/sqlite-storage';
import { measureStorage } from './storage-speed';

self.onmessage = async () => {
  const times = [performance.now()];
  const lap = () => times.push(performance.now());
  await preloadSqlite();
  lap();
  const connection = await openOpfsConnection(`bench-${crypto.randomUUID()}`);
  lap();
  const opfs = new SqliteStorage(connection);
  lap();
  const [preload, open, migrate] = times.slice(1).map((time, index) => Math.round(time - times[index]!));
  const inOpfs = await measureStorage(opfs);
  const inMemory = await measureStorage(new SqliteStorage(await openMemoryConnection()));
  self.postMessage({
    'opening, ms': { preload, open, migrate },
    'Chromium, OPFS': inOpfs,
    'Chromium, memory': inMemory,
  });
};
