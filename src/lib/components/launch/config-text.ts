import type { Json } from '../../base/json';
import type { RunConfig } from '../../definitions/snapshot';
import type { ConfigIssue } from '../../instance/instance';

/** A config as text to edit; what is missing stands in it already, as the samples of the issues say it. */
export const configText = (config: RunConfig, issues: readonly ConfigIssue[]): string =>
  JSON.stringify(issues.reduce<Json>(withSample, config), undefined, 2);

/** The config that a text is; a problem with its line (from 1) where it is none. */
export function readConfig(
  text: string,
): { readonly config: RunConfig } | { readonly problem: string; readonly line: number } {
  try {
    const value: unknown = JSON.parse(text.trim() === '' ? '{}' : text);
    if (isRecord(value)) return { config: value };
    return { problem: '{ "ops": { … } }', line: 1 };
  } catch (thrown) {
    const problem = thrown instanceof Error ? thrown.message : String(thrown);
    const position = /position (\d+)/.exec(problem)?.[1];
    const before = text.slice(0, position === undefined ? text.length : Number(position));
    return { problem, line: before.split('\n').length };
  }
}

/** A config without the entries that nothing takes. */
export function withoutExtra(config: RunConfig, issues: readonly ConfigIssue[]): RunConfig {
  const extra = new Set(
    issues.filter(({ message }) => message.startsWith('Received unexpected')).map(issuePath), // prettier-ignore
  );
  const without = (value: Json, path: string): Json => {
    if (Array.isArray(value)) return value.map((each, index) => without(each, `${path}[${index}]`));
    if (!isRecord(value)) return value;
    const kept = Object.entries(value).filter(([name]) => !extra.has(`${path}:${name}`));
    return Object.fromEntries(kept.map(([name, each]) => [name, without(each, `${path}:${name}`)]));
  };
  return without(config, 'root') as RunConfig;
}

/** Where the entry is, or should be, that an issue is about. */
export function issuePath({ path, message }: ConfigIssue): string {
  const name = /^(?:Received unexpected|Missing required) config entry "(.*?)" at (?:the root|path root)/s.exec(message)?.[1]; // prettier-ignore
  return name === undefined ? path : `${path}:${name}`;
}

/** The remedy of a missing entry ends in a record to put at the issue's path. */
function withSample(config: Json, { path, remedy }: ConfigIssue): Json {
  const text = /^Sample config for the missing entry: (\{.*\})$/s.exec(remedy ?? '')?.[1];
  if (text === undefined) return config;
  const names = path.split(/:|\[|\]:?/).filter((name) => name !== '').slice(1); // prettier-ignore
  return put(config, names, JSON.parse(text) as Json);
}

function put(config: Json, [name, ...rest]: readonly string[], sample: Json): Json {
  if (name === undefined) return isRecord(config) && isRecord(sample) ? { ...sample, ...config } : sample;
  if (Array.isArray(config))
    return config.map((each, index) => (String(index) === name ? put(each, rest, sample) : each));
  const record = isRecord(config) ? config : {};
  return { ...record, [name]: put(record[name] ?? {}, rest, sample) };
}

const isRecord = (value: unknown): value is { readonly [name: string]: Json } =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
