import { DagbookError } from '../base/errors';
import type { Json } from '../base/json';
import { kind } from './brand';

/** How an environment variable stands in a config: by name, never by value. */
export interface EnvReference {
  readonly env: string;
}

/**
 * In a config, the value of an environment variable at the time of the launch: `config: { token: new EnvVar("TOKEN") }`.
 * Where text does not fit the schema but the number or truth value that it spells does, that is taken (Dagster's
 * `IntSource`).
 */
export class EnvVar {
  readonly [kind] = 'EnvVar';
  readonly name: string;

  constructor(name: string) {
    if (typeof name !== 'string' || name === '')
      throw new DagbookError('EnvVar: it has no name', {
        name: 'InvalidDefinition',
        remedy: 'Give the name of an environment variable: new EnvVar("TOKEN").',
      });
    this.name = name;
  }

  toJSON(): EnvReference {
    return { env: this.name };
  }
}

/** The names of the variables that a config takes values from: Dagster's `{ env: NAME }`, at any depth. */
export function namedVariables(config: Json | undefined): readonly string[] {
  if (typeof config !== 'object' || config === null) return [];
  const entries = Object.entries(config);
  const [first] = entries;
  if (entries.length === 1 && first?.[0] === 'env' && typeof first[1] === 'string') return [first[1]];
  return [...new Set(entries.flatMap(([, value]) => namedVariables(value)))];
}
