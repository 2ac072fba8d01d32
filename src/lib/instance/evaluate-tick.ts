import type { MaterializationRecord } from '../definitions/watched-events';
import type { TickAnswer } from '../definitions/tick-request';
import type { TickQuestion } from '../daemon/ticks/evaluate';
import type { Instigator } from '../daemon/ticks/instigators';
import type { Workspace } from '../daemon/workspace';
import { redaction } from '../execution/redact';
import { resourceOrder } from '../plan/resource-order';
import { variablesOf } from './check-config';
import { type Environment, resolveVariables } from './environment';
import type { Locations } from './locations';
import type { Trusts } from './trust';

/** Evaluates a schedule or sensor in an isolate of its location, with the variables that its resources name. */
export async function evaluateTick(
  { location, bundle, definition }: Instigator,
  question: TickQuestion,
  {
    locations,
    environment,
    trusts,
    workspace,
  }: {
    readonly locations: Locations;
    readonly environment: Environment;
    readonly trusts: Trusts;
    readonly workspace: () => Promise<Workspace>;
  },
): Promise<TickAnswer> {
  for (const { assetKey, runId } of recordsSeen(question))
    await trusts.assertReads(location, assetKey, runId);
  const stored = (await workspace()).locations.find(({ name }) => name === location);
  const snapshot = stored && { snapshot: stored.snapshot };
  const names = snapshot
    ? variablesOf(snapshot, {}, resourceOrder(definition.resources, snapshot.snapshot.resources))
    : [];
  const env = await resolveVariables(trusts.environmentOf(location, environment), names);
  const request = { ...question, config: {}, env };
  const answer = await locations.evaluateTick(location, bundle, request, definition.evaluationTimeoutSeconds);
  const { assetEvents = [], dynamicPartitionsRequests = [] } = answer.outcome ?? {};
  for (const { assetKey } of assetEvents) await trusts.assertWrites(location, assetKey);
  for (const { partitionsDefName } of dynamicPartitionsRequests)
    await trusts.assertPartitions(location, partitionsDefName);
  return redacted(answer, redaction(env));
}

/** What people wrote, without values of variables. What runs are asked for, and the cursor, stay as they are. */
const redacted = (
  { outcome, error, logs }: TickAnswer,
  redact: ReturnType<typeof redaction>,
): TickAnswer => ({
  ...(outcome && {
    outcome: {
      ...outcome,
      ...(outcome.skipReason !== undefined && { skipReason: redact(outcome.skipReason) }),
      assetEvents: redact(outcome.assetEvents),
    },
  }),
  ...(error && { error: redact(error) }),
  logs: redact(logs),
});

function recordsSeen(question: TickQuestion): readonly MaterializationRecord[] {
  const seen = question.type === 'sensor' ? question.seen : undefined;
  if (seen?.type === 'asset') return [seen.record];
  return seen?.type === 'assets' ? Object.values(seen.records).flat() : [];
}
