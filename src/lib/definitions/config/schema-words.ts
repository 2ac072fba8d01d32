import type { Json } from '../../base/json';
import { alternatives, type JsonSchema } from './json-schema';

/** A value that would do, as Dagster's samples: `0`, `"..."`, `true`, `[]`, all that an object must have. */
export function sampleOf(schemas: readonly JsonSchema[], root: JsonSchema, depth = 0): Json {
  const [schema] = schemas;
  if (schema === undefined || depth > 5) return '...';
  if (schema.default !== undefined) return schema.default;
  if (schema.const !== undefined) return schema.const;
  if (schema.enum) return schema.enum[0] ?? '...';
  switch (typesOf(schema)[0]) {
    case 'integer':
    case 'number':
      return 0;
    case 'boolean':
      return true;
    case 'null':
      return null;
    case 'array':
      return [];
    case 'object':
      return Object.fromEntries(
        (schema.required ?? [])
          .filter((name) => schema.properties?.[name]?.default === undefined)
          .map((name) => [name, sampleOf(alternatives(schema.properties?.[name], root), root, depth + 1)]),
      );
    default:
      return '...';
  }
}

/** What a value must be, in few words: `int`, `{ n: int, s?: string }`, `[float]`, `"A" | "B"`. */
export function shapeText(schemas: readonly JsonSchema[], root: JsonSchema, depth = 0): string {
  if (schemas.length === 0) return 'any value';
  return [...new Set(schemas.map((schema) => shapeOf(schema, root, depth)))].slice(0, 8).join(' | ');
}

const words: Readonly<Record<string, string>> = { integer: 'int', number: 'float', boolean: 'bool' };

function shapeOf(schema: JsonSchema, root: JsonSchema, depth: number): string {
  if (schema.const !== undefined) return JSON.stringify(schema.const);
  if (schema.enum) return schema.enum.map((value) => JSON.stringify(value)).join(' | ');
  const inner = (part: JsonSchema | boolean | undefined) =>
    typeof part === 'object' ? shapeText(alternatives(part, root), root, depth + 1) : 'any value';
  return typesOf(schema)
    .map((type) => {
      if (type === 'array') return depth > 3 ? '[…]' : `[${inner(schema.items)}]`;
      if (type !== 'object') return words[type] ?? type;
      const { properties = {}, required = [], additionalProperties } = schema;
      if (depth > 3) return '{…}';
      const fields = Object.entries(properties).map(([name, part]) => {
        const isOptional = !required.includes(name) || part.default !== undefined;
        return `${name}${isOptional ? '?' : ''}: ${inner(part)}`;
      });
      if (typeof additionalProperties === 'object') fields.push(`[key]: ${inner(additionalProperties)}`);
      return fields.length > 0 ? `{ ${fields.join(', ')} }` : '{}';
    })
    .join(' | ');
}

const typesOf = ({ type }: JsonSchema): readonly string[] =>
  type === undefined ? ['any value'] : typeof type === 'string' ? [type] : type;
