import fc from 'fast-check';
import { expect, test } from 'vitest';
import { backfills } from '$lib/daemon/backfill/backfills';
import { defaultSettings } from '$lib/daemon/instance-settings';
import type { DaemonPart } from '$lib/daemon/daemon-part';
import type { WantedRun } from '$lib/daemon/wanted-run';
import type { PartitionsSnapshot } from '$lib/definitions/partitions/partitions-snapshot';
import { runEnqueued, runFailedBySteps, runSuccess } from '$lib/events/run-event-makers';
import { keySpace } from '$lib/definitions/partitions/key-space';
import { parsePartitions } from '$lib/graph/partitions/partition-text';
import { AssetGraph } from '$lib/graph/asset-graph';
import { openNodeConnection } from '$lib/storage/sqlite/node-connection';
import { SqliteStorage } from '$lib/storage/sqlite/sqlite-storage';
import { noProgress } from '$lib/daemon/backfill/backfill-progress';
import type { Json } from '$lib/base/json';
import { run } from '../../contract/storage/samples';
import { assetSnapshot, snapshotOf } from '../graph/snapshots';

const keys = ['p', 'q', 'r'];
const partitions: PartitionsSnapshot = { type: 'static', keys };
const now = 1_000;
const context = { now, dynamicPartitions: () => [] };
const space = keySpace(partitions, context);

/** Edges go from a lower to a higher number; `fails` are asset and partition; what happens between two turns. */
const course = fc.record({
  size: fc.integer({ min: 1, max: 5 }),
  edges: fc.array(fc.tuple(fc.nat(4), fc.nat(4)), { maxLength: 8 }),
  fails: fc.uniqueArray(fc.tuple(fc.nat(4), fc.constantFrom(...keys)).map(String), { maxLength: 3 }),
  perRun: fc.array(fc.constantFrom(1, 2, null), { minLength: 5, maxLength: 5 }),
  doings: fc.array(fc.constantFrom('end', 'leader dies', 'dies in its turn', 'pause'), { maxLength: 30 }),
});

test('whatever fails and whoever dies, every partition that can be made is launched exactly once', async () => {
  await fc.assert(fc.asyncProperty(course, check), { numRuns: 60 });
}, 30_000);

type Course = typeof course extends fc.Arbitrary<infer Value> ? Value : never;

async function check({ size, edges, fails, perRun, doings }: Course): Promise<void> {
  const upstream = Array.from({ length: size }, (_, to) => [
    ...new Set(edges.filter(([a, b]) => b === to && a < to).map(([a]) => a)),
  ]);
  const snapshot = snapshotOf(
    upstream.map((froms, at) =>
      assetSnapshot(`a${at}`, {
        partitions,
        deps: froms.map((from) => ({ key: `a${from}` })),
        maxPartitionsPerRun: perRun[at],
      }),
    ),
  );
  const graph = new AssetGraph([{ location: 'nb', snapshot }]);
  const storage = new SqliteStorage(openNodeConnection(':memory:'));
  const workspace = async () => ({ locations: [{ name: 'nb', bundle: 'b', snapshot } as never], graph });
  const wantedRuns = new Map<string, WantedRun>();
  const heard: unknown[] = [];

  async function lead(): Promise<DaemonPart> {
    const part = backfills({
      storage,
      workspace,
      partitionsContext: async () => context,
      async prepareRun(wanted) {
        wantedRuns.set(wanted.runId, wanted);
        const { runId: id, tags } = wanted;
        return {
          run: run(id, { tags, createdAt: now }),
          events: [runEnqueued({ runId: id, timestamp: now }, 'j')],
        };
      },
      cancelRun: async () => {},
      settings: async () => defaultSettings,
      clock: { now: () => now },
    })(
      () => {},
      (error) => heard.push(error),
    );
    await part.begin?.();
    return part;
  }

  /** Asset and partition, as text: `0,p`. */
  const madeBy = ({ assetSelection = [], partition = '' }: WantedRun) => {
    const list = [...parsePartitions(space, partition).keys()];
    return assetSelection.flatMap((key) => list.map((each) => `${key.slice(1)},${each}`));
  };
  const launched = async () =>
    (await storage.listRuns({ limit: 1_000 })).map((each) => wantedRuns.get(each.id)!);
  const made = new Set<string>();
  async function endOne(): Promise<boolean> {
    const [queued] = await storage.listRuns({ statuses: ['QUEUED'], limit: 1 });
    if (!queued) return false;
    const parts = madeBy(wantedRuns.get(queued.id)!);
    for (const part of parts) {
      const [at, key] = part.split(',') as [string, string];
      const isTogether = (from: number) => made.has(`${from},${key}`) || parts.includes(`${from},${key}`);
      expect(upstream[Number(at)]!.every(isTogether)).toBe(true);
    }
    const stamp = { runId: queued.id, timestamp: now };
    const hasFailed = parts.some((part) => fails.includes(part));
    if (!hasFailed) for (const part of parts) made.add(part);
    await storage.append([hasFailed ? runFailedBySteps(stamp, 'j', ['x']) : runSuccess(stamp, 'j')]);
    return true;
  }

  let part = await lead();
  const unsubscribe = storage.subscribe((changes) => part.hear(changes));
  await storage.createBackfill({
    id: 'b',
    status: 'REQUESTED',
    isPaused: false,
    tags: {},
    createdAt: now,
    target: {
      type: 'assets',
      assets: upstream.map((_, at) => ({ key: `a${at}`, partitions: { type: 'keys', keys } })),
    } as unknown as Json,
    progress: noProgress as unknown as Json,
  });
  const setPaused = (isPaused: boolean) => storage.updateBackfill('b', (stored) => ({ ...stored, isPaused }));

  for (const doing of doings) {
    if (doing === 'end') await endOne();
    if (doing === 'pause') await setPaused(true);
    const turn = part.turn(now);
    if (doing === 'dies in its turn') part.stop?.();
    await turn;
    if (doing === 'pause') await setPaused(false);
    if (doing.includes('dies')) part = await lead();
  }
  do for (let turns = 0; turns < 10; turns++) await part.turn(now);
  while (await endOne());
  unsubscribe();

  const all = (await launched()).flatMap(madeBy);
  expect(new Set(all).size).toBe(all.length);
  expect(heard).toEqual([]);
  const backfill = (await storage.getBackfill('b'))!;
  // What was never launched has an upstream that was not made.
  for (let at = 0; at < size; at++)
    for (const key of keys) {
      const canBeMade = upstream[at]!.every((from) => made.has(`${from},${key}`));
      if (canBeMade) expect(all).toContain(`${at},${key}`);
    }
  const isAllMade = made.size === size * keys.length;
  expect(backfill.status).toBe(isAllMade ? 'COMPLETED_SUCCESS' : 'COMPLETED_FAILED');
  await storage.close();
}
