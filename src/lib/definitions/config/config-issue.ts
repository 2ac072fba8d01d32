import type { Json } from '../../base/json';
import { didYouMean } from '../suggestion';
import { configPathText, isRecord, placeText, valueAt, type ConfigPath } from './config-path';

/** Something wrong in a config. */
export interface ConfigIssue {
  /** As Dagster writes it: `root:ops:clean:config:rows[1]`. */
  readonly path: string;
  readonly message: string;
  readonly remedy?: string;
}

/** An entry that is required and not there. `path` ends in its name. */
export interface MissingEntry {
  readonly missing: ConfigPath;
  /** What it could be. */
  readonly sample: Json;
  /** What it must be, in words. */
  readonly expected?: string;
}

export type ConfigProblem = ConfigIssue | MissingEntry;

export const isMissing = (problem: ConfigProblem): problem is MissingEntry => 'missing' in problem;

/**
 * All problems of a config as issues. An entry counts as missing where the config ends on the way to it, as in
 * Dagster: without any `ops` it is `ops` that is missing, with all that must be in it in the sample.
 */
export function configIssues(config: unknown, problems: readonly ConfigProblem[]): readonly ConfigIssue[] {
  const missing = new Map<string, { at: ConfigPath; name: string; sample: Json; expected?: string }>();
  for (const { missing: path, sample, expected } of problems.filter(isMissing)) {
    let depth = 0;
    while (depth < path.length - 1 && valueAt(config, path.slice(0, depth + 1)) !== undefined) depth++;
    const whole = path
      .slice(depth + 1)
      .reduceRight<Json>((inner, part) => ({ [String(part)]: inner }), sample);
    const key = configPathText(path.slice(0, depth + 1));
    const before = missing.get(key);
    missing.set(key, {
      at: path.slice(0, depth),
      name: String(path[depth]),
      sample: before ? merged(before.sample, whole) : whole,
      ...(depth === path.length - 1 && expected !== undefined && { expected }),
    });
  }
  return [
    ...problems.filter((problem): problem is ConfigIssue => !isMissing(problem)),
    ...[...missing.values()].map(missingIssue),
  ];
}

const missingIssue = ({
  at,
  name,
  sample,
  expected,
}: {
  readonly at: ConfigPath;
  readonly name: string;
  readonly sample: Json;
  readonly expected?: string;
}): ConfigIssue => ({
  path: configPathText(at),
  message: `Missing required config entry "${name}" ${placeText(at)}${expected === undefined ? '' : `, expected ${expected}`}`,
  remedy: `Sample config for the missing entry: ${JSON.stringify({ [name]: sample })}`,
});

/** An entry that nothing takes. `known` are those that could be there. */
export function unexpectedEntry(at: ConfigPath, name: string, known: readonly string[]): ConfigIssue {
  const entries = known.slice(0, 20).map((each) => `"${each}"`).join(', '); // prettier-ignore
  // One letter is near to every other.
  const others = known.filter((each) => each !== name && each.length > 1);
  const meant = name.length > 1 ? didYouMean(name, others) : '';
  return {
    path: configPathText(at),
    message: `Received unexpected config entry "${name}" ${placeText(at)}.${meant}`,
    remedy:
      known.length === 0
        ? 'Nothing can be given there: remove it.'
        : `Expected: ${entries}${known.length > 20 ? ` and ${known.length - 20} more` : ''}.`,
  };
}

/** An entry of the wrong type. */
export const wrongEntry = (at: ConfigPath, message: string, sample: string): ConfigIssue => ({
  path: configPathText(at),
  message: `Invalid config ${placeText(at)}: ${message}`,
  remedy: `For example: ${sample}.`,
});

function merged(a: Json, b: Json): Json {
  if (!isRecord(a) || !isRecord(b)) return a;
  const all: Record<string, Json> = { ...(a as Record<string, Json>) };
  for (const [name, value] of Object.entries(b as Record<string, Json>))
    all[name] = name in all ? merged(all[name]!, value) : value;
  return all;
}
