import type { NewEvent } from '../events/event';
import type { Stamp } from '../events/make-event';
import {
  engineEvent,
  logsCaptured,
  resourcesInitialized,
  runFailedBySteps,
  runStart,
  runStarting,
  runSuccess,
} from '../events/run-event-makers';
import type { RunStatus } from '../events/run-status';
import { stepAbandoned, stepSkipped } from '../events/step-event-makers';
import type { Decision } from '../plan/active-execution';
import { resources } from './step-attempt';

/** How a run begins, in Dagster's order. With `workerPerStep` each worker makes the resources and captures logs. */
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
  ...(workerPerStep ? [] : [...resourcesInitialized(at, resources), logsCaptured(at)]),
];

/** The word that a step will not run. */
export function decided(decision: Decision, run: Stamp): NewEvent {
  const at = { ...run, stepKey: decision.step };
  return decision.type === 'skip' ? stepSkipped(at, decision.missing) : stepAbandoned(at, decision.because);
}

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
