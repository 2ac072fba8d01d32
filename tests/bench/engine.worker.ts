/// <reference lib="webworker" />
import { openBrowserInstance } from '$lib/instance/browser/open-browser-instance';
import { hotStatements } from '$lib/storage/sqlite/event-log';
import { migrations } from '$lib/storage/sqlite/migrations';
import { openOpfsConnection, openPool } from '$lib/storage/sqlite/opfs-connection';
import { preloadSqlite } from '$lib/storage/sqlite/wasm-connection';
import { besideBareInserts, type InsertRows, type Turn } from './engine-yardstick';
import { median } from './measure';
import { chain, independent, timeRun } from './trivial-runs';

export interface EngineTimes {
  /** 1,000 steps in process. */
  readonly inProcess: Turn;
  /** One step of a warm multiprocess chain; the median, in ms. */
  readonly warmStep: number;
}

// The page hears of errors, not of rejections.
addEventListener('unhandledrejection', ({ reason }) => {
  throw reason;
});

addEventListener('message', async ({ data: frames }: MessageEvent<MessagePort>) => {
  const instance = await openBrowserInstance({ name: 'bench', version: 'bench', frames });
  await instance.createNotebook({ id: 'independent', source: independent(1000) });
  await instance.createNotebook({ id: 'chain', source: chain(100) });

  const connection = await openOpfsConnection('bench-bare');
  const inProcess = await besideBareInserts(
    connection,
    () => timeRun(instance, 'independent', { type: 'in_process' }),
    await libraryInserts(),
  );
  const warmStep = await warmMedian(
    async () => (await timeRun(instance, 'chain', { type: 'multiprocess' })).ms / 100,
  );
  await instance.close();

  postMessage({ inProcess, warmStep } satisfies EngineTimes);
});

/** What anybody gets who opens SQLite on the same files and binds rows to a prepared insert. */
async function libraryInserts(): Promise<InsertRows> {
  const pool = await openPool(await preloadSqlite(), { name: 'library', directory: 'bench-library' });
  const database = new pool.OpfsSAHPoolDb('/library.db');
  database.exec('pragma locking_mode = exclusive; pragma journal_mode = wal; pragma synchronous = full;');
  for (const step of migrations) database.exec(step);
  const statement = database.prepare(hotStatements.insertEvent);
  return (rows, each) => {
    database.exec('delete from events');
    const start = performance.now();
    for (let at = 0; at < rows.length; at += each) {
      database.exec('begin immediate');
      for (const row of rows.slice(at, at + each)) statement.bind([...row]).stepReset();
      database.exec('commit');
    }
    return performance.now() - start;
  };
}

async function warmMedian(run: () => Promise<number>): Promise<number> {
  await run();
  return median(3, run);
}
