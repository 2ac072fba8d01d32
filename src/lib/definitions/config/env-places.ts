import { isKind } from '../brand';
import type { EnvReference, EnvVar } from '../env-var';
import { isRecord, valueAt, type ConfigPath } from './config-path';
import { alternativesOf, type JsonSchema } from './json-schema';

/** A place of a config that an environment variable fills. */
export interface EnvPlace {
  readonly path: ConfigPath;
  readonly name: string;
  /** Absent where the variable is not set. */
  readonly text?: string;
}

/**
 * The places where `{ env: NAME }` stands. Where the schema itself has an entry `env` there, it is that entry.
 */
export function envPlaces(
  raw: unknown,
  env: Readonly<Record<string, string>>,
  schemas: readonly JsonSchema[],
  root: JsonSchema,
  at: ConfigPath = [],
): readonly EnvPlace[] {
  if (isKind<EnvVar>(raw, 'EnvVar')) return envPlaces(raw.toJSON(), env, [], root, at);
  if (isEnvReference(raw) && !schemas.some(({ properties }) => properties && 'env' in properties)) {
    const { env: name } = raw;
    return [{ path: at, name, ...(Object.hasOwn(env, name) && { text: env[name]! }) }];
  }
  if (typeof raw !== 'object' || raw === null) return [];
  const entries = Array.isArray(raw) ? [...raw.entries()] : Object.entries(raw);
  return entries.flatMap(([key, value]) =>
    envPlaces(value, env, alternativesOf(schemas, key, root), root, [...at, key]),
  );
}

const isEnvReference = (value: unknown): value is EnvReference =>
  isRecord(value) && Object.keys(value).length === 1 && typeof value.env === 'string';

/** The config with values in their places; the value of a place that has none is left out. */
export function filledIn(raw: unknown, values: ReadonlyMap<ConfigPath, unknown>): unknown {
  if (values.size === 0) return raw;
  let whole = structuredClone(raw);
  for (const [path, value] of values) {
    if (path.length === 0) {
      whole = value;
      continue;
    }
    const parent = valueAt(whole, path.slice(0, -1)) as Record<string | number, unknown>;
    if (value === undefined && !Array.isArray(parent)) delete parent[path.at(-1)!];
    else parent[path.at(-1)!] = value;
  }
  return whole;
}

/** The number, truth value or null that a text spells, as JSON does. */
export function scalarOf(text: string): number | boolean | null | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'number' || typeof value === 'boolean' || value === null ? value : undefined;
  } catch {
    return undefined;
  }
}
