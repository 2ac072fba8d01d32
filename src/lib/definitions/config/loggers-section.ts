import type { RunConfig } from '../snapshot';
import { unexpectedEntry, wrongEntry, type ConfigIssue } from './config-issue';
import { isRecord, valueAt, type ConfigPath } from './config-path';

export const levels = ['DEBUG', 'INFO', 'WARNING', 'ERROR', 'CRITICAL'];
const fields = ['logLevel', 'log_level'];

/**
 * All that is wrong with the `loggers` section: `{ console: { config: { logLevel: 'INFO' } } }`, Dagster's one logger
 * that every job has. Its snake_case and levels in lower case are taken too.
 */
export const loggerIssues = (section: unknown): readonly ConfigIssue[] =>
  section === undefined ? [] : issuesIn(section, ['loggers'], [['console'], ['config'], fields]);

function issuesIn(
  given: unknown,
  at: ConfigPath,
  [known, ...inner]: readonly (readonly string[])[],
): readonly ConfigIssue[] {
  if (!known)
    return isLevel(given) ? [] : [wrongEntry(at, `one of ${levels.join(', ')} is expected`, '"INFO"')];
  if (!isRecord(given)) return [wrongEntry(at, 'a record is expected', `{ ${known[0]}: … }`)];
  return Object.entries(given).flatMap(([name, value]) =>
    known.includes(name) ? issuesIn(value, [...at, name], inner) : [unexpectedEntry(at, name, known)],
  );
}

const isLevel = (given: unknown): given is string =>
  typeof given === 'string' && levels.includes(given.toUpperCase());

/** Whether a run with this config stores what is logged at `level`: everything, where it names no lowest level. */
export function isLogged(level: string, config: RunConfig | undefined): boolean {
  const lowest = fields
    .map((field) => valueAt(config, ['loggers', 'console', 'config', field]))
    .find((given) => given !== undefined);
  return !isLevel(lowest) || levels.indexOf(level) >= levels.indexOf(lowest.toUpperCase());
}
