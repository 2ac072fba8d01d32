import { DagbookError } from '../base/errors';
import type { Json } from '../base/json';
import { isRecord, valueAt } from '../definitions/config/config-path';
import { stepPath } from '../definitions/config/step-config';
import type { RunConfig } from '../definitions/snapshot';

/** The run config lacks the values of inputs: all of them are said at once. */
export class MissingInputConfig extends DagbookError {
  static override readonly name: string = 'InvalidRunConfig';

  constructor(missing: readonly MissingInput[]) {
    super(missing.map(({ message }) => message).join('\n'), {
      remedy: missing.map(({ remedy }) => remedy).join('\n'),
    });
  }
}

/** What to say of one input without a value. */
export interface MissingInput {
  readonly message: string;
  readonly remedy: string;
}

/**
 * The value that a run config gives an input of a step: `ops.NAME.inputs.INPUT`, of a step inside graphs
 * `ops.GRAPH.ops.NAME.inputs.INPUT`. Dagster's form `{ value: … }` is read as the value in it.
 */
export function configInput(config: RunConfig | undefined, stepKey: string, input: string): Json | undefined {
  const given = valueAt(config, inputPath(stepKey, input)) as Json | undefined;
  return isRecord(given) && Object.keys(given).join() === 'value' ? (given['value'] as Json) : given;
}

/** `needed`: what the input stands for, where it is not the config that it was meant to come from. */
export function missingInput(stepKey: string, input: string, needed?: string): MissingInput {
  const path = inputPath(stepKey, input);
  return needed === undefined
    ? {
        message: `Missing required config entry "${input}" at path root:${path.slice(0, -1).join(':')}`,
        remedy: `Give it in the run config: ${path.join('.')}.`,
      }
    : {
        message: `Input "${input}" of ${stepKey} comes from ${needed}, which is not selected`,
        remedy: `Select that step, too, or give the value in the run config: ${path.join('.')}.`,
      };
}

const inputPath = (stepKey: string, input: string): readonly (string | number)[] => [
  ...stepPath(stepKey),
  'inputs',
  input,
];
