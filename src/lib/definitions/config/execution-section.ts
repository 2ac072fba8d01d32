import { unexpectedEntry, wrongEntry, type ConfigIssue } from './config-issue';
import { isRecord, type ConfigPath } from './config-path';

export const executors = ['in_process', 'multiprocess'];
const options = ['maxConcurrent', 'tagConcurrencyLimits'];
const dagsterNames: Readonly<Record<string, string>> = {
  max_concurrent: 'maxConcurrent',
  tag_concurrency_limits: 'tagConcurrencyLimits',
};

/**
 * All that is wrong with the `execution` section: `config` holds the options of the run's executor, or one executor by
 * name with its options: `{ config: { multiprocess: { maxConcurrent: 2 } } }`. Dagster's snake_case is taken too.
 */
export function executionIssues(section: unknown): readonly ConfigIssue[] {
  if (section === undefined) return [];
  const at = ['execution'];
  if (!isRecord(section)) return [wrongEntry(at, 'a record is expected', '{ config: { maxConcurrent: 2 } }')];
  return [
    ...Object.keys(section).flatMap((name) =>
      name === 'config' ? [] : [unexpectedEntry(at, name, ['config'])],
    ),
    ...('config' in section ? configIssues(section['config'], [...at, 'config']) : []),
  ];
}

function configIssues(config: unknown, at: ConfigPath): readonly ConfigIssue[] {
  if (!isRecord(config)) return [wrongEntry(at, 'a record is expected', '{ maxConcurrent: 2 }')];
  const named = Object.keys(config).filter((name) => executors.includes(name));
  if (named.length > 1) return [wrongEntry(at, 'only one executor can be given', `{ ${named[0]}: {} }`)];
  const [executor] = named;
  if (executor === undefined) return optionIssues(config, at, [...executors, ...options]);
  const beside = Object.keys(config).filter((name) => name !== executor);
  const inner = config[executor];
  return [
    ...beside.map((name) => unexpectedEntry(at, name, [executor])),
    ...(isRecord(inner)
      ? optionIssues(inner, [...at, executor], options)
      : [wrongEntry([...at, executor], 'a record is expected', '{ maxConcurrent: 2 }')]),
  ];
}

const optionIssues = (
  given: Readonly<Record<string, unknown>>,
  at: ConfigPath,
  known: readonly string[],
): readonly ConfigIssue[] =>
  Object.entries(given).flatMap(([name, value]): readonly ConfigIssue[] => {
    const here = [...at, name];
    switch (dagsterNames[name] ?? name) {
      case 'maxConcurrent':
        return isCount(value) ? [] : [wrongEntry(here, 'a whole number from 0 is expected', '4')];
      case 'tagConcurrencyLimits':
        return Array.isArray(value)
          ? value.flatMap((limit, index) => limitIssues(limit, [...here, index]))
          : [wrongEntry(here, 'a list is expected', '[{ key: "database", limit: 1 }]')];
      default:
        return [unexpectedEntry(at, name, known)];
    }
  });

function limitIssues(limit: unknown, at: ConfigPath): readonly ConfigIssue[] {
  const sample = '{ key: "database", limit: 1 }';
  if (!isRecord(limit) || typeof limit['key'] !== 'string' || !isCount(limit['limit']))
    return [wrongEntry(at, 'a key and a limit, a whole number, are expected', sample)];
  const { value } = limit;
  const perValue =
    isRecord(value) && (value['applyLimitPerUniqueValue'] ?? value['apply_limit_per_unique_value']);
  if (value !== undefined && typeof value !== 'string' && perValue !== true)
    return [wrongEntry([...at, 'value'], 'text is expected', '{ applyLimitPerUniqueValue: true }')];
  return Object.keys(limit)
    .filter((name) => !['key', 'value', 'limit'].includes(name))
    .map((name) => unexpectedEntry(at, name, ['key', 'value', 'limit']));
}

const isCount = (value: unknown): boolean => Number.isInteger(value) && (value as number) >= 0;
