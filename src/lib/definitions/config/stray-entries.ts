import type { RuntimeDefinitions } from '../node-definition';
import { unexpectedEntry, type ConfigIssue } from './config-issue';
import { configPathText, isRecord, placeText, type ConfigPath } from './config-path';
import { stepPath } from './step-config';
import type { RunConfigRequest } from './validate-run-config';

/** A graph has `ops`, an op `config` and `inputs`. */
type Level = Map<string, Level | { readonly configInputs: readonly string[] | undefined }>;

/** Entries of `ops` that are no step of the run, at any depth. */
export function strayOps({
  config,
  steps,
  otherSteps = [],
}: Pick<RunConfigRequest, 'config' | 'steps' | 'otherSteps'>): readonly ConfigIssue[] {
  const top: Level = new Map();
  const add = (key: string, configInputs: readonly string[] | undefined) => {
    const names = stepPath(key).filter((_, index) => index % 2 === 1) as string[];
    let level = top;
    for (const name of names.slice(0, -1)) {
      const inner = level.get(name);
      if (inner instanceof Map) level = inner;
      else level.set(name, (level = new Map()));
    }
    level.set(names.at(-1)!, { configInputs });
  };
  for (const key of otherSteps) add(key, undefined);
  for (const { key, configInputs } of steps) add(key, configInputs);
  return strayAt(config['ops'], top, ['ops']);
}

function strayAt(given: unknown, level: Level, at: ConfigPath): readonly ConfigIssue[] {
  if (given === undefined) return [];
  if (!isRecord(given)) return [expectedRecord(at, 'a record with an entry for each op')];
  return Object.entries(given).flatMap(([name, entry]) => {
    const inner = level.get(name);
    const here = [...at, name];
    if (!inner) return [unexpectedEntry(at, name, [...level.keys()])];
    const isGraph = inner instanceof Map;
    if (!isGraph && !inner.configInputs) return [];
    const fields = isGraph ? ['ops'] : inner.configInputs!.length > 0 ? ['config', 'inputs'] : ['config'];
    if (!isRecord(entry))
      return [expectedRecord(here, `a record with ${fields.map((field) => `"${field}"`).join(', ')}`)];
    const stray = Object.keys(entry)
      .filter((field) => !fields.includes(field))
      .map((field) => unexpectedEntry(here, field, fields));
    const below = isGraph
      ? strayAt(entry['ops'], inner, [...here, 'ops'])
      : strayInputs(entry['inputs'], inner.configInputs!, [...here, 'inputs']);
    return [...stray, ...below];
  });
}

function strayInputs(given: unknown, known: readonly string[], at: ConfigPath): readonly ConfigIssue[] {
  if (given === undefined || known.length === 0) return [];
  if (!isRecord(given)) return [expectedRecord(at, 'a record of values by input')];
  return Object.keys(given)
    .filter((name) => !known.includes(name))
    .map((name) => unexpectedEntry(at, name, known));
}

/** Entries of `resources` that the location does not define. */
export function strayResources(
  { config }: Pick<RunConfigRequest, 'config'>,
  { resources }: Pick<RuntimeDefinitions, 'resources'>,
): readonly ConfigIssue[] {
  const given = config['resources'];
  if (given === undefined) return [];
  if (!isRecord(given)) return [expectedRecord(['resources'], 'a record with an entry for each resource')];
  return Object.entries(given).flatMap(([key, entry]) => {
    const here = ['resources', key];
    if (!resources.has(key)) return [unexpectedEntry(['resources'], key, [...resources.keys()])];
    if (!isRecord(entry)) return [expectedRecord(here, 'a record with "config"')];
    return Object.keys(entry)
      .filter((field) => field !== 'config')
      .map((field) => unexpectedEntry(here, field, ['config']));
  });
}

export const expectedRecord = (at: ConfigPath, what: string): ConfigIssue => ({
  path: configPathText(at),
  message: `Invalid config ${placeText(at)}: ${what} is expected`,
  remedy: 'For example: { ops: { clean: { config: { n: 1 } } } }.',
});
