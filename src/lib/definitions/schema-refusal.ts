import type { SchemaIssue, StandardSchema } from './standard-schema';

/** Why a value is not of a type, in one line; `undefined` where it is. */
export async function schemaRefusal(
  type: StandardSchema | undefined,
  value: unknown,
): Promise<string | undefined> {
  if (type === undefined) return undefined;
  const { issues } = await type['~standard'].validate(value);
  return issues && issues.slice(0, 10).map(issueLine).join('; ');
}

/** The keys of an issue's path. */
export const issuePath = ({ path = [] }: SchemaIssue): readonly PropertyKey[] =>
  path.map((part) => (typeof part === 'object' ? part.key : part));

function issueLine(issue: SchemaIssue): string {
  const path = issuePath(issue)
    .map((key) => (typeof key === 'number' ? `[${key}]` : `.${String(key)}`))
    .join('');
  return path === '' ? issue.message : `${path.replace(/^\./, '')}: ${issue.message}`;
}
