import { DagbookError } from '../../base/errors';
import type { StandardSchema } from '../standard-schema';
import { checkConfig, checkConfigNow, type CheckedConfig } from './check-config';
import { configIssues, type ConfigIssue } from './config-issue';
import type { ConfigPath } from './config-path';

/**
 * The value of a config: variables in their places, checked, defaults filled in; without a schema as it was given.
 * Throws `InvalidConfig` with everything that is wrong.
 */
export async function resolveConfig(
  schema: StandardSchema | undefined,
  raw: unknown,
  env: Readonly<Record<string, string>>,
  at: ConfigPath = [],
): Promise<unknown> {
  return valueOf(await checkConfig(schema, raw, env, at), raw, at);
}

/** The same at once. Throws `AsynchronousSchema` where the schema answers later. */
export const resolveConfigNow: (...given: Parameters<typeof resolveConfig>) => unknown = (
  schema,
  raw,
  env,
  at = [],
) => valueOf(checkConfigNow(schema, raw, env, at), raw, at);

function valueOf({ value, problems }: CheckedConfig, raw: unknown, at: ConfigPath): unknown {
  if (problems.length === 0) return value;
  throw invalidConfig(configIssues(raw === undefined ? {} : nested(raw, at), problems));
}

/** One error for all issues. */
export function invalidConfig(issues: readonly ConfigIssue[]): DagbookError {
  const remedies = new Set(issues.flatMap(({ remedy }) => remedy ?? []));
  return new DagbookError(issues.map(({ message }) => message).join('\n'), {
    name: 'InvalidConfig',
    remedy: [...remedies].slice(0, 5).join('\n'),
  });
}

const nested = (raw: unknown, at: ConfigPath): unknown =>
  at.reduceRight<unknown>((inner, part) => ({ [String(part)]: inner }), raw);
