import type { RunConfig } from '../snapshot';
import type { StandardSchema } from '../standard-schema';
import { resolveConfig } from './resolve-config';
import { stepEntry, stepPath } from './step-config';

/** `context.config` of a step: its part of the run config, checked. Throws `InvalidConfig`. */
export const opConfig = (
  schema: StandardSchema | undefined,
  runConfig: RunConfig,
  stepKey: string,
  env: Readonly<Record<string, string>>,
): Promise<unknown> =>
  resolveConfig(schema, stepEntry(runConfig, stepKey).config, env, [...stepPath(stepKey), 'config']);
