import type { AssetKeyString, ExecutorChoice, RunConfig } from '../definitions/snapshot';
import type { CheckKey } from '../plan/plan-request';

export interface LaunchRequest {
  /** Chosen by the caller, so that a repeated call launches nothing twice. */
  readonly runId?: string;
  readonly location: string;
  /** An asset selection; default every asset of the location. */
  readonly selection?: string;
  /** Instead of a selection: these assets. */
  readonly assetSelection?: readonly AssetKeyString[];
  /** Of these assets, only those that are missing or stale; rejects with `NothingStale` where none is. */
  readonly staleAssetsOnly?: boolean;
  readonly jobName?: string;
  /** Of a job of ops: `a`, `*a`, `a+` …; the union of the members. */
  readonly opSelection?: readonly string[];
  readonly tags?: Readonly<Record<string, string>>;
  readonly executor?: ExecutorChoice;
  /** Over the job's own, whole. */
  readonly config?: RunConfig;
  /** Keys, comma-separated, or a range `FIRST...LAST`; of what is not partitioned none. */
  readonly partition?: string;
  /** Leave out steps whose code, config and inputs are unchanged: those of a graph-backed asset all together, or none. */
  readonly reuse?: boolean;
  /**
   * `false`: without the checks of the selected assets. A list: only these, which may be all that the run does, with an
   * empty `assetSelection`. Default `true`.
   */
  readonly checks?: boolean | readonly CheckKey[];
}

export interface ReexecutionRequest {
  readonly runId?: string;
  readonly parentRunId: string;
  /** `failure`: what failed or never came to its end, of a run that failed or was canceled. */
  readonly steps: 'all' | 'failure' | readonly string[];
  readonly config?: RunConfig;
  readonly tags?: Readonly<Record<string, string>>;
}
