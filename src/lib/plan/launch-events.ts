import type { NewEvent } from '../events/event';
import { materializationPlanned, runEnqueued } from '../events/run-event-makers';
import type { ExecutionPlan } from './execution-plan';

/**
 * The first events of a run, stored with it: what it intends to materialize, and that it waits in the queue. From
 * them alone a fold knows every step of the run.
 */
export function launchEvents(
  run: { readonly id: string; readonly jobName: string; readonly plan: ExecutionPlan },
  timestamp: number,
): readonly NewEvent[] {
  const at = { runId: run.id, timestamp };
  const planned = run.plan.steps.flatMap((step) =>
    step.outputs.map((output) => materializationPlanned({ ...at, stepKey: step.key }, output.assetKey)),
  );
  return [...planned, runEnqueued(at, run.jobName)];
}
