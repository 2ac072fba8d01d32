import { isSame } from '../../definitions/partitions/same-definition';
import type { PartitionsSnapshot } from '../../definitions/partitions/partitions-snapshot';
import { emptySnapshot, type AssetKeyString, type JobSnapshot } from '../../definitions/snapshot';
import { AssetGraph } from '../../graph/asset-graph';
import { resolveSelection } from '../../graph/selection/resolve-selection';
import type { AssetStatus, LaunchRequest } from '../../instance/instance';

/** What one run can make: assets of one partitions definition, or those without partitions. */
export interface PartitionGroup {
  readonly partitions?: PartitionsSnapshot;
  readonly keys: readonly AssetKeyString[];
  /** As many as all of them allow in one run; `Infinity`: any number. */
  readonly perRun: number;
}

/** What a launch is about, in the parts that can each be one run; the parts with partitions first. */
export function partitionGroups(
  { location, selection }: Pick<LaunchRequest, 'location' | 'selection'>,
  statuses: readonly AssetStatus[],
  job?: JobSnapshot,
): readonly PartitionGroup[] {
  const assets = selectedAssets(selection ?? job?.selection ?? '*', location, statuses);
  const groups: { partitions?: PartitionsSnapshot; keys: AssetKeyString[]; perRun: number }[] = [];
  if (job?.partitions)
    groups.push({ partitions: job.partitions, keys: [], perRun: job.steps ? 1 : Infinity });
  for (const { key, partitions, maxPartitionsPerRun } of job?.steps ? [] : assets) {
    const perRun = maxPartitionsPerRun === null ? Infinity : (maxPartitionsPerRun ?? 1);
    const group = groups.find((each) =>
      partitions && each.partitions ? isSame(partitions, each.partitions) : partitions === each.partitions,
    );
    if (group) {
      group.keys.push(key);
      group.perRun = Math.min(group.perRun, perRun);
    } else groups.push({ ...(partitions && { partitions }), keys: [key], perRun });
  }
  return groups.sort((a, b) => Number(!a.partitions) - Number(!b.partitions));
}

function selectedAssets(selection: string, location: string, statuses: readonly AssetStatus[]) {
  if (selection === '') return [];
  // Of an asset that two locations define, a graph has the first: a launch makes that of its own.
  const ownFirst = statuses.toSorted(
    (a, b) => Number(b.location === location) - Number(a.location === location),
  );
  const located = Map.groupBy(ownFirst, (status) => status.location);
  const graph = new AssetGraph(
    Array.from(located, ([location, all]) => ({
      location,
      snapshot: { ...emptySnapshot, assets: all.map(({ asset }) => asset) },
    })),
  );
  return resolveSelection(selection, graph)
    .map((key) => graph.get(key)!)
    .filter((asset) => asset.location === location && asset.isExecutable && !asset.isObservable);
}
