import fc from 'fast-check';
import { expect, test } from 'vitest';
import { asset, defineAssetJob, schedule } from 'dagbook';
import type { DaemonPart } from '$lib/daemon/daemon-part';
import { scheduler } from '$lib/daemon/ticks/scheduler';
import { workspaceReader } from '$lib/daemon/workspace';
import { collectDefinitions } from '$lib/definitions/collect-definitions';
import { definitionEntries } from '$lib/instance/testing/definition-entries';
import { openNodeConnection } from '$lib/storage/sqlite/node-connection';
import { SqliteStorage } from '$lib/storage/sqlite/sqlite-storage';

const hour = 3_600_000;
const start = Date.UTC(2026, 2, 2);
const bread = asset(() => 1);
const { snapshot } = collectDefinitions(
  definitionEntries({
    bread,
    bake: defineAssetJob({ selection: [bread] }),
    hourly: schedule({ cronSchedule: '0 * * * *', job: 'bake', defaultStatus: 'RUNNING' }),
  }),
);

/** A schedule of every hour; its clock is set by whoever tests, and its leader may die and be followed by another. */
async function scheduled() {
  const storage = new SqliteStorage(openNodeConnection(':memory:'));
  await storage.putLocation({ name: 'kitchen', bundle: 'b', snapshot, loadedAt: start });
  const clock = { time: start, now: () => clock.time };
  /** Evaluations without an answer. */
  const open: (() => void)[] = [];
  let holdsAnswers = false;
  const lead = (): DaemonPart =>
    scheduler({
      storage,
      workspace: workspaceReader(storage),
      evaluateTick: async () => {
        if (holdsAnswers) await new Promise<void>((answer) => open.push(answer));
        const outcome = { runRequests: [], skipReason: '', assetEvents: [], dynamicPartitionsRequests: [] };
        return { outcome, logs: [] };
      },
      prepareRun: () => Promise.reject(new Error('Nothing is launched here')),
      cancelRun: async () => {},
      clock,
    })(
      () => {},
      (error) => {
        throw error;
      },
    );
  let leader = lead();
  const turns = async () => {
    for (let count = 0; count < 6; count++) {
      await leader.turn(clock.now());
      await new Promise(setImmediate);
    }
  };
  return {
    storage,
    clock,
    turns,
    /** The leader dies, `inATick` or between two, and another takes its place. */
    async die(inATick: boolean) {
      holdsAnswers = inATick;
      await turns();
      leader.stop?.();
      leader = lead();
      holdsAnswers = false;
      for (const answer of open.splice(0)) answer();
      await turns();
    },
  };
}

const action = fc.oneof(
  fc.record({ type: fc.constant('clock' as const), by: fc.integer({ min: -8 * hour, max: 12 * hour }) }),
  fc.record({
    type: fc.constant('death' as const),
    by: fc.integer({ max: 2 * hour }),
    inATick: fc.boolean(),
  }),
);

test('clocks that are set, hours of sleep, leaders that die: the latest time is made up for, no time comes twice', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(action, { maxLength: 15 }), async (actions) => {
      const { storage, clock, turns, die } = await scheduled();
      await turns();
      const wanted = [start];
      for (const each of actions) {
        clock.time = Math.max(start, clock.time + each.by);
        if (each.type === 'death') await die(each.inATick);
        else await turns();
        const latest = Math.floor(clock.time / hour) * hour;
        if (latest > wanted.at(-1)!) wanted.push(latest);
      }
      const ticks = await storage.ticks({ limit: 1_000 });
      expect(ticks.map(({ timestamp }) => timestamp).reverse()).toEqual(wanted);
      await storage.close();
    }),
    { numRuns: 40 },
  );
});
