import { issuePath } from '../schema-refusal';
import type { SchemaIssue } from '../standard-schema';
import { isRecord, valueAt, type ConfigPath } from './config-path';
import { alternativesOf, type JsonSchema } from './json-schema';

/** What zod says of a union besides the standard: the issues of each alternative, from the union's place on. */
type UnionIssue = SchemaIssue & { readonly errors?: readonly (readonly SchemaIssue[])[] };

/**
 * A union that refused says only that nothing fitted. Where it is a selector (Dagster's: each alternative is a record
 * with one entry of its own) it is said how many entries were given; else the issues of the alternative that is nearest
 * are told.
 */
export function openedUnions(
  issues: readonly SchemaIssue[],
  whole: unknown,
  shape: readonly JsonSchema[],
  root: JsonSchema,
): readonly SchemaIssue[] {
  return issues.flatMap((issue) => {
    const path = issuePath(issue);
    const schemas = path.reduce<readonly JsonSchema[]>(
      (found, key) => alternativesOf(found, typeof key === 'number' ? key : String(key), root),
      shape,
    );
    const value = valueAt(whole, path as ConfigPath);
    const choices = selectorEntries(schemas);
    if (choices && isRecord(value)) {
      const given = Object.keys(value).filter((key) => choices.includes(key));
      if (given.length !== 1 && Object.keys(value).every((key) => choices.includes(key)))
        return [{ path, message: selectorMessage(choices, given) }];
    }
    const { errors = [] } = issue as UnionIssue;
    const nearest = nearestAlternative(errors, schemas, value);
    if (!nearest) return [issue];
    const within = nearest.map((inner) => ({ ...inner, path: [...path, ...issuePath(inner)] }));
    return openedUnions(within, whole, shape, root);
  });
}

const selectorMessage = (choices: readonly string[], given: readonly string[]): string => {
  const names = choices.map((name) => `"${name}"`).join(', ');
  return given.length === 0
    ? `exactly one entry must be given, of ${names}`
    : `only one entry can be given, of ${names}; there are ${given.map((name) => `"${name}"`).join(' and ')}`;
};

function selectorEntries(schemas: readonly JsonSchema[]): readonly string[] | undefined {
  const names = schemas.map(({ properties = {} }) => Object.keys(properties));
  const isSelector = names.length > 1 && names.every(({ length }) => length === 1);
  return isSelector ? names.map(([name]) => name!) : undefined;
}

/** The alternative that knows the entries that are there and has the fewest issues; none where no one stands out. */
function nearestAlternative(
  errors: readonly (readonly SchemaIssue[])[],
  schemas: readonly JsonSchema[],
  value: unknown,
): readonly SchemaIssue[] | undefined {
  if (!isRecord(value) || errors.length === 0) return undefined;
  const keys = Object.keys(value);
  const ranked = errors
    .map((issues, index) => {
      const properties = errors.length === schemas.length ? (schemas[index]?.properties ?? {}) : {};
      const known = keys.filter((key) => Object.hasOwn(properties, key)).length;
      return { issues, rank: known * 100 - issues.length };
    })
    .sort((a, b) => b.rank - a.rank);
  return ranked.length === 1 || ranked[0]!.rank > ranked[1]!.rank ? ranked[0]!.issues : undefined;
}
