import type { PartitionMappingSnapshot } from '../../definitions/partitions/partition-mapping-snapshot';
import type { PartitionsSnapshot } from '../../definitions/partitions/partitions-snapshot';
import type { AssetKeyString, RunConfig } from '../../definitions/snapshot';
import type { StoredSubset } from '../../graph/partitions/stored-subset';

/** What a backfill is to make. Subsets are stored as they were asked for; absent: the asset has no partitions. */
export type BackfillTarget = { readonly config?: RunConfig } & (
  | {
      readonly type: 'assets';
      readonly assets: readonly { readonly key: AssetKeyString; readonly partitions?: StoredSubset }[];
    }
  | {
      readonly type: 'job';
      readonly location: string;
      readonly jobName: string;
      readonly partitions: StoredSubset;
    }
);

/** An asset of a backfill, or its job: what its runs are made of. */
export interface BackfillNode {
  /** The asset's key, or the job's name. */
  readonly id: string;
  readonly location: string;
  /** Of what has no partitions: `whole`. */
  readonly partitions: PartitionsSnapshot;
  /** In one run; `null`: all. */
  readonly maxPartitionsPerRun: number | null;
  /** What it depends on, whether it is in the backfill or not. */
  readonly deps: readonly { readonly id: string; readonly mapping?: PartitionMappingSnapshot }[];
}

/** Stands for the one part of what has no partitions, so that everything has some. */
export const whole: PartitionsSnapshot = { type: 'static', keys: ['whole'] };

export const isWhole = (partitions: PartitionsSnapshot): boolean => partitions === whole;
