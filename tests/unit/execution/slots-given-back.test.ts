import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Timers } from '$lib/base/clock';
import type { DriveRunOptions } from '$lib/execution/drive-run-options';
import { PoolSlots } from '$lib/plan/pool-slots';
import { workbench, type Workbench } from './workbench';

let bench: Workbench;
afterAll(() => bench.close());
beforeAll(async () => {
  bench = await workbench(
    `
export const dies = asset({ pool: 'database' }, () => process.exit(1));
export const fails = asset({ pool: 'database' }, () => { throw new Error('no'); });
export const hangs = asset({ pool: 'database' }, () => new Promise(() => {}));
export const loops = asset({ pool: 'database' }, () => { while (true) {} });
export const late = asset({ pool: 'database', timeout: 5 }, () => { while (true) {} });
export const quick = asset({ pool: 'database' }, () => 1);
`,
    { cores: 3 },
  );
});

const impatient: Timers = { at: (_, wake) => (queueMicrotask(wake), () => {}) };
const ends = (how: 'signal' | 'handOver') => (abort: AbortSignal) => ({ [how]: abort });

// Dagster's case rq-14, which keeps the slot: here it is held by what is under way, and by nothing else.
test.each<[string, string, string, (abort: AbortSignal) => Partial<DriveRunOptions>]>([
  ['a worker dies', 'dies', 'FAILURE', () => ({})],
  ['a step fails', 'fails', 'FAILURE', () => ({})],
  ['a step takes longer than it may', 'late', 'FAILURE', () => ({ timers: impatient })],
  ['a run is canceled', 'hangs', 'CANCELED', ends('signal')],
  ['a run is canceled in an endless loop', 'loops', 'CANCELED', ends('signal')],
  ['a leader goes away', 'hangs', 'STARTED', ends('handOver')],
])('%s: its slot is free at once, and who waited has it', async (_name, key, status, more) => {
  const pools = new PoolSlots(() => 1);
  const abort = new AbortController();
  const first = bench.drive(await bench.launch([key]), { pools, ...more(abort.signal) });
  const waitFor = async (holds: () => boolean) => {
    while (!holds()) await new Promise((resolve) => setImmediate(resolve));
  };
  const isHeld = () => pools.states().some((pool) => pool.held.length > 0);
  let isOver = false;
  void first.then(() => (isOver = true));
  await waitFor(() => isHeld() || isOver);
  const second = bench.drive(await bench.launch(['quick']), { pools });
  await waitFor(() => !isHeld() || pools.states().some((pool) => pool.waiting.length > 0));
  abort.abort();
  expect([await first, await second]).toEqual([status, 'SUCCESS']);
  expect(pools.states()).toEqual([{ pool: 'database', limit: 1, held: [], waiting: [] }]);
});
