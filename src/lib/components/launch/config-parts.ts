import { startsWith, type ConfigPath } from '../../definitions/config/config-path';
import { alternatives, alternativesOf, type JsonSchema } from '../../definitions/config/json-schema';
import { executors } from '../../definitions/config/execution-section';
import { levels } from '../../definitions/config/loggers-section';
import { resourcePath } from '../../definitions/config/resource-config';
import { sampleOf, shapeText } from '../../definitions/config/schema-words';
import { stepPath } from '../../definitions/config/step-config';
import type { Json } from '../../base/json';
import type { DefinitionsSnapshot } from '../../definitions/snapshot';

/** A part of a run config with a schema of its own. */
export interface ConfigPart {
  readonly at: ConfigPath;
  readonly schema: JsonSchema;
  readonly description?: string;
}

/** An entry that a record of a config may have. */
export interface ConfigEntry {
  readonly name: string;
  /** What it must be, in few words. */
  readonly shape: string;
  readonly isRequired: boolean;
  readonly default?: Json;
  readonly description?: string;
  /** A value that would do. */
  readonly sample: Json;
}

/** What the config of a run may say: of a job, or of any assets of the location. */
export function configParts(
  { steps, resources, jobs }: Pick<DefinitionsSnapshot, 'steps' | 'resources' | 'jobs'>,
  jobName?: string,
): readonly ConfigPart[] {
  const own = jobs.find(({ name }) => name === jobName)?.steps ?? steps;
  return [
    ...own.flatMap(({ key, configSchema, inputs, description }) => [
      ...partOf([...stepPath(key), 'config'], configSchema, description),
      ...inputs.flatMap(({ name, source }) =>
        source.type === 'config' ? partOf([...stepPath(key), 'inputs', name], {}) : [],
      ),
    ]),
    ...resources.flatMap(({ key, configSchema, description }) =>
      partOf(resourcePath(key), configSchema, description),
    ),
    { at: ['execution', 'config'], schema: executionSchema },
    { at: ['loggers', 'console', 'config', 'logLevel'], schema: { enum: levels } },
  ];
}

const partOf = (at: ConfigPath, schema: Json | undefined, description?: string): readonly ConfigPart[] =>
  schema === undefined ? [] : [{ at, schema: schema as JsonSchema, ...(description && { description }) }];

const executorOptions: JsonSchema['properties'] = {
  maxConcurrent: { type: 'integer' },
  tagConcurrencyLimits: {
    type: 'array',
    items: {
      type: 'object',
      properties: { key: { type: 'string' }, value: { type: 'string' }, limit: { type: 'integer' } },
      required: ['key', 'limit'],
    },
  },
};

const executionSchema: JsonSchema = {
  type: 'object',
  properties: {
    ...Object.fromEntries(executors.map((name) => [name, { type: 'object', properties: executorOptions }])),
    ...executorOptions,
  },
};

/** The entries that may stand in the record at `path`; none where no schema tells any. */
export function entriesAt(parts: readonly ConfigPart[], path: ConfigPath): readonly ConfigEntry[] {
  const inside = partAround(parts, path);
  if (inside) return schemasAt(inside, path).flatMap((schema) => entriesOf(schema, inside.schema));
  const below = parts.filter(({ at }) => startsWith(at, path) && at.length > path.length);
  return [...Map.groupBy(below, ({ at }) => String(at[path.length]))].map(([name, [part]]) => ({
    ...(part!.at.length === path.length + 1
      ? entryOf(name, part!.schema, part!.schema, false)
      : { name, shape: '{ … }', isRequired: false, sample: {} }),
    ...(part!.description && part!.at.length <= path.length + 2 && { description: part!.description }),
  }));
}

/** Values of a list that is known: of an enum, `true` and `false`, the default. */
export function valuesAt(parts: readonly ConfigPart[], path: ConfigPath): readonly Json[] {
  const part = partAround(parts, path);
  const values = (part ? schemasAt(part, path) : []).flatMap(({ const: only, enum: several, type, default: given }) => [
    ...(given === undefined ? [] : [given]),
    ...(only === undefined ? [] : [only]),
    ...(several ?? []),
    ...(type === 'boolean' ? [true, false] : type === 'null' ? [null] : []),
  ]); // prettier-ignore
  return [...new Map(values.map((value) => [JSON.stringify(value), value])).values()];
}

const partAround = (parts: readonly ConfigPart[], path: ConfigPath): ConfigPart | undefined =>
  parts.find(({ at }) => startsWith(path, at));

const schemasAt = ({ at, schema }: ConfigPart, path: ConfigPath): readonly JsonSchema[] =>
  path
    .slice(at.length)
    .reduce((schemas, name) => alternativesOf(schemas, name, schema), alternatives(schema, schema));

const entriesOf = (
  { properties = {}, required = [] }: JsonSchema,
  root: JsonSchema,
): readonly ConfigEntry[] =>
  Object.entries(properties).map(([name, schema]) => entryOf(name, schema, root, required.includes(name)));

function entryOf(name: string, schema: JsonSchema, root: JsonSchema, isRequired: boolean): ConfigEntry {
  const schemas = alternatives(schema, root);
  return {
    name,
    shape: shapeText(schemas, root),
    isRequired: isRequired && schema.default === undefined,
    sample: schema.default ?? sampleOf(schemas, root),
    ...(schema.default !== undefined && { default: schema.default }),
    ...(schema.description !== undefined && { description: schema.description }),
  };
}
