import type { NewEvent } from '../events/event';
import type { Stamp, StepStamp } from '../events/make-event';
import {
  engineEvent,
  logsCaptured,
  resourcesReady,
  resourcesStarting,
  runFailedBySteps,
  runStart,
  runStarting,
  runSuccess,
} from '../events/run-event-makers';
import type { RunStatus } from '../events/run-status';
import { stepAbandoned, stepSkipped } from '../events/step-event-makers';
import type { Decision } from '../plan/active-execution';
import { defaultIOManager } from './step-attempt';

/** How a run begins, in Dagster's order; its resources come next. */
export const beginning = (
  at: Stamp,
  jobName: string,
  status: RunStatus,
  workerPerStep: boolean,
): readonly NewEvent[] => [
  ...(status === 'STARTING' ? [] : [runStarting(at, jobName)]),
  runStart(at, jobName),
  engineEvent(
    at,
    workerPerStep ? 'Executing steps using multiprocess executor.' : 'Executing steps in process.',
  ),
];

/** Before `resourcesMade`, where one worker makes the resources of a run: the run's own, and the default IO manager. */
export const makingResources = (at: Stamp, keys: readonly string[]): NewEvent =>
  resourcesStarting(at, [...keys, defaultIOManager]);

export const resourcesMade = (at: Stamp, keys: readonly string[]): readonly NewEvent[] => [
  resourcesReady(at, [...keys, defaultIOManager]),
  logsCaptured(at),
];

/** The word that a step will not run. */
export const decided = (decision: Decision, at: StepStamp): NewEvent =>
  decision.type === 'skip' ? stepSkipped(at, decision.missing) : stepAbandoned(at, decision.because);

/** How a run ends all of whose steps have ended. */
export const ending = (
  at: Stamp,
  jobName: string,
  startedAt: number,
  failedSteps: readonly string[],
): readonly NewEvent[] => [
  engineEvent(at, `Finished steps in ${at.timestamp - startedAt}ms.`),
  failedSteps.length > 0 ? runFailedBySteps(at, jobName, failedSteps) : runSuccess(at, jobName),
];
