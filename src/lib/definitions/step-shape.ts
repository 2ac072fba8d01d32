import { DagbookError } from '../base/errors';
import type { NodeCheck, NodeDefinition, NodeOutput } from './node-definition';
import type { WantedOutputs } from './step-yield';
import { didYouMean } from './suggestion';

export interface ShapeOutput extends NodeOutput {
  readonly isWanted: boolean;
}

export interface ShapeCheck extends NodeCheck {
  readonly isWanted: boolean;
  readonly blocking: boolean;
}

/** What a step can yield: what its node says, with what this step of it says. */
export interface StepShape {
  readonly name: string;
  readonly outputs: readonly ShapeOutput[];
  readonly checks: readonly ShapeCheck[];
  readonly partitionKeys: readonly string[];
}

export function stepShape(node: NodeDefinition, wanted: Partial<WantedOutputs> = {}): StepShape {
  const { outputs = node.outputs, partitionKeys = [] } = wanted;
  const checks = wanted.checks ?? node.checks.map((check) => ({ ...check, blocking: false }));
  return {
    name: node.name,
    outputs: node.outputs.map((output) => {
      const chosen = outputs.find(({ name }) => name === output.name);
      return {
        ...output,
        assetKey: chosen?.assetKey ?? output.assetKey,
        isRequired: chosen?.isRequired ?? output.isRequired,
        isWanted: chosen !== undefined,
      };
    }),
    checks: node.checks.map((check) => {
      const chosen = checks.find(({ assetKey, name }) => assetKey === check.assetKey && name === check.name);
      return { ...check, isWanted: chosen !== undefined, blocking: chosen?.blocking ?? false };
    }),
    partitionKeys,
  };
}

/** What errors call an output: its asset's key, where it is one. */
export const titleOf = ({ name, assetKey }: NodeOutput): string => assetKey ?? name;

/** The output of a name or asset key. */
export function namedOutput(shape: StepShape, name: string): ShapeOutput {
  const output =
    shape.outputs.find(({ assetKey }) => assetKey === name) ??
    shape.outputs.find((each) => each.name === name) ??
    shape.outputs.find(({ writtenKey }) => writtenKey === name);
  if (output) return output;
  const titles = shape.outputs.map(titleOf);
  throw invalid(
    shape,
    `"${name}" is not one of its outputs.${didYouMean(name, titles)}`,
    titles.length > 0 ? `It makes ${quoted(titles)}.` : 'It makes none.',
  );
}

export function soleOutput(shape: StepShape, what: string): ShapeOutput {
  if (shape.outputs.length === 1) return shape.outputs[0]!;
  const field = what === 'Output' || what === 'DynamicOutput' ? 'outputName' : 'assetKey';
  throw invalid(
    shape,
    `${article(what)} ${what} does not say of which output it is`,
    shape.outputs.length > 0
      ? `Give ${field}: one of ${quoted(shape.outputs.map(titleOf))}.`
      : 'The step has no outputs.',
  );
}

/** At most ten of a list of names, in quotes. */
export const quoted = (names: readonly string[]): string =>
  names
    .slice(0, 10)
    .map((name) => `"${name}"`)
    .join(', ') + (names.length > 10 ? ` and ${names.length - 10} more` : '');

const article = (word: string) => (/^[AEIOU]/.test(word) ? 'an' : 'a');

export const invalid = (
  { name: node }: { readonly name: string },
  message: string,
  remedy: string,
  name = 'InvalidStepOutput',
) => new DagbookError(`${node}: ${message}`, { name, remedy });
