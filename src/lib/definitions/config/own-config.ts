import type { StandardSchema } from '../standard-schema';
import { checkedAnswer } from './check-config';
import { configIssues, isMissing, type ConfigIssue } from './config-issue';
import type { ConfigPath } from './config-path';
import { envPlaces, filledIn } from './env-places';
import { alternatives, standardJson } from './json-schema';

/**
 * What is wrong with a config that a definition gives, as far as it can be said at once: what is missing may come from
 * the run config, values of the environment are not there yet, and an asynchronous schema is left for the launch.
 */
export function ownConfigIssues(
  schema: StandardSchema | undefined,
  raw: unknown,
  at: ConfigPath,
): readonly ConfigIssue[] {
  if (!schema || raw === undefined) return [];
  const root = standardJson(schema, 'output') ?? standardJson(schema, 'input') ?? {};
  const shape = alternatives(root, root);
  const places = envPlaces(raw, {}, shape, root);
  const whole = filledIn(raw, new Map(places.map(({ path }) => [path, undefined])));
  const result = schema['~standard'].validate(whole);
  if (result instanceof Promise) return [];
  const { problems } = checkedAnswer({ whole, ...result }, places, { at, shape, root });
  return configIssues({}, problems.filter((problem) => !isMissing(problem))); // prettier-ignore
}
