import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openNodeInstance } from '$lib/instance/node/open-node-instance';
import type { OpenInstance } from '$lib/instance/open-instance';
import { dagsterStep } from './engine';
import { median, type Measure } from './measure';
import { independent, notebook, timeRun } from './trivial-runs';

/** How often Dagster's daemon looks at its queue (ms). */
const dagsterLoop = 5000;
const days = 500;
const first = '2024-01-01';
const last = new Date(Date.parse(first) + (days - 1) * 86_400_000).toISOString().slice(0, 10);

/** From the commit that puts a run into the queue to its start, in ms. */
async function queueToStart(instance: OpenInstance): Promise<number> {
  const { log, enqueued } = await timeRun(instance, 'one', { type: 'in_process' });
  return log[0]!.timestamp - enqueued;
}

/** From the request to the end of the last run, in ms. */
async function timeBackfill(instance: OpenInstance): Promise<number> {
  const ended = Promise.withResolvers<void>();
  const begin = performance.now();
  const { id } = await instance.launchBackfill({ location: 'daily', partitions: `${first}...${last}` });
  const unsubscribe = instance.subscribe((changes) => {
    if (changes.some((change) => change.topic === 'backfill' && change.id === id)) void look();
  });
  async function look(): Promise<void> {
    const { status } = (await instance.backfill(id))!;
    if (status === 'COMPLETED_SUCCESS') ended.resolve();
    else if (status !== 'REQUESTED') ended.reject(new Error(`The backfill ended with ${status}`));
  }
  await ended.promise.finally(unsubscribe);
  return performance.now() - begin;
}

/** What the daemon adds to the runs that it launches; durable, in Node. */
export const automation: Measure = async () => {
  const home = mkdtempSync(join(tmpdir(), 'dagbook-bench-'));
  const instance = await openNodeInstance({ home, version: 'bench', leads: true });
  await instance.createNotebook({ id: 'one', source: independent(1) });
  const partitionsDef = `new DailyPartitionsDefinition({ startDate: '${first}' })`;
  const source = notebook([
    "import { DailyPartitionsDefinition } from 'dagbook';",
    `export const sales = asset({ partitionsDef: ${partitionsDef} }, () => 1);`,
  ]);
  await instance.createNotebook({ id: 'daily', source });
  await instance.loadLocation('daily');

  const wait = await median(51, () => queueToStart(instance));
  const backfill = await timeBackfill(instance);
  await instance.close();
  rmSync(home, { recursive: true });

  return [
    {
      what: 'from the queue to the start of a run',
      value: `${wait} ms`,
      yardstick: `Dagster's loop: every ${dagsterLoop} ms`,
      ratio: wait / dagsterLoop,
      aim: { atMost: 10 / dagsterLoop },
    },
    {
      what: `a backfill of ${days} days, a run each, durable`,
      value: `${(backfill / 1000).toFixed(1)} s, ${(backfill / days).toFixed(1)} ms a run`,
      yardstick: `Dagster's ${dagsterStep} ms for the step of a run alone`,
      ratio: backfill / days / dagsterStep,
      aim: { atMost: 20 / dagsterStep },
    },
  ];
};
