import type { FreshnessState } from '../../definitions/freshness-policy';
import type { KeySpace } from '../../definitions/partitions/key-space';
import type { PartitionSubset } from '../../graph/partitions/partition-subset';
import type { EntityNode } from './entity-graph';

/** Tags that a run must have: by key, and by key and value. */
export interface WantedRunTags {
  readonly tagKeys: readonly string[];
  readonly tagValues: Readonly<Record<string, string>>;
}

/** What conditions ask about assets and checks, as of one moment. "Since" is since the evaluation before. */
export interface ConditionFacts {
  /** Milliseconds since the epoch. */
  readonly now: number;
  /** Of the evaluation before; absent: there was none. */
  readonly previous?: number;
  space(node: EntityNode): KeySpace;
  /** Has been made; of what something else makes, or what is only observed: made or observed. */
  present(node: EntityNode): PartitionSubset;
  /** To be made by an unfinished run. */
  inProgress(node: EntityNode): PartitionSubset;
  /** To be made by an unfinished backfill. */
  inBackfill(node: EntityNode): PartitionSubset;
  /** The last run that was to make it failed, and did not make it. */
  failed(node: EntityNode): PartitionSubset;
  /** Made since, or observed with another data version. */
  updated(node: EntityNode): PartitionSubset;
  /** Of `updated`, what was made in a run that had `root` as a target too. */
  updatedWith(node: EntityNode, root: EntityNode): PartitionSubset;
  /** Has another data version than before. */
  dataChanged(node: EntityNode): PartitionSubset;
  /** Was made with another code version than it has now. */
  outdated(node: EntityNode): PartitionSubset;
  /** The run that made it last has these tags. */
  madeWithTags(node: EntityNode, tags: WantedRunTags): PartitionSubset;
  /** Made since, by some run with these tags, or by no others. */
  updatedWithTags(node: EntityNode, tags: WantedRunTags, by: 'any' | 'all'): PartitionSubset;
  /** By its policy and its newest materialization; of what has no policy `NOT_APPLICABLE`. */
  freshness(node: EntityNode): FreshnessState;
  /** Of a check: its evaluation of what the asset is now has passed, or has not. */
  checked(node: EntityNode, passed: boolean): PartitionSubset;
}
