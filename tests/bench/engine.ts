import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import type { RunEvent } from '$lib/events/event';
import { openNodeInstance } from '$lib/instance/node/open-node-instance';
import { median, type Measure } from './measure';
import { chain, independent, timeRun } from './trivial-runs';

/** What Dagster's multiprocess executor needs for a step that does nothing: a process is started and imports (ms). */
export const dagsterStep = 640;

/** The same rows, one transaction a step: what any program gets from SQLite that keeps each step as we do (rows/ms). */
function bareInserts(folder: string, events: readonly RunEvent[]): number {
  const steps = Map.groupBy(events, ({ stepKey }) => stepKey);
  const database = new DatabaseSync(join(folder, 'bare.db'));
  database.exec('pragma journal_mode = wal; pragma synchronous = full');
  database.exec('create table event (id integer primary key, run_id text, type text, body text)');
  const insert = database.prepare('insert into event (run_id, type, body) values (?, ?, ?)');
  const start = performance.now();
  for (const step of steps.values()) {
    database.exec('begin');
    for (const event of step) insert.run(event.runId, event.type, JSON.stringify(event));
    database.exec('commit');
  }
  const rate = events.length / (performance.now() - start);
  database.close();
  rmSync(join(folder, 'bare.db'));
  return rate;
}

export const engine: Measure = async () => {
  const home = mkdtempSync(join(tmpdir(), 'dagbook-bench-'));
  const instance = await openNodeInstance({ home, version: 'bench', leads: true });
  await instance.createNotebook({ id: 'independent', source: independent(1000) });
  await instance.createNotebook({ id: 'chain', source: chain(100) });
  await instance.loadLocation('chain');

  let log: readonly RunEvent[] = [];
  const inProcess = await median(3, async () => {
    const timed = await timeRun(instance, 'independent', { type: 'in_process' });
    log = timed.log;
    return timed.ms;
  });
  const bare = await median(3, () => Promise.resolve(bareInserts(home, log)));

  await timeRun(instance, 'chain', { type: 'multiprocess' });
  const warm = await median(
    3,
    async () => (await timeRun(instance, 'chain', { type: 'multiprocess' })).ms / 100,
  );
  await instance.close();
  rmSync(home, { recursive: true });

  return [
    {
      what: '1,000 assets that do nothing, in process, durable',
      value: `${Math.round(1e6 / inProcess)} steps/s, ${Math.round((1000 * log.length) / inProcess)} events/s`,
      yardstick: `bare inserts of the same events, a transaction a step: ${Math.round(bare * 1000)} rows/s`,
      ratio: log.length / inProcess / bare,
      aim: { atLeast: 0.3 },
    },
    {
      what: 'a chain of 100 such assets, multiprocess, warm',
      value: `${warm.toFixed(1)} ms a step`,
      yardstick: `Dagster's ${dagsterStep} ms a step`,
      ratio: warm / dagsterStep,
      aim: { atMost: 5 / dagsterStep },
    },
  ];
};
