import { unexpectedEntry, type ConfigIssue } from './config-issue';
import { isRecord, type ConfigPath } from './config-path';
import { alternativesOf, type JsonSchema } from './json-schema';

/** What a schema answered, where it did. */
type Answer = { readonly value: unknown } | undefined;

/**
 * Entries that nothing takes. Where the schema has answered, an entry is unknown if it has been dropped and no
 * alternative takes all the entries that are there; where it has refused, if each alternative is closed and none has it.
 * A library that keeps what it does not know thereby allows it.
 */
export function unknownEntries(
  raw: unknown,
  answer: Answer,
  schemas: readonly JsonSchema[],
  root: JsonSchema,
  at: ConfigPath,
): readonly ConfigIssue[] {
  if (Array.isArray(raw)) {
    return raw.flatMap((item, index) =>
      unknownEntries(item, within(answer, index), alternativesOf(schemas, index, root), root, [...at, index]),
    );
  }
  if (!isRecord(raw)) return [];
  const keys = Object.keys(raw);
  const fitting = schemas.filter((schema) => isObject(schema) && keys.every((key) => takes(schema, key)));
  const isUnknown = (key: string) =>
    answer ? isDropped(answer.value, key) && fitting.length === 0 : isRefused(schemas, key);
  const known = [...new Set(schemas.flatMap(({ properties = {} }) => Object.keys(properties)))];
  return keys.flatMap((key) =>
    isUnknown(key)
      ? [unexpectedEntry(at, key, known)]
      : unknownEntries(raw[key], within(answer, key), alternativesOf(schemas, key, root), root, [...at, key]),
  );
}

const isObject = ({ properties, additionalProperties }: JsonSchema) =>
  properties !== undefined || additionalProperties !== undefined;

const takes = ({ properties = {}, additionalProperties }: JsonSchema, key: string) =>
  Object.hasOwn(properties, key) || (additionalProperties !== undefined && additionalProperties !== false);

const isRefused = (schemas: readonly JsonSchema[], key: string) =>
  schemas.some(isObject) &&
  schemas.filter(isObject).every((schema) => schema.additionalProperties === false && !takes(schema, key));

/** Only of what is still a plain object can be said what it lacks. */
const isDropped = (value: unknown, key: string) => isPlain(value) && !Object.hasOwn(value, key);

const isPlain = (value: unknown): value is object =>
  isRecord(value) && [Object.prototype, null].includes(Object.getPrototypeOf(value));

/** What became of a part; nothing can be said where it is no longer at its place. */
function within(answer: Answer, key: string | number): Answer {
  const value = answer?.value;
  if (!answer || typeof value !== 'object' || value === null || !Object.hasOwn(value, key))
    return answer && { value: undefined };
  return { value: (value as Record<string | number, unknown>)[key] };
}
