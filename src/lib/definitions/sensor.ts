import type { AssetReference } from './asset-in';
import { kind } from './brand';
import { callSite, definedAt, type Located } from './defined-at';
import type { JobReference } from './job-reference';
import { splitOptions } from './options-and-function';
import type { ResourceNeeds, ResourcesOf } from './resource-needs';
import type { RunRequest, SkipReason } from './run-request';
import type { AutomationTarget, DefaultStatus } from './schedule';
import type { SensorResult } from './sensor-result';
import type { AssetKeyString } from './snapshot';
import type { SensorEvaluationContext } from './tick-context';
import type { WatchedRunStatus } from './watched-events';

export interface SensorOptions<Needs = ResourceNeeds> {
  /** Default: the name under which the cell exports it. */
  readonly name?: string;
  /** The job whose runs it asks for, or its name. */
  readonly job?: JobReference;
  /** Several jobs; then each `RunRequest` says which. */
  readonly jobs?: readonly JobReference[];
  /** Instead of a job: an asset selection, or assets. */
  readonly target?: AutomationTarget;
  /** Seconds from one tick's start to the next, at least. Default 30; of sensors that wait for events 0. */
  readonly minimumIntervalSeconds?: number;
  /** Seconds that an evaluation may take; then it is ended and has failed. Default 60 (Dagster's fixed limit). */
  readonly evaluationTimeoutSeconds?: number;
  readonly description?: string;
  readonly tags?: Readonly<Record<string, string>>;
  /** Whether it runs before anybody has switched it on or off. Default `STOPPED`. */
  readonly defaultStatus?: DefaultStatus;
  readonly resources?: Needs;
}

/** What a sensor's function may answer; `undefined` and an empty list skip the tick. */
export type SensorAnswer = SensorResult | RunRequest | SkipReason | readonly RunRequest[] | undefined | void;

/** In whatever way a sensor's function answers. */
export type SensorAnswers =
  | SensorAnswer
  | Promise<SensorAnswer>
  | Generator<RunRequest | SkipReason | SensorResult>
  | AsyncGenerator<RunRequest | SkipReason | SensorResult>;

export type SensorFunction<Resources = Readonly<Record<string, unknown>>> = (
  context: SensorEvaluationContext<Resources>,
) => SensorAnswers;

/** What a sensor waits for, where that is events. */
export type SensorWatch =
  | { readonly type: 'asset' | 'assets'; readonly assets: readonly (AssetReference | AssetKeyString)[] }
  | {
      readonly type: 'run';
      readonly status: WatchedRunStatus;
      /** Absent: all of the location. */
      readonly jobs?: readonly JobReference[];
      readonly allLocations?: true;
    };

export interface SensorDefinition extends Located {
  readonly [kind]: 'sensor';
  readonly options: SensorOptions;
  /** Of a sensor that watches one asset, the materialization is the second argument. */
  readonly evaluate: (context: never, event: never) => SensorAnswers;
  readonly watch?: SensorWatch;
}

/**
 * Defines a sensor: a function that is asked again and again whether there is something to run. It returns or yields
 * `RunRequest`s, a `SkipReason`, or a `SensorResult`, and remembers where it was by `context.updateCursor`.
 */
export function sensor(evaluate: SensorFunction): SensorDefinition;
export function sensor<const Needs extends ResourceNeeds = readonly []>(
  options: SensorOptions<Needs>,
  evaluate: SensorFunction<ResourcesOf<Needs>>,
): SensorDefinition;
export function sensor(...given: unknown[]): SensorDefinition {
  const [options, evaluate] = splitOptions<SensorOptions, SensorDefinition['evaluate']>('sensor', given);
  return { [kind]: 'sensor', [definedAt]: callSite(), options, evaluate };
}
