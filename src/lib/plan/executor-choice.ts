import { DagbookError } from '../base/errors';
import type { Json } from '../base/json';
import type { ExecutorChoice, RunConfig, TagConcurrencyLimit } from '../definitions/snapshot';

/** What a run gets that nobody chose an executor for. */
const multiprocess: ExecutorChoice = { type: 'multiprocess' };

/** Who may choose the executor of a run: the first that does is heard, and `execution.config` of the run over it. */
export function chooseExecutor(
  choices: readonly (ExecutorChoice | undefined)[],
  config: RunConfig | undefined,
): ExecutorChoice {
  const chosen = choices.find((choice) => choice !== undefined) ?? multiprocess;
  const execution = record(config?.['execution'])?.['config'];
  return execution === undefined ? chosen : withConfig(chosen, execution);
}

/** Dagster's forms: `{ maxConcurrent: 2 }`, and `{ multiprocess: {…} }` or `{ in_process: {…} }` around it. */
function withConfig(chosen: ExecutorChoice, config: Json): ExecutorChoice {
  const given = record(config);
  if (!given) throw wrong('', 'must be a record');
  const type = (['multiprocess', 'in_process'] as const).find((name) => Object.hasOwn(given, name));
  const path = type === undefined ? '' : `:${type}`;
  const options = type === undefined ? given : record(given[type]);
  if (!options) throw wrong(path, 'must be a record');
  if (type !== undefined && Object.keys(given).length > 1) throw wrong('', `can have nothing beside ${type}`);
  const result: { -readonly [Key in keyof ExecutorChoice]: ExecutorChoice[Key] } = {
    ...(type === undefined || type === chosen.type ? chosen : { type }),
  };
  for (const [name, value] of Object.entries(options)) {
    switch (name) {
      case 'maxConcurrent':
      case 'max_concurrent':
        if (typeof value !== 'number' || !Number.isInteger(value) || value < 0)
          throw wrong(`${path}:${name}`, 'must be a whole number from 0');
        result.maxConcurrent = value;
        break;
      case 'tagConcurrencyLimits':
      case 'tag_concurrency_limits':
        if (!Array.isArray(value)) throw wrong(`${path}:${name}`, 'must be a list');
        result.tagConcurrencyLimits = value.map((limit: Json, index) =>
          tagLimit(limit, `${path}:${name}[${index}]`),
        );
        break;
      default:
        throw wrong(`${path}:${name}`, 'is not an option; there are maxConcurrent and tagConcurrencyLimits');
    }
  }
  return result;
}

function tagLimit(given: Json, path: string): TagConcurrencyLimit {
  const limit = record(given);
  if (typeof limit?.['key'] !== 'string' || !Number.isInteger(limit['limit']))
    throw wrong(path, 'must have a key and a limit that is a whole number');
  const value = limit['value'];
  const perValue = record(value);
  const isPerValue = perValue?.['applyLimitPerUniqueValue'] ?? perValue?.['apply_limit_per_unique_value'];
  if (value !== undefined && typeof value !== 'string' && isPerValue !== true)
    throw wrong(`${path}:value`, 'must be a text or { applyLimitPerUniqueValue: true }');
  return {
    key: limit['key'],
    limit: limit['limit'] as number,
    ...(typeof value === 'string' && { value }),
    ...(isPerValue === true && { value: { applyLimitPerUniqueValue: true } }),
  };
}

const record = (value: Json | undefined): Readonly<Record<string, Json>> | undefined =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as Readonly<Record<string, Json>>)
    : undefined;

const wrong = (path: string, what: string) =>
  new DagbookError(`root:execution:config${path} ${what}`, {
    name: 'InvalidRunConfig',
    remedy: 'For example: { execution: { config: { maxConcurrent: 2 } } }.',
  });
