import type { Json } from '../../base/json';
import { plainJson } from '../plain-json';
import { isStandardSchema, type StandardSchema } from '../standard-schema';
import { isRecord } from './config-path';

/** A JSON Schema, or a part of one, as far as configs need it (draft 2020-12). */
export interface JsonSchema {
  readonly type?: string | readonly string[];
  readonly enum?: readonly Json[];
  readonly const?: Json;
  readonly default?: Json;
  readonly description?: string;
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly required?: readonly string[];
  readonly additionalProperties?: boolean | JsonSchema;
  readonly items?: JsonSchema | boolean;
  readonly prefixItems?: readonly JsonSchema[];
  readonly anyOf?: readonly JsonSchema[];
  readonly oneOf?: readonly JsonSchema[];
  readonly allOf?: readonly JsonSchema[];
  readonly $ref?: string;
}

/** A schema's JSON Schema for what goes in, where its library says it (Standard JSON Schema). */
export function configSchemaJson(schema: StandardSchema | undefined): Json | undefined {
  const json = standardJson(schema, 'input');
  if (json === undefined) return undefined;
  const { $schema: _, ...rest } = json as Record<string, unknown>;
  return plainJson(rest);
}

const known = new WeakMap<StandardSchema, { [Side in 'input' | 'output']?: JsonSchema | undefined }>();

/** `output` closes the objects that drop what they do not know; it is not there where values are transformed. */
export function standardJson(
  schema: StandardSchema | undefined,
  side: 'input' | 'output',
): JsonSchema | undefined {
  // What untyped code gives may be no schema at all; that is told elsewhere.
  if (!isStandardSchema(schema)) return undefined;
  const sides = known.get(schema) ?? {};
  if (side in sides) return sides[side];
  known.set(schema, sides);
  try {
    sides[side] = schema['~standard'].jsonSchema?.[side]({ target: 'draft-2020-12' }) as
      JsonSchema | undefined;
  } catch {
    sides[side] = undefined;
  }
  return sides[side];
}

/** What a value may be, one after another: unions are opened, references followed, intersections joined. */
export function alternatives(
  schema: JsonSchema | undefined,
  root: JsonSchema,
  depth = 0,
): readonly JsonSchema[] {
  if (typeof schema !== 'object' || depth > 20) return [];
  const open = (part: JsonSchema) => alternatives(part, root, depth + 1);
  if (schema.$ref !== undefined) return open(referred(schema.$ref, root) as JsonSchema);
  const union = schema.anyOf ?? schema.oneOf;
  if (union) return union.flatMap(open);
  if (schema.allOf) return [schema.allOf.flatMap(open).reduce(joined, {})];
  return [schema];
}

/** What an entry of an object, or a member of a list, may be. */
export function alternativesOf(
  schemas: readonly JsonSchema[],
  key: string | number,
  root: JsonSchema,
): readonly JsonSchema[] {
  return schemas.flatMap(({ properties, additionalProperties, prefixItems, items }) => {
    const part =
      typeof key === 'number'
        ? (prefixItems?.[key] ?? items)
        : Object.hasOwn(properties ?? {}, key)
          ? properties![key]
          : additionalProperties;
    return alternatives(isRecord(part) ? part : undefined, root);
  });
}

function referred(ref: string, root: JsonSchema): unknown {
  const names = ref.split('/').slice(1).map((name) => name.replaceAll('~1', '/').replaceAll('~0', '~')); // prettier-ignore
  return names.reduce<unknown>((part, name) => (isRecord(part) ? part[name] : undefined), root);
}

const joined = (a: JsonSchema, b: JsonSchema): JsonSchema => ({
  ...a,
  ...b,
  properties: { ...a.properties, ...b.properties },
  required: [...(a.required ?? []), ...(b.required ?? [])],
});
