import { decodeValue } from '../../artifacts/codecs/decode-value';
import { DagbookError } from '../../base/errors';
import { assetKeyPath } from '../../definitions/asset-key';
import type { NodeDefinition } from '../../definitions/node-definition';
import { schemaRefusal } from '../../definitions/schema-refusal';
import type { InputValue, StepRequest } from '../../location/step-protocol';
import { loadInput, type ManagedStep } from './managed-values';

/** The values that a step's function is called with. `tell` hears of each that is there and has its type. */
export async function inputValues(
  node: NodeDefinition,
  inputs: StepRequest['inputs'],
  step: ManagedStep,
  tell: (name: string) => void,
): Promise<Readonly<Record<string, unknown>>> {
  const values: [string, unknown][] = [];
  for (const { name, value: sent } of inputs) {
    const value = await inputValue(sent, name, step);
    const refusal = await schemaRefusal(node.inputs.find((input) => input.name === name)?.type, value);
    if (refusal !== undefined) {
      throw new DagbookError(`${node.name}: input "${name}" has not its type: ${refusal}`, {
        name: 'TypeCheckFailed',
        remedy: 'Correct what makes the value, or the type of the input.',
      });
    }
    values.push([name, value]);
    tell(name);
  }
  return refusing(Object.fromEntries(values), node);
}

/** Who reads a value of what only comes first is told so, where JavaScript would say `undefined`. */
function refusing(values: Record<string, unknown>, { name, after = [] }: NodeDefinition) {
  for (const key of after) {
    const input = assetKeyPath(key).at(-1)!;
    if (input in values) continue;
    const get = () => {
      throw new DagbookError(
        `${name} has no input "${input}": ${key} is among its deps, which only come first`,
        {
          name: 'UnknownInput',
          remedy: `To load its value, name it in ins: { ${input}: new AssetIn("${key}") }.`,
        },
      );
    };
    Object.defineProperty(values, input, { get });
  }
  return values;
}

async function inputValue(sent: InputValue, name: string, step: ManagedStep): Promise<unknown> {
  switch (sent.type) {
    case 'bytes':
      return decodeValue(sent.value, step.modules);
    case 'json':
      return sent.value;
    case 'list': {
      const items: unknown[] = [];
      for (const item of sent.items) items.push(await inputValue(item, name, step));
      return items;
    }
    case 'partitions': {
      const items: [string, unknown][] = [];
      for (const [key, item] of Object.entries(sent.items))
        items.push([key, await inputValue(item, name, step)]);
      return Object.fromEntries(items);
    }
    case 'load':
      return loadInput(step, name, sent);
  }
}
