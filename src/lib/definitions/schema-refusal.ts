import type { SchemaIssue, SchemaResult, StandardSchema } from './standard-schema';

/** Why a value is not of a type, in one line; `undefined` where it is. */
export async function schemaRefusal(
  type: StandardSchema | undefined,
  value: unknown,
): Promise<string | undefined> {
  if (type === undefined) return undefined;
  return refusalOf(await type['~standard'].validate(value));
}

/** The same at once, of a type that is checked without waiting; of another `undefined`. */
export function promptRefusal(type: StandardSchema, value: unknown): string | undefined {
  const result = type['~standard'].validate(value);
  return result instanceof Promise ? undefined : refusalOf(result);
}

const refusalOf = ({ issues }: SchemaResult<unknown>): string | undefined =>
  issues && issues.slice(0, 10).map(issueLine).join('; ');

/** The keys of an issue's path. */
export const issuePath = ({ path = [] }: SchemaIssue): readonly PropertyKey[] =>
  path.map((part) => (typeof part === 'object' ? part.key : part));

function issueLine(issue: SchemaIssue): string {
  const path = issuePath(issue)
    .map((key) => (typeof key === 'number' ? `[${key}]` : `.${String(key)}`))
    .join('');
  return path === '' ? issue.message : `${path.replace(/^\./, '')}: ${issue.message}`;
}
