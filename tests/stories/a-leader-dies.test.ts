import { expect, test, vi } from 'vitest';
import { systemClock, systemTimers } from '$lib/base/clock';
import { startDaemon } from '$lib/daemon/daemon-loop';
import { runCoordinator } from '$lib/daemon/run-coordinator';
import { foldRun } from '$lib/events/run-state';
import type { StoredRun } from '$lib/storage/storage';
import { workbench } from '../unit/execution/workbench';

test('the leader goes away in the middle of a run: the next one goes on, and repeats only what had no end', async () => {
  const kitchen = await workbench(`
export const flour = asset(() => 500);
export const cake = asset({ ins: { flour } }, ({ flour }, { retryNumber }) => {
  while (retryNumber === 0) {}
  return flour / 100;
});
export const report = asset({ ins: { cake } }, ({ cake }) => cake + 1);
`);
  const { storage } = kitchen;
  const at = {
    storage,
    clock: systemClock,
    timers: systemTimers,
    onError: (error: unknown) => expect.unreachable(String(error)),
  };
  const lead = (handOver?: AbortSignal) =>
    startDaemon({
      ...at,
      parts: [runCoordinator({ ...at, launch: (run: StoredRun) => kitchen.drive(run, { handOver }) })],
    });
  const stateOf = async () => foldRun(await kitchen.events(run));

  const gone = new AbortController();
  const first = lead(gone.signal);
  const run = await kitchen.launch();
  await vi.waitFor(async () => expect((await stateOf()).steps.get('cake')?.status).toBe('running'));
  await first.stop();
  gone.abort();

  const second = lead();
  await vi.waitFor(async () => expect((await storage.getRun(run.id))?.status).toBe('SUCCESS'));
  const { steps } = await stateOf();
  expect([...steps.values()].map(({ key, attempt }) => [key, attempt])).toEqual([
    ['flour', 1],
    ['cake', 2],
    ['report', 1],
  ]);
  expect(await storage.materializations('flour')).toHaveLength(1);
  await second.stop();
  await kitchen.close();
});
