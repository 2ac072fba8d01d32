import type { AssetDefinition } from './asset';
import { compose } from './composition/compose';
import { isDynamicHandle, isHandle, type ComposedHandle } from './composition/composed-handle';
import type { OutputOrigin } from './composition/composition';
import type { LocatedViolation } from './definition-error';
import type { NameOf } from './definition-names';
import { isSeveral, type DraftOutput, type NodeDraft } from './node-draft';
import { didYouMean } from './suggestion';

/** A draft of a graph with what its body says: its ops, and which of their outputs are its assets. */
export function draftGraph(draft: NodeDraft, nameOf: NameOf): NodeDraft {
  const definition = draft.definition as AssetDefinition;
  const composed = compose({
    body: definition.compute as (inputs: never) => unknown,
    assetInputs: Object.keys(draft.ins),
    prefix: `${draft.name}.`,
    nameOf,
  });
  const violations: LocatedViolation[] = [...draft.violations, ...composed.problems];
  const origins = new Map<string, OutputOrigin>();
  if (composed.problems.length === 0) {
    for (const [output, answer] of answersFor(draft, composed.answer, violations)) {
      const origin = originOf(output, answer, violations);
      if (origin) origins.set(output.name, origin);
    }
  }
  violations.push(...sharedOutputs(origins));
  const assets = draft.assets.map((asset) => {
    const origin = origins.get(asset.output);
    if (!origin) return asset;
    const { key, op } = origin.invocation;
    const out = op.outs.find(([name]) => name === origin.output)?.[1];
    const { isRequired = true } = (out?.options ?? {}) as { isRequired?: boolean };
    return { ...asset, step: key, output: origin.output, isRequired: asset.isRequired && isRequired };
  });
  return { ...draft, assets, composed, origins, violations };
}

/** What the body answered for each output: one handle, or a record by output name, or a list in their order. */
function answersFor(
  { definition, outputs }: NodeDraft,
  answer: unknown,
  violations: LocatedViolation[],
): readonly (readonly [DraftOutput, unknown])[] {
  if (!isSeveral(definition)) return outputs.map((output) => [output, answer]);
  if (typeof answer === 'object' && answer !== null && !isHandle(answer) && !isDynamicHandle(answer)) {
    const isList = Array.isArray(answer);
    const names = isList ? [] : Object.keys(answer);
    for (const name of names) {
      if (outputs.some((output) => output.name === name)) continue;
      const known = outputs.map((output) => output.name);
      violations.push({
        message: `its body returns "${name}", which is not one of its outs.${didYouMean(name, known)}`,
        remedy: `Its outs are ${known.join(', ')}.`,
      });
    }
    if (isList && answer.length !== outputs.length) {
      violations.push({
        message: `its body returns a list of ${answer.length}, and it has ${outputs.length} outs`,
        remedy: 'Return one handle for each, in their order; or an object by output name.',
      });
      return [];
    }
    return outputs.map((output, index) => [
      output,
      isList ? answer[index] : (answer as Record<string, unknown>)[output.name],
    ]);
  }
  if (outputs.length === 1) return [[outputs[0]!, answer]];
  violations.push({
    message: 'its body does not return its outputs',
    remedy: 'Return an object of handles by output name, or a list in the order of outs.',
  });
  return [];
}

function originOf(
  { name, assetKey }: DraftOutput,
  answer: unknown,
  violations: LocatedViolation[],
): OutputOrigin | undefined {
  const refuse = (message: string, remedy: string) => void violations.push({ message, remedy });
  const what = `asset "${assetKey}"`;
  if (isDynamicHandle(answer))
    return refuse(
      `${what} is a dynamic output, which has many values`,
      'Collect it, and make one value in an op.',
    );
  if (!isHandle(answer)) {
    const remedy = 'Return the handle that an op of its body answers.';
    return refuse(`its body returns no output for ${name === 'result' ? 'it' : `output "${name}"`}`, remedy);
  }
  const { origin, mappedOver } = answer as ComposedHandle;
  if (mappedOver.length > 0)
    return refuse(`${what} is made by a step that is mapped`, 'Collect it, and make one value in an op.');
  if (origin.type === 'output') return origin;
  return refuse(
    `${what} is not the output of an op but ${origin.type === 'input' ? 'an input' : 'a list of values'}`,
    'Let an op of its body make it.',
  );
}

/** One output cannot be two assets. */
function sharedOutputs(origins: ReadonlyMap<string, OutputOrigin>): readonly LocatedViolation[] {
  const first = new Map<string, string>();
  return [...origins].flatMap(([name, { invocation, output }]) => {
    const handle = `${invocation.key}.${output}`;
    const other = first.get(handle);
    first.set(handle, other ?? name);
    if (other === undefined) return [];
    return [
      {
        message: `its outputs "${other}" and "${name}" are the same output of ${invocation.key}`,
        remedy: 'Let an op make each of them.',
      },
    ];
  });
}
