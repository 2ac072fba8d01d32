import { DagbookError } from '../base/errors';
import type { Json } from '../base/json';
import type { RunConfig } from '../definitions/snapshot';

/** The run config lacks the value of an input. */
export class MissingInputConfig extends DagbookError {
  static override readonly name: string = 'InvalidRunConfig';
}

/**
 * The value that a run config gives an input of a step: `ops.NAME.inputs.INPUT`, of a step inside graphs
 * `ops.GRAPH.ops.NAME.inputs.INPUT`. Dagster's form `{ value: … }` is read as the value in it.
 */
export function configInput(config: RunConfig | undefined, stepKey: string, input: string): Json | undefined {
  const given = inputPath(stepKey, input).reduce<Json | undefined>(
    (tree, name) => (isRecord(tree) && Object.hasOwn(tree, name) ? tree[name] : undefined),
    config,
  );
  return isRecord(given) && Object.keys(given).join() === 'value' ? given['value'] : given;
}

/** `needed`: what the input stands for, where it is not the config that it was meant to come from. */
export function missingInput(stepKey: string, input: string, needed?: string): MissingInputConfig {
  const path = inputPath(stepKey, input);
  return new MissingInputConfig(
    needed === undefined
      ? `Missing required config entry "${input}" at path root:${path.slice(0, -1).join(':')}`
      : `Input "${input}" of ${stepKey} comes from ${needed}, which is not selected`,
    {
      remedy:
        needed === undefined
          ? `Give it in the run config: ${path.join('.')}.`
          : `Select that step, too, or give the value in the run config: ${path.join('.')}.`,
    },
  );
}

const inputPath = (stepKey: string, input: string): readonly string[] => [
  ...stepKey.split('.').flatMap((name) => ['ops', name]),
  'inputs',
  input,
];

const isRecord = (value: Json | undefined): value is { readonly [key: string]: Json } =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
