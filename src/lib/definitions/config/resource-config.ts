import type { Json } from '../../base/json';
import type { IOManagerDefinition } from '../io-manager';
import { plainJson } from '../plain-json';
import type { ResourceDefinition } from '../resource';
import type { RunConfig } from '../snapshot';
import { isRecord, valueAt, type ConfigPath } from './config-path';
import { resolveConfig } from './resolve-config';

type Configured = Pick<ResourceDefinition | IOManagerDefinition, 'options'>;

export const resourcePath = (key: string): ConfigPath => ['resources', key, 'config'];

/** The config of a resource before it is checked: what the run config gives, entry by entry over the definition's. */
export function rawResourceConfig(
  key: string,
  { options }: Configured,
  runConfig: RunConfig,
): Json | undefined {
  const own = options.config === undefined ? undefined : plainJson(options.config);
  const given = valueAt(runConfig, resourcePath(key)) as Json | undefined;
  if (given === undefined) return own;
  return isRecord(own) && isRecord(given) ? { ...(own as object), ...(given as object) } : given;
}

/** `context.config` of a resource or IO manager. Throws `InvalidConfig`. */
export const resourceConfig = (
  key: string,
  definition: Configured,
  runConfig: RunConfig,
  env: Readonly<Record<string, string>>,
): Promise<unknown> =>
  resolveConfig(
    definition.options.configSchema,
    rawResourceConfig(key, definition, runConfig),
    env,
    resourcePath(key),
  );
