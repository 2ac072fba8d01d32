import {
  TimeWindowPartitionMapping,
  type PartitionMapping,
} from '$lib/definitions/partitions/partition-mapping';
import type { PartitionsDefinition } from '$lib/definitions/partitions/partitions-definition';
import { downstreamPartitions, upstreamPartitions } from '$lib/graph/partitions/partition-dependencies';
import { parsePartitions, printPartitions } from '$lib/graph/partitions/partition-text';
import { context, spaceOf } from './spaces';

export type Mapping = PartitionMapping | undefined;

/** What the keys that `text` names need: printed, with what does not exist behind `!`. */
export function up(
  mapping: Mapping,
  upstream: PartitionsDefinition,
  downstream: PartitionsDefinition,
  text: string,
  in_ = context,
) {
  const { subset, nonexistent } = upstreamPartitions({
    mapping: mapping?.snapshot,
    upstream: upstream.snapshot,
    downstream: parsePartitions(spaceOf(downstream, in_), text),
    context: in_,
  });
  return printPartitions(subset) + nonexistent.map((key) => `!${key}`).join('');
}

export function down(
  mapping: Mapping,
  upstream: PartitionsDefinition,
  downstream: PartitionsDefinition,
  text: string,
  in_ = context,
) {
  return printPartitions(
    downstreamPartitions({
      mapping: mapping?.snapshot,
      upstream: parsePartitions(spaceOf(upstream, in_), text),
      downstream: downstream.snapshot,
      context: in_,
    }),
  );
}

/** Puts the texts of a row first, which name the test. */
export const named = <
  Row extends readonly [Mapping, PartitionsDefinition, PartitionsDefinition, string, string],
>(
  rows: readonly Row[],
) =>
  rows.map(([mapping, upstream, downstream, from, to]) => [from, to, mapping, upstream, downstream] as const);

export const window = (startOffset = 0, endOffset = 0, allowNonexistentUpstreamPartitions = false) =>
  new TimeWindowPartitionMapping({ startOffset, endOffset, allowNonexistentUpstreamPartitions });
