import type { TickOutcome } from '../../definitions/tick-outcome';
import { invalid } from '../../definitions/step-shape';
import { limits } from '../../location/boundary/limits';
import { weigh } from '../../location/boundary/weigh';
import { cutText } from '../../location/inside/step-outbox';

/** What an answer may weigh, so that logs have room beside it. */
const mostAnswered = limits.message / 2;

/** The outcome of a tick, as far as an isolate may say it. Throws `InvalidTick` where it is too much. */
export function boundedTick(name: string, outcome: TickOutcome): TickOutcome {
  const { runRequests, dynamicPartitionsRequests, assetEvents, cursor = '', skipReason } = outcome;
  const refuse = (message: string, remedy: string) => invalid({ name }, message, remedy, 'InvalidTick');
  if (runRequests.length > limits.runRequests)
    throw refuse(
      `it asks for ${runRequests.length} runs at once`,
      `Ask for ${limits.runRequests} at most, keep its place in the cursor, and ask for the rest at the next tick.`,
    );
  if (cursor.length > limits.cursor)
    throw refuse(
      `its cursor is ${cursor.length} characters long`,
      `Keep its place, not all that it has seen: ${limits.cursor} characters at most.`,
    );
  const names = {
    'run key': runRequests.map(({ runKey }) => runKey),
    'name of a check': runRequests.flatMap(({ checks = [] }) => checks.map(({ name }) => name)),
    'partition key': [
      ...[...runRequests, ...assetEvents].map(({ partitionKey }) => partitionKey),
      ...dynamicPartitionsRequests.flatMap(({ partitionKeys }) => partitionKeys),
    ],
    'name of a partitions definition': dynamicPartitionsRequests.map(
      ({ partitionsDefName }) => partitionsDefName,
    ),
    'asset key': [
      ...runRequests.flatMap(({ assetSelection = [] }) => assetSelection),
      ...runRequests.flatMap(({ checks = [] }) => checks.map(({ assetKey }) => assetKey)),
      ...assetEvents.map(({ assetKey }) => assetKey),
    ],
  };
  for (const [kind, texts] of Object.entries(names)) {
    const long = texts.find((text = '') => text.length > limits.name);
    if (long !== undefined)
      throw refuse(
        `the ${kind} "${long.slice(0, 40)}…" is ${long.length} characters long`,
        `Give one of at most ${limits.name}, such as a hash of it.`,
      );
  }
  try {
    weigh(outcome, mostAnswered);
  } catch {
    throw refuse(
      'its answer is too large',
      'Ask for less at a time, and keep data out of configs and metadata.',
    );
  }
  return {
    ...outcome,
    ...(skipReason !== undefined && { skipReason: cutText(skipReason) }),
    assetEvents: assetEvents.map((event) => ({
      ...event,
      ...(event.description !== undefined && { description: cutText(event.description) }),
    })),
  };
}
