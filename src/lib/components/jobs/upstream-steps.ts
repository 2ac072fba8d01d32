import type { InputSource, StepSnapshot } from '../../definitions/snapshot';

/** Keys of the steps that a step reads or follows, each once. */
export const upstreamOf = ({ inputs, after }: StepSnapshot): readonly string[] => [
  ...new Set([...inputs.flatMap(({ source }) => stepsIn(source)), ...after.map(({ step }) => step)]),
];

function stepsIn(source: InputSource): readonly string[] {
  if (source.type === 'step' || source.type === 'collect') return [source.step];
  return source.type === 'fanIn' ? source.sources.flatMap(stepsIn) : [];
}
