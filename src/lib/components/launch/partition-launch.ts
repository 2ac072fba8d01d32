import type { JobSnapshot } from '../../definitions/snapshot';
import type { LaunchRequest } from '../../instance/instance';
import { selectionOf } from '../notebook/asset-selection';
import type { ChosenPartitions } from './chosen-partitions';
import type { PartitionGroup } from './partition-groups';
import type { PartitionsAnswer } from './questions.svelte';

/** What is launched where `partitions` of one of the groups are chosen; none, where that has none. */
export function partitionLaunch(
  request: LaunchRequest,
  groups: readonly PartitionGroup[],
  group: PartitionGroup,
  partitions: ChosenPartitions | undefined,
  job?: JobSnapshot,
): PartitionsAnswer {
  const { keys } = group;
  const run = { ...request, ...(groups.length > 1 && keys.length > 0 && { selection: selectionOf(keys) }) };
  if (!partitions) return { type: 'run', run };
  const { text, isOneRun } = partitions;
  if (isOneRun) return { type: 'run', run: { ...run, partition: text } };
  const { location, config, tags, selection } = request;
  const isOfJob = job?.partitions !== undefined && groups.length === 1 && selection === undefined;
  const of = isOfJob || keys.length === 0 ? { jobName: job?.name } : { assetSelection: keys };
  const given = { ...(config && { config }), ...(tags && { tags }) };
  return { type: 'backfill', run, backfill: { location, ...of, ...given, partitions: text } };
}
