import { decodeValue } from '../../artifacts/codecs/decode-value';
import { DagbookError } from '../../base/errors';
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
  return Object.fromEntries(values);
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
