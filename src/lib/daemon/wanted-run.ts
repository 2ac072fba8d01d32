import { DagbookError } from '../base/errors';
import type { DynamicPartitionsRequest } from '../definitions/run-request';
import type { AssetKeyString, RunConfig } from '../definitions/snapshot';
import type { CheckKey } from '../plan/plan-request';
import type { NewRun } from '../storage/automation-storage';

/** A run that a daemon asks for. */
export interface WantedRun {
  readonly runId: string;
  readonly location: string;
  /** Absent: the assets are made without a job. */
  readonly jobName?: string;
  /** Of the job's assets, or of the location's, only these. */
  readonly assetSelection?: readonly AssetKeyString[];
  /** Of these assets, only those that are missing or stale. */
  readonly staleAssetsOnly?: boolean;
  /** Only these checks, whatever is selected; absent: all checks of the assets. */
  readonly checks?: readonly CheckKey[];
  /** Keys with commas between them, or a range `FIRST...LAST`. */
  readonly partition?: string;
  readonly config?: RunConfig;
  /** The system's own are among them: `dagster/schedule_name` and the like. */
  readonly tags: Readonly<Record<string, string>>;
}

/** Of the assets that a run was to make if they are stale, none is: there is nothing to launch. */
export class NothingStale extends DagbookError {
  static override readonly name: string = 'NothingStale';
}

/**
 * Plans and checks a run against the notebook as it is now, and stores nothing. Rejects with what is wrong with it:
 * unknown partitions, a wrong config, a notebook that does not load; with `NothingStale` where that is so.
 */
export type PrepareRun = (
  wanted: WantedRun,
  /** Will be done in the transaction that stores the run. */
  partitionsRequests?: readonly DynamicPartitionsRequest[],
) => Promise<NewRun>;
