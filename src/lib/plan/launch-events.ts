import type { NewEvent } from '../events/event';
import { checkPlanned, materializationPlanned, runEnqueued } from '../events/run-event-makers';
import type { ExecutionPlan } from './execution-plan';

/**
 * The first events of a run, stored with it: what it intends to materialize and to check, step by step, and that it
 * waits in the queue. What is observed is not planned, as in Dagster.
 */
export function launchEvents(
  run: { readonly id: string; readonly jobName: string; readonly plan: ExecutionPlan },
  timestamp: number,
): readonly NewEvent[] {
  const planned = run.plan.steps.flatMap(({ key, outputs, checks = [], partitions }) => {
    const at = { runId: run.id, timestamp, stepKey: key };
    return [
      ...outputs.flatMap(({ assetKey, isObservation }) =>
        assetKey === undefined || isObservation
          ? []
          : [materializationPlanned(at, assetKey, partitions?.keys)],
      ),
      ...checks.map(({ assetKey, name }) => checkPlanned(at, assetKey, name)),
    ];
  });
  return [...planned, runEnqueued({ runId: run.id, timestamp }, run.jobName)];
}
