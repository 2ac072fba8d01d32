import { DagbookError } from '../base/errors';
import { isKind } from './brand';
import { checkTags } from './definition-rules';
import type { MaterializeResult } from './materialize-result';
import { metadataEntries } from './metadata-entries';
import type { NodeDefinition, NodeOutput } from './node-definition';
import type { MetadataEntries } from './snapshot';
import { didYouMean } from './suggestion';

/** One asset that a step made. `value` is `undefined` where there is none to store. */
export interface StepOutputValue {
  readonly output: string;
  readonly value: unknown;
  readonly metadata: MetadataEntries;
  readonly dataVersion?: string;
  readonly tags: Readonly<Record<string, string>>;
}

/**
 * What a node's function returned, as the outputs it stands for, each as soon as it is known. Generators are run
 * here; what one returns at its end counts as if a plain function had returned it. Throws after the outputs that
 * were right (Dagster stores those too): `InvalidStepOutput` for an unknown asset, an output given twice, a required
 * one that did not come, or a thing that is no output.
 */
export async function* stepOutputs(node: NodeDefinition, returned: unknown): AsyncGenerator<StepOutputValue> {
  const given = new Set<NodeOutput>();
  const once = (output: NodeOutput, said: unknown): StepOutputValue => {
    if (given.has(output)) {
      throw invalid(node, `${output.assetKey} was given twice`, 'Return or yield each asset once.');
    }
    given.add(output);
    return outputValue(node, output, said);
  };

  let result = await returned;
  if (isGenerator(result)) {
    let next = await result.next();
    try {
      for (; !next.done; next = await result.next()) {
        if (!isResult(next.value)) {
          throw invalid(
            node,
            `a ${typeof next.value} was yielded`,
            'Yield new MaterializeResult({ value }).',
          );
        }
        yield once(outputOf(node, next.value), next.value);
      }
    } finally {
      if (!next.done) await result.return(undefined);
    }
    result = next.value;
    if (result === undefined) return requireAll(node, given);
  }
  for (const [output, said] of returnedOutputs(node, result)) yield once(output, said);
  requireAll(node, given);
}

/** What a plain function returned: a value, a result, a list of results, or an object of values by output name. */
function* returnedOutputs(node: NodeDefinition, returned: unknown): Generator<[NodeOutput, unknown]> {
  const results = Array.isArray(returned) ? returned : [returned];
  if (results.length > 0 && results.every(isResult)) {
    for (const result of results) yield [outputOf(node, result), result];
  } else if (isPlain(node)) {
    yield [node.outputs[0]!, returned];
  } else if (typeof returned === 'object' && returned !== null && !Array.isArray(returned)) {
    for (const [name, said] of Object.entries(returned)) yield [namedOutput(node, name), said];
  } else if (returned !== undefined) {
    const remedy = 'Return an object of values by output name, or yield MaterializeResults.';
    throw invalid(node, `a ${Array.isArray(returned) ? 'list' : typeof returned} was returned`, remedy);
  }
}

/** A plain `asset`, whose one output has Dagster's default name. */
const isPlain = ({ outputs }: NodeDefinition) => outputs.length === 1 && outputs[0]!.name === 'result';

const isResult = (value: unknown) => isKind<MaterializeResult<unknown>>(value, 'MaterializeResult');

function isGenerator(value: unknown): value is AsyncGenerator<unknown> | Generator<unknown> {
  return /^\[object (Async)?Generator\]$/.test(Object.prototype.toString.call(value));
}

function outputOf(node: NodeDefinition, { assetKey }: MaterializeResult<unknown>): NodeOutput {
  if (assetKey !== undefined) return namedOutput(node, assetKey);
  if (node.outputs.length === 1) return node.outputs[0]!;
  const remedy = `Give assetKey: one of ${node.outputs.map((output) => `"${output.assetKey}"`).join(', ')}.`;
  throw invalid(node, 'a MaterializeResult does not say of which asset it is', remedy);
}

function namedOutput(node: NodeDefinition, name: string): NodeOutput {
  const output =
    node.outputs.find(({ assetKey }) => assetKey === name) ??
    node.outputs.find((output) => output.name === name);
  if (output) return output;
  const names = node.outputs.map(({ assetKey }) => assetKey);
  throw invalid(
    node,
    `"${name}" is not one of its assets.${didYouMean(name, names)}`,
    `It makes ${names.map((key) => `"${key}"`).join(', ')}.`,
  );
}

function outputValue(node: NodeDefinition, { name }: NodeOutput, said: unknown): StepOutputValue {
  if (!isResult(said)) return { output: name, value: said, metadata: {}, tags: {} };
  const { value, metadata, dataVersion, tags } = said;
  for (const { message, remedy } of checkTags(tags)) throw invalid(node, message, remedy);
  return {
    output: name,
    value,
    metadata: metadataEntries(metadata),
    ...(dataVersion !== undefined && { dataVersion: String(dataVersion) }),
    tags,
  };
}

function requireAll(node: NodeDefinition, given: ReadonlySet<NodeOutput>): void {
  const missing = node.outputs.filter((output) => output.isRequired && !given.has(output));
  if (missing.length === 0) return;
  const keys = missing.map(({ assetKey }) => `"${assetKey}"`).join(', ');
  throw invalid(
    node,
    `it ended without giving ${keys}`,
    'Give every asset, or mark it as one that may be missing: new AssetOut({ isRequired: false }), or outputRequired: false on an asset.',
  );
}

const invalid = (node: NodeDefinition, message: string, remedy: string) =>
  new DagbookError(`${node.name}: ${message}`, { name: 'InvalidStepOutput', remedy });
