import { kind } from './brand';
import { callSite, definedAt } from './defined-at';
import type { JobReference } from './job-reference';
import { splitOptions } from './options-and-function';
import type { ResourceNeeds, ResourcesOf } from './resource-needs';
import type { SensorAnswers, SensorDefinition, SensorOptions } from './sensor';
import type { RunStatusSensorEvaluationContext } from './tick-context';
import type { WatchedRunStatus } from './watched-events';

export interface RunFailureSensorOptions<Needs = ResourceNeeds> extends Omit<
  SensorOptions<Needs>,
  'job' | 'jobs' | 'target'
> {
  /** Jobs, or their names, whose runs it watches. Default: all runs of its location. */
  readonly monitoredJobs?: readonly JobReference[];
  /** Runs of all locations. */
  readonly monitorAllCodeLocations?: boolean;
  /** The job whose runs it asks for, or its name. */
  readonly requestJob?: JobReference;
  readonly requestJobs?: readonly JobReference[];
}

export interface RunStatusSensorOptions<Needs = ResourceNeeds> extends RunFailureSensorOptions<Needs> {
  readonly runStatus: WatchedRunStatus;
}

type RunStatusFunction<Needs> = (
  context: RunStatusSensorEvaluationContext<ResourcesOf<Needs>>,
) => SensorAnswers;

/**
 * Defines a sensor that is evaluated for each run that comes to a status, as soon as that is stored, one run after
 * another. It begins with the runs that come to it after it was switched on. Where its function fails for a run, it
 * goes on with the next one (Dagster).
 */
export function runStatusSensor<const Needs extends ResourceNeeds = readonly []>(
  options: RunStatusSensorOptions<Needs>,
  evaluate: RunStatusFunction<Needs>,
): SensorDefinition {
  return watchRuns('runStatusSensor', options as RunStatusSensorOptions, evaluate);
}

/** Defines a `runStatusSensor` for runs that fail. */
export function runFailureSensor(evaluate: RunStatusFunction<readonly []>): SensorDefinition;
export function runFailureSensor<const Needs extends ResourceNeeds = readonly []>(
  options: RunFailureSensorOptions<Needs>,
  evaluate: RunStatusFunction<Needs>,
): SensorDefinition;
export function runFailureSensor(...given: unknown[]): SensorDefinition {
  const [options, evaluate] = splitOptions<RunFailureSensorOptions, unknown>('runFailureSensor', given);
  return watchRuns('runFailureSensor', { ...options, runStatus: 'FAILURE' }, evaluate);
}

function watchRuns(what: string, options: RunStatusSensorOptions, evaluate: unknown): SensorDefinition {
  const [given, fn] = splitOptions<RunStatusSensorOptions, SensorDefinition['evaluate']>(what, [
    options,
    evaluate,
  ]);
  const { requestJob, requestJobs, monitoredJobs, monitorAllCodeLocations, runStatus, ...rest } = given;
  return {
    [kind]: 'sensor',
    [definedAt]: callSite(),
    options: { ...rest, ...(requestJob && { job: requestJob }), ...(requestJobs && { jobs: requestJobs }) },
    evaluate: fn,
    watch: {
      type: 'run',
      status: runStatus,
      ...(monitoredJobs && { jobs: monitoredJobs }),
      ...(monitorAllCodeLocations && { allLocations: true }),
    },
  };
}
