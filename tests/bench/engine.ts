import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import type { ExecutorChoice } from '$lib/definitions/snapshot';
import type { RunEvent } from '$lib/events/event';
import { isFinished } from '$lib/events/run-status';
import { openNodeInstance } from '$lib/instance/node/open-node-instance';
import type { OpenInstance } from '$lib/instance/open-instance';
import { median, type Measure } from './measure';

/** What Dagster's multiprocess executor needs for a step that does nothing: a process is started and imports (ms). */
const dagsterStep = 640;

const notebook = (cells: readonly string[]): string =>
  [
    '// %% [notebook] {"id":"header00"}',
    '// {}',
    '',
    '// %% {"id":"imports0"}',
    "import { asset } from 'dagbook';",
    '',
  ]
    .concat(cells.flatMap((cell, at) => [`// %% {"id":"c${String(at).padStart(7, '0')}"}`, cell, '']))
    .join('\n');

const independent = (count: number): string =>
  notebook(Array.from({ length: count }, (_, at) => `export const a${at} = asset(() => ${at});`));

const chain = (count: number): string =>
  notebook(
    Array.from({ length: count }, (_, at) =>
      at === 0
        ? 'export const a0 = asset(() => 0);'
        : `export const a${at} = asset({ ins: { a${at - 1} } }, ({ a${at - 1} }) => a${at - 1} + 1);`,
    ),
  );

/** Runs every asset of the notebook once and answers the log of the run. */
async function run(
  instance: OpenInstance,
  location: string,
  executor: ExecutorChoice,
): Promise<readonly RunEvent[]> {
  const { runId } = await instance.launchRun({ location, executor });
  for (;;) {
    const changed = new Promise<void>((resolve) => {
      const unsubscribe = instance.subscribe(() => {
        unsubscribe();
        resolve();
      });
    });
    const status = (await instance.getRun(runId))!.status;
    if (status !== 'SUCCESS' && isFinished(status)) throw new Error(`The run ended as ${status}`);
    if (status === 'SUCCESS') return instance.runEvents(runId, { limit: 1_000_000 });
    await changed;
  }
}

/** From the first step's possible start to the last one's end, in ms. */
function duration(events: readonly RunEvent[]): number {
  const at = (type: RunEvent['type']) => events.find((event) => event.type === type)!.timestamp;
  return at('RUN_SUCCESS') - at('RUN_START');
}

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
    log = await run(instance, 'independent', { type: 'in_process' });
    return duration(log);
  });
  const bare = await median(3, () => Promise.resolve(bareInserts(home, log)));

  await run(instance, 'chain', { type: 'multiprocess' });
  const warm = await median(
    3,
    async () => duration(await run(instance, 'chain', { type: 'multiprocess' })) / 100,
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
