import type { NodeDefinition, NodeOutput } from '$lib/definitions/node-definition';
import { stepOutputs } from '$lib/definitions/step-outputs';
import type { StepYield, WantedOutputs } from '$lib/definitions/step-yield';
import { z } from 'zod';

export const nodeOf = (outputs: readonly Partial<NodeOutput>[], checks: NodeDefinition['checks'] = []) =>
  ({
    name: 'step',
    inputs: [],
    outputs: outputs.map((output) => ({ name: 'result', isRequired: true, ...output })),
    checks,
    resources: [],
    compute: () => undefined,
  }) satisfies NodeDefinition;

/** A yield in short: what is empty is left out. */
const short = (yielded: StepYield) =>
  Object.fromEntries(
    Object.entries(yielded).filter(([name, value]) => name === 'value' || JSON.stringify(value) !== '{}'),
  );

/** What a step yields up to the error, and the error. */
export async function run(node: NodeDefinition, returned: unknown, wanted?: Partial<WantedOutputs>) {
  const yields: unknown[] = [];
  try {
    for await (const each of stepOutputs(node, returned, wanted)) yields.push(short(each));
    return { yields };
  } catch (error) {
    return { yields, error: `${(error as Error).name}: ${(error as Error).message}` };
  }
}

export const out = (output: string, value: unknown, more = {}) => ({
  type: 'output',
  output,
  value,
  ...more,
});
export const result = (value: unknown, more = {}) => out('result', value, more);

export const sole = nodeOf([{ assetKey: 'p/a' }]);
export const op = nodeOf([{}]);
export const two = nodeOf([
  { name: 'a', assetKey: 'a' },
  { name: 'b', assetKey: 'x/b' },
]);
export const maybe = nodeOf([
  { name: 'a', assetKey: 'a' },
  { name: 'b', assetKey: 'x/b', isRequired: false },
]);
export const named = nodeOf([{ name: 'total' }]);
export const split = nodeOf([{ name: 'parts', isDynamic: true }]);
export const int = nodeOf([{ type: z.int() }]);
export const dynamicInt = nodeOf([{ isDynamic: true, type: z.int() }]);
export const none = nodeOf([]);

export function* gen(...yielded: unknown[]) {
  yield* yielded;
}
