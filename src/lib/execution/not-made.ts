import type { EventData, NewEvent } from '../events/event';
import type { StepStamp } from '../events/make-event';
import { failedToMaterialize } from '../events/step-event-makers';
import type { ExecutionStep } from '../plan/execution-plan';

type Reason = EventData['ASSET_FAILED_TO_MATERIALIZE']['reason'];

/** The word, for each asset of a step that was planned and not made, of why it was not. */
export const notMade = (
  at: StepStamp,
  step: ExecutionStep | undefined,
  reason: Reason,
  yielded: ReadonlySet<string> = new Set(),
): readonly NewEvent[] =>
  (step?.outputs ?? []).flatMap(({ name, assetKey, isObservation }) =>
    assetKey === undefined || isObservation || yielded.has(name)
      ? []
      : [
          failedToMaterialize(at, assetKey, {
            reason,
            ...(step?.partitions && { partitions: step.partitions.keys }),
          }),
        ],
  );
