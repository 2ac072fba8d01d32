import type { RunState } from '../../events/run-state';
import type { StepStatus } from '../../events/step-state';
import type { PartitionRun } from '../../storage/facts-storage';
import { m } from '../../words/generated/messages.js';
import { runStatusLook, stepStatusLook, type StatusLook } from '../status';

const notRun: StatusLook = { tone: 'missing', word: m.partition_missing };

/** Of the copies of a mapped step, the one that says most comes first. */
const telling: readonly StepStatus[] = [
  'failed',
  'running',
  'up_for_retry',
  'starting',
  'waiting',
  'canceled',
  'abandoned',
];

/** How a step went in the run of a partition; without a step, how the run did. */
export function matrixLook(
  run: PartitionRun | undefined,
  state: RunState | undefined,
  step: string | undefined,
): StatusLook {
  if (!run) return notRun;
  if (step === undefined) return runStatusLook[run.status];
  const copies = [...(state?.steps.values() ?? [])].filter(({ key }) => key.replace(/\[.*?\]/g, '') === step);
  const status = telling.find((each) => copies.some((copy) => copy.status === each)) ?? copies.at(-1)?.status;
  return status ? stepStatusLook[status] : notRun;
}
