import type { AssetDependency } from './asset-dep';
import { kind } from './brand';
import { callSite, definedAt, type Located } from './defined-at';
import type { JobReference } from './job-reference';
import { splitOptions } from './options-and-function';
import type { ResourceNeeds, ResourcesOf } from './resource-needs';
import type { RunRequest, SkipReason } from './run-request';
import type { RunConfig } from './snapshot';
import type { ScheduleEvaluationContext } from './tick-context';

/** A job by its definition or its name, or an asset selection, of which a job is made. */
export type AutomationTarget = JobReference | AssetDependency | readonly AssetDependency[];

export interface ScheduleOptions<Needs = ResourceNeeds> {
  /** Default: the name under which the cell exports it. */
  readonly name?: string;
  /** Five fields, or a list of such strings: it fires at each time of any of them, once at equal times. */
  readonly cronSchedule: string | readonly string[];
  /** A name of the IANA time zone database. Default `UTC`. */
  readonly timezone?: string;
  /** Dagster's name for `timezone`. */
  readonly executionTimezone?: string;
  /** The job, or its name. */
  readonly job?: JobReference;
  /** Instead of a job: an asset selection, or assets. */
  readonly target?: AutomationTarget;
  readonly description?: string;
  /** Put on its runs. */
  readonly tags?: Readonly<Record<string, string>>;
  /** Tags that a tick is asked for, over `tags`. Only where there is no function of ticks. */
  readonly tagsFn?: (context: ScheduleEvaluationContext) => TagsAnswer | Promise<TagsAnswer>;
  /** Of the runs that it asks for without a function, or a function of the context that answers it. */
  readonly runConfig?: RunConfig | ((context: ScheduleEvaluationContext) => RunConfig | Promise<RunConfig>);
  /** It is evaluated only where this answers `true`; else the tick is skipped. */
  readonly shouldExecute?: (context: ScheduleEvaluationContext) => boolean | Promise<boolean>;
  /** Whether it runs before anybody has switched it on or off. Default `STOPPED`. */
  readonly defaultStatus?: DefaultStatus;
  /** What happens at a tick while a run of an earlier tick is unfinished. Default `allow`. Dagster always allows. */
  readonly overlap?: OverlapPolicy;
  /** Seconds that an evaluation may take; then it is ended and has failed. Default 60. */
  readonly evaluationTimeoutSeconds?: number;
  readonly resources?: Needs;
}

type TagsAnswer = Readonly<Record<string, string>>;

/**
 * `allow`: the new run starts beside it; `skip`: the tick is skipped; `queue`: the new run waits until it has ended;
 * `cancel`: it is canceled, and the new run launched.
 */
export type OverlapPolicy = 'allow' | 'skip' | 'queue' | 'cancel';

export type DefaultStatus = 'RUNNING' | 'STOPPED';

/** What a schedule's function may answer; `undefined` and an empty list skip the tick. A dictionary is a run config. */
export type ScheduleAnswer = RunRequest | SkipReason | readonly RunRequest[] | RunConfig | undefined | void;

export type ScheduleFunction<Resources = Readonly<Record<string, unknown>>> = (
  context: ScheduleEvaluationContext<Resources>,
) =>
  | ScheduleAnswer
  | Promise<ScheduleAnswer>
  | Generator<RunRequest | SkipReason>
  | AsyncGenerator<RunRequest | SkipReason>;

export interface ScheduleDefinition extends Located {
  readonly [kind]: 'schedule';
  readonly options: ScheduleOptions;
  /** Absent: each tick asks for one run. */
  readonly evaluate?: ScheduleFunction<never>;
}

/**
 * Defines a schedule: at each time of its cron it asks for a run of its job, or for what its function answers. The
 * function gets the time that the tick stands for; it returns or yields `RunRequest`s, or a `SkipReason`.
 */
export function schedule<const Needs extends ResourceNeeds = readonly []>(
  options: ScheduleOptions<Needs>,
  evaluate?: ScheduleFunction<ResourcesOf<Needs>>,
): ScheduleDefinition {
  const [given] = splitOptions<ScheduleOptions, unknown>('schedule', [options, evaluate ?? (() => {})]);
  return {
    [kind]: 'schedule',
    [definedAt]: callSite(),
    options: given,
    ...(evaluate && { evaluate: evaluate as ScheduleFunction<never> }),
  };
}
