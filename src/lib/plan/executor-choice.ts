import { DagbookError } from '../base/errors';
import { isRecord } from '../definitions/config/config-path';
import { executionIssues } from '../definitions/config/execution-section';
import { checkExecutor } from '../definitions/job-rules';
import type { ExecutorChoice, RunConfig, TagConcurrencyLimit } from '../definitions/snapshot';

/** What a run gets that nobody chose an executor for. */
const multiprocess: ExecutorChoice = { type: 'multiprocess' };

/**
 * Who may choose the executor of a run: the first that does is heard, and `execution.config` of the run config over
 * it: `{ maxConcurrent: 2 }`, or an executor by name with its options, `{ multiprocess: { maxConcurrent: 2 } }`.
 * Throws `InvalidRunConfig` where it is neither, or where there is no such executor.
 */
export function chooseExecutor(
  choices: readonly (ExecutorChoice | undefined)[],
  config: RunConfig | undefined,
): ExecutorChoice {
  const chosen = choices.find((choice) => choice !== undefined) ?? multiprocess;
  const section = config?.['execution'];
  const issues = [...checkExecutor(chosen), ...executionIssues(section)];
  if (issues.length > 0)
    throw new DagbookError(issues.map(({ message }) => message).join('\n'), {
      name: 'InvalidRunConfig',
      remedy: issues[0]?.remedy,
    });
  const given = isRecord(section) ? section['config'] : undefined;
  if (!isRecord(given)) return chosen;
  const type = (['multiprocess', 'in_process'] as const).find((name) => Object.hasOwn(given, name));
  const options = (type === undefined ? given : given[type]) as Readonly<Record<string, unknown>>;
  const maxConcurrent = options['maxConcurrent'] ?? options['max_concurrent'];
  const limits = options['tagConcurrencyLimits'] ?? options['tag_concurrency_limits'];
  return {
    ...(type === undefined || type === chosen.type ? chosen : { type }),
    ...(maxConcurrent !== undefined && { maxConcurrent: maxConcurrent as number }),
    ...(limits !== undefined && { tagConcurrencyLimits: (limits as readonly GivenLimit[]).map(tagLimit) }),
  };
}

type GivenLimit = Pick<TagConcurrencyLimit, 'key' | 'limit'> & { readonly value?: unknown };

const tagLimit = ({ key, limit, value }: GivenLimit): TagConcurrencyLimit => ({
  key,
  limit,
  ...(typeof value === 'string' && { value }),
  ...(isRecord(value) && { value: { applyLimitPerUniqueValue: true } }),
});
