import type { Json } from '../../base/json';
import type { RunConfig } from '../snapshot';
import { valueAt, type ConfigPath } from './config-path';

/** Where a step's entry is in a run config: `recipes.clean` → `ops`, `recipes`, `ops`, `clean`. */
export const stepPath = (stepKey: string): ConfigPath =>
  stepKey
    .replace(/\[[^\]]*\]/g, '')
    .split('.')
    .flatMap((name) => ['ops', name]);

/** What the run config gives a step: its `config`, and its `inputs` by name. All copies of a mapped step share it. */
export function stepEntry(
  config: RunConfig,
  stepKey: string,
): { readonly config?: Json; readonly inputs?: Json } {
  const entry = valueAt(config, stepPath(stepKey));
  return typeof entry === 'object' && entry !== null ? entry : {};
}
