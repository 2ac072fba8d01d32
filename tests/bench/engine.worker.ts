/// <reference lib="webworker" />
import type { RunEvent } from '$lib/events/event';
import { openBrowserInstance } from '$lib/instance/browser/open-browser-instance';
import { openOpfsConnection } from '$lib/storage/sqlite/opfs-connection';
import type { SqliteConnection } from '$lib/storage/sqlite/sqlite-connection';
import { median } from './measure';
import { chain, independent, timeRun } from './trivial-runs';

/** Milliseconds, all of them medians. */
export interface EngineTimes {
  /** 1,000 steps in process, and the events they left. */
  readonly inProcess: number;
  readonly events: number;
  /** The same events inserted barely. */
  readonly bareByStep: number;
  readonly bareByHundred: number;
  /** One step of a warm multiprocess chain. */
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

  let log: readonly RunEvent[] = [];
  const inProcess = await warmMedian(async () => {
    const timed = await timeRun(instance, 'independent', { type: 'in_process' });
    log = timed.log;
    return timed.ms;
  });
  const warmStep = await warmMedian(
    async () => (await timeRun(instance, 'chain', { type: 'multiprocess' })).ms / 100,
  );
  await instance.close();

  const byStep = [...Map.groupBy(log, ({ stepKey }) => stepKey).values()];
  const byHundred = Array.from({ length: Math.ceil(log.length / 100) }, (_, n) =>
    log.slice(n * 100, (n + 1) * 100),
  );
  const bare = await openOpfsConnection('bench-bare');
  const times: EngineTimes = {
    inProcess,
    events: log.length,
    bareByStep: await warmMedian(async () => insert(bare, byStep)),
    bareByHundred: await warmMedian(async () => insert(bare, byHundred)),
    warmStep,
  };
  postMessage(times);
});

async function warmMedian(run: () => Promise<number>): Promise<number> {
  await run();
  return median(3, run);
}

/** What any program gets from SQLite that keeps these rows on the same files with the same pragmas; ms. */
function insert(connection: SqliteConnection, transactions: readonly (readonly RunEvent[])[]): number {
  connection.exec('drop table if exists event');
  connection.exec('create table event (id integer primary key, run_id text, type text, body text)');
  const statement = connection.prepare('insert into event (run_id, type, body) values (?, ?, ?)');
  const start = performance.now();
  for (const events of transactions) {
    connection.exec('begin');
    for (const event of events) statement.run(event.runId, event.type, JSON.stringify(event));
    connection.exec('commit');
  }
  const ms = performance.now() - start;
  statement.finalize();
  return ms;
}
