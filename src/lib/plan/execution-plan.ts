import type { AssetKeyString, ExecutorChoice } from '../definitions/snapshot';

/** An input of a step. `from` names the step of this plan that makes it; absent, it is loaded from storage. */
export interface StepInput {
  readonly name: string;
  readonly assetKey: AssetKeyString;
  readonly from?: { readonly step: string; readonly output: string };
}

export interface StepOutput {
  readonly name: string;
  readonly assetKey: AssetKeyString;
  readonly isRequired: boolean;
  readonly codeVersion: string;
}

export interface ExecutionStep {
  readonly key: string;
  /** The definition that the isolate calls. */
  readonly node: string;
  readonly inputs: readonly StepInput[];
  /** Upstream assets whose values it does not load: they order it, and their data versions are recorded. */
  readonly after?: readonly AssetKeyString[];
  readonly outputs: readonly StepOutput[];
  /** Steps of this plan that must succeed first: those of `inputs` and those that only order. */
  readonly deps: readonly { readonly step: string; readonly output: string }[];
  /** Higher first; ties by key (Dagster's `dagster/priority`). */
  readonly priority: number;
}

/** What a run will do: plain data, stored with the run. Steps stand in topological order. */
export interface ExecutionPlan {
  readonly steps: readonly ExecutionStep[];
  readonly executor: ExecutorChoice;
}
