import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openNodeInstance } from '$lib/instance/node/open-node-instance';
import { openNodeConnection } from '$lib/storage/sqlite/node-connection';
import { besideBareInserts, type Turn } from './engine-yardstick';
import { median, type Measure, type Measurement } from './measure';
import { chain, independent, timeRun } from './trivial-runs';

/** What Dagster's multiprocess executor needs for a step that does nothing: a process is started and imports (ms). */
export const dagsterStep = 640;

/** Steps in process beside what SQLite alone takes for their events: the same table with the same commits. */
export function inProcessMeasurements(
  what: string,
  steps: number,
  { events, ms, bare }: Turn,
): readonly Measurement[] {
  const rate = (time: number) => Math.round((1000 * events) / time);
  const harsher = (bare.withoutIndexes / ms).toPrecision(2);
  const ours = {
    what,
    value: `${Math.round((1000 * steps) / ms)} steps/s, ${rate(ms)} events/s`,
    yardstick:
      `bare inserts of the same events, same table and commits: ${rate(bare.asTheRun)} rows/s ` +
      `(no indexes, 100 a transaction: ${rate(bare.withoutIndexes)} rows/s, ratio ${harsher})`,
    ratio: bare.asTheRun / ms,
    aim: { atLeast: 0.3 },
  };
  if (bare.byLibrary === undefined) return [ours];
  const library = {
    ...ours,
    what: 'the same, beside SQLite as it comes',
    yardstick: `its own interface, same table, 100 a transaction: ${rate(bare.byLibrary)} rows/s`,
    ratio: bare.byLibrary / ms,
  };
  return [ours, library];
}

export const engine: Measure = async () => {
  const home = mkdtempSync(join(tmpdir(), 'dagbook-bench-'));
  const instance = await openNodeInstance({ home, version: 'bench', leads: true });
  await instance.createNotebook({ id: 'independent', source: independent(1000) });
  await instance.createNotebook({ id: 'chain', source: chain(100) });
  await instance.loadLocation('chain');

  const connection = openNodeConnection(join(home, 'bare.db'));
  const inProcess = await besideBareInserts(connection, () =>
    timeRun(instance, 'independent', { type: 'in_process' }),
  );
  connection.close();

  await timeRun(instance, 'chain', { type: 'multiprocess' });
  const warm = await median(
    3,
    async () => (await timeRun(instance, 'chain', { type: 'multiprocess' })).ms / 100,
  );
  await instance.close();
  rmSync(home, { recursive: true });

  return [
    ...inProcessMeasurements('1,000 assets that do nothing, in process, durable', 1000, inProcess),
    {
      what: 'a chain of 100 such assets, multiprocess, warm',
      value: `${warm.toFixed(1)} ms a step`,
      yardstick: `Dagster's ${dagsterStep} ms a step`,
      ratio: warm / dagsterStep,
      aim: { atMost: 5 / dagsterStep },
    },
  ];
};
