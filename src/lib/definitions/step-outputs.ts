import { kind } from './brand';
import { StepLedger } from './step-ledger';
import { observations } from './step-observations';
import { outputYields } from './step-output-values';
import { assetEventYield, checkYield } from './step-events';
import type { NodeDefinition } from './node-definition';
import { namedOutput, soleOutput, stepShape, type ShapeOutput, type StepShape } from './step-shape';
import { isStepEvent, stepStatements, type Statement } from './step-statements';
import type { StepYield, WantedOutputs } from './step-yield';

/**
 * What a node's function returned or yielded, as what it stands for, each as soon as it is known. Generators are run
 * here; what one returns at its end counts as if a plain function had returned it. Without `wanted`, all that the node
 * has is wanted.
 *
 * Throws after all that was right (Dagster stores that too): `InvalidStepOutput` for an unknown, unwanted or repeated
 * output or check, or one that is required and did not come; `TypeCheckFailed` after a value was refused;
 * `AssetCheckFailed` at the very end, where a blocking check of severity `ERROR` failed.
 */
export async function* stepOutputs(
  node: NodeDefinition,
  returned: unknown,
  wanted: Partial<WantedOutputs> = {},
): AsyncGenerator<StepYield> {
  const shape = stepShape(node, wanted);
  const ledger = new StepLedger(shape);
  for await (const statement of stepStatements(shape, returned)) yield* read(shape, ledger, statement);
  ledger.close();
}

async function* read(
  shape: StepShape,
  ledger: StepLedger,
  { said, output }: Statement,
): AsyncGenerator<StepYield> {
  if (output?.isDynamic && Array.isArray(said)) {
    for (const member of said) yield* read(shape, ledger, { said: member, output });
    return;
  }
  if (!isStepEvent(said)) return yield* valueYields(shape, ledger, output!, said);
  switch (said[kind]) {
    case 'AssetMaterialization':
    case 'AssetObservation':
      return yield assetEventYield(shape, said);
    case 'AssetCheckResult': {
      const [check, found] = checkYield(shape, said);
      ledger.takeCheck(check, found);
      return yield found;
    }
    case 'Output':
    case 'DynamicOutput': {
      const target =
        output ?? (said.outputName === undefined ? undefined : namedOutput(shape, said.outputName));
      return yield* valueYields(shape, ledger, target ?? soleOutput(shape, said[kind]), said);
    }
    case 'MaterializeResult':
    case 'ObserveResult': {
      const target = output ?? (said.assetKey === undefined ? undefined : namedOutput(shape, said.assetKey));
      const made = target ?? soleOutput(shape, said[kind]);
      yield* valueYields(shape, ledger, made, said);
      for (const result of said.checkResults) {
        const [check, found] = checkYield(shape, result, made.assetKey);
        ledger.takeCheck(check, found);
        yield found;
      }
    }
  }
}

async function* valueYields(
  shape: StepShape,
  ledger: StepLedger,
  output: ShapeOutput,
  said: unknown,
): AsyncGenerator<StepYield> {
  const isObservation = output.isObservation || (isStepEvent(said) && said[kind] === 'ObserveResult');
  ledger.takeOutput(output, said);
  if (isObservation) yield* observations(shape, output, said);
  else yield* outputYields(shape, output, said);
}
