import type { TickAnswer } from '../definitions/tick-request';
import type { TickQuestion } from '../daemon/ticks/evaluate';
import type { Instigator } from '../daemon/ticks/instigators';
import type { Workspace } from '../daemon/workspace';
import { resourceOrder } from '../plan/resource-order';
import { variablesOf } from './check-config';
import { type Environment, resolveVariables } from './environment';
import type { Locations } from './locations';

/** Evaluates a schedule or sensor in an isolate of its location, with the variables that its resources name. */
export async function evaluateTick(
  { location, bundle, definition }: Instigator,
  question: TickQuestion,
  {
    locations,
    environment,
    workspace,
  }: {
    readonly locations: Locations;
    readonly environment: Pick<Environment, 'get'>;
    readonly workspace: () => Promise<Workspace>;
  },
): Promise<TickAnswer> {
  const stored = (await workspace()).locations.find(({ name }) => name === location);
  const snapshot = stored && { snapshot: stored.snapshot };
  const names = snapshot
    ? variablesOf(snapshot, {}, resourceOrder(definition.resources, snapshot.snapshot.resources))
    : [];
  const env = await resolveVariables(environment, names);
  const request = { ...question, config: {}, env };
  return locations.evaluateTick(location, bundle, request, definition.evaluationTimeoutSeconds);
}
