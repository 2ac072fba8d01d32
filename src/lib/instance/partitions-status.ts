import type { Clock } from '../base/clock';
import { keySpace, type KeySpace } from '../definitions/partitions/key-space';
import type { AssetKeyString } from '../definitions/snapshot';
import type { EventData, EventOf } from '../events/event';
import { PartitionSubset } from '../graph/partitions/partition-subset';
import { printPartitions } from '../graph/partitions/partition-text';
import { rangesOfIndexes } from '../graph/partitions/index-ranges';
import type { Storage } from '../storage/storage';
import type { AssetWork } from './asset-work';
import type { PartitionsStatus } from './instance';
import { assetsByKey, judgeAssets, upstreamOf } from './judge-assets';
import { partitionsContext } from './partitions-context';

type Made = ReadonlyMap<string, EventOf<'ASSET_MATERIALIZATION'>>;

/** Not made because somebody did not want it to be made. */
const harmless: readonly EventData['ASSET_FAILED_TO_MATERIALIZE']['reason'][] = [
  'SKIPPED_OPTIONAL',
  'UPSTREAM_SKIPPED',
  'USER_TERMINATION',
];

/**
 * How the partitions of an asset stand. As in Dagster each is in one place: what is in progress is not failed, what
 * failed last is not materialized; what is stale is materialized, too.
 */
export async function partitionsStatus(
  key: AssetKeyString,
  { storage, work, clock }: { readonly storage: Storage; readonly work: AssetWork; readonly clock: Clock },
): Promise<PartitionsStatus | undefined> {
  const all = assetsByKey((await storage.locations()).flatMap(({ snapshot }) => snapshot.assets));
  const asset = all.get(key);
  if (!asset?.partitions) return undefined;
  const now = clock.now();
  const upstream = new Map([...upstreamOf(all, [key])].map((each) => [each, all.get(each)!]));
  const judged = await judgeAssets(upstream, { storage, now, partitionsOf: key });
  const context = await partitionsContext([asset.partitions], storage, now);
  const space = keySpace(asset.partitions, context);

  const made: Made = judged.made.get(key)!;
  const isStale = (partition: string) => judged.partitions.get(key)?.get(partition)?.status === 'STALE';
  const inProgress = subset(space, await partitionsAtWork(key, made, storage, work));
  const failed = subset(space, await failedPartitions(key, made, storage)).difference(inProgress);
  const materialized = subset(space, made.keys()).difference(inProgress).difference(failed);
  const stale = subset(space, [...made.keys()].filter(isStale)).intersection(materialized);
  const missing = inProgress.union(failed).union(materialized).complement();
  const subsets = { materialized, failed, inProgress, stale, missing };
  const each = <Value>(of: (subset: PartitionSubset) => Value) =>
    Object.fromEntries(Object.entries(subsets).map(([name, subset]) => [name, of(subset)])) as {
      readonly [Name in keyof typeof subsets]: Value;
    };
  return { total: space.size, counts: each(({ size }) => size), ...each(printPartitions) };
}

/** Of keys, those that exist now. */
const subset = (space: KeySpace, keys: Iterable<string>): PartitionSubset =>
  new PartitionSubset(
    space,
    rangesOfIndexes([...keys].map((key) => space.indexOf(key)).filter((index) => index >= 0)),
  );

/** What unfinished runs will make and have not made yet. */
async function partitionsAtWork(key: AssetKeyString, made: Made, storage: Storage, work: AssetWork) {
  const keys = new Set<string>();
  for (const { runId, stepKey } of (await work.read()).get(key)?.inProgress ?? []) {
    const run = await storage.getRun(runId);
    const step = run?.plan.steps.find((each) => each.key === stepKey);
    for (const partition of step?.partitions?.keys ?? [])
      if (made.get(partition)?.runId !== runId) keys.add(partition);
  }
  return keys;
}

/** What failed after it was last made. */
async function failedPartitions(key: AssetKeyString, made: Made, storage: Storage) {
  const keys = new Set<string>();
  for (const { id, data } of await storage.assetEvents(key, 'ASSET_FAILED_TO_MATERIALIZE'))
    if (!harmless.includes(data.reason))
      for (const partition of data.partitions ?? [])
        if ((made.get(partition)?.id ?? 0) < id) keys.add(partition);
  return keys;
}
