import type {
  AssetDepSnapshot,
  AssetKeyString,
  DefinitionsSnapshot,
  ExecutorChoice,
  JobSnapshot,
  RunConfig,
} from '../definitions/snapshot';
import type { StepPartitions } from './execution-plan';

export interface CheckKey {
  readonly assetKey: AssetKeyString;
  readonly name: string;
}

/** What a run is to do, in terms of what a location defines. */
export interface PlanRequest {
  readonly snapshot: Pick<DefinitionsSnapshot, 'assets' | 'checks' | 'steps' | 'resources' | 'executor'>;
  /** Keys of the assets to materialize; one that is computed elsewhere is left out. */
  readonly selected?: Iterable<AssetKeyString>;
  /** `true`, the default: all checks of the selected assets; `false`: none. A list: these, whatever is selected. */
  readonly checks?: boolean | readonly CheckKey[];
  /** The job that is launched: one of ops brings its own steps, and nothing is `selected`. */
  readonly job?: JobSnapshot;
  /** Of a job of ops (`selectOps`); absent: all of it. */
  readonly opSelection?: readonly string[];
  /** Over that of the job and of the location. */
  readonly executor?: ExecutorChoice;
  /** Over the job's, whole. */
  readonly config?: RunConfig;
  /** Seconds; over the job's. */
  readonly timeout?: number;
  readonly reuse?: boolean;
  readonly partitions?: PlanPartitions;
}

/** The partitions of a run: what the partition mappings answered. */
export interface PlanPartitions {
  /** What to make of each selected asset that is partitioned; a check has those of its asset. */
  readonly assets?: ReadonlyMap<AssetKeyString, StepPartitions>;
  /** What the steps of a job of ops are told. */
  readonly job?: StepPartitions;
  /**
   * The partitions to load of the asset that `dep` names, for those of `of` (the asset that is made, or checked; of an
   * op of a job absent); `undefined` where it is not partitioned.
   */
  readonly upstream?: (
    dep: AssetDepSnapshot,
    of?: AssetKeyString,
  ) => { readonly keys: readonly string[]; readonly allowMissing?: boolean } | undefined;
}
