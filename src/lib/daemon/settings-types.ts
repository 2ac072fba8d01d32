import type { TagConcurrencyLimit } from '../definitions/snapshot';

/** Days after which ticks go, by their status; -1 keeps for ever. */
export interface TickRetention {
  readonly skipped: number;
  readonly success: number;
  readonly failure: number;
}

/** How the instance behaves. Names are those of `dagster.yaml`, in camelCase. Written out, so that the package's types are. */
export interface InstanceSettings {
  readonly concurrency: {
    readonly runs: {
      /** -1: no limit; 0: nothing is launched. */
      readonly maxConcurrentRuns: number;
      readonly tagConcurrencyLimits: readonly TagConcurrencyLimit[];
    };
    readonly pools: {
      /** Of pools without a limit of their own; absent: none. */
      readonly defaultLimit?: number;
      /** `run`: a run takes a slot of each of its pools for as long as it lasts. */
      readonly granularity: 'op' | 'run';
      readonly limits: Readonly<Record<string, number>>;
    };
  };
  readonly runRetries: {
    readonly enabled: boolean;
    readonly maxRetries: number;
    readonly retryOnAssetOrOpFailure: boolean;
  };
  readonly runMonitoring: {
    readonly startTimeoutSeconds: number;
    readonly cancelTimeoutSeconds: number;
    /** 0: none. */
    readonly maxRuntimeSeconds: number;
    /** How often a run whose leader has died is taken up again before it counts as failed. */
    readonly maxResumeRunAttempts: number;
  };
  readonly schedules: { readonly maxTickRetries: number };
  readonly freshness: { readonly enabled: boolean };
  /** The registries that packages are fetched from: `source` has those of npm, `jsr` those of JSR as npm's. */
  readonly packages: { readonly source: string; readonly jsr: string };
  readonly retention: {
    readonly schedule: TickRetention;
    readonly sensor: TickRetention;
    readonly autoMaterialize: TickRetention;
    /** Days, of automation conditions. */
    readonly evaluations: number;
    /** Days. */
    readonly runs: number;
    /** Finished runs that are kept of each job; 0 keeps all. */
    readonly runsPerJob: number;
    /** Materializations of an asset, or of a partition of it, whose values are kept; 0 keeps all. */
    readonly valueVersions: number;
    /** Runs and values are given up, oldest first, where the whole store is larger; 0: no budget. */
    readonly budgetBytes: number;
  };
}

type Partly<Value> = Value extends readonly unknown[]
  ? Value
  : Value extends object
    ? { readonly [Name in keyof Value]?: Partly<Value[Name]> }
    : Value;

/** Settings as a person gives them: what is left out has its default. */
export type GivenSettings = Partly<InstanceSettings>;
