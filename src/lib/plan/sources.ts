import type { StepOutputHandle } from '../definitions/snapshot';
import type { ExecutionStep, PlannedSource } from './execution-plan';

/** What is known of the steps of a run, as far as inputs depend on it. */
export interface Outcomes {
  /** Whether a step yielded an output: of a dynamic one, also where it yielded no value on purpose. */
  has(handle: StepOutputHandle): boolean;
  /**
   * The steps that a mapped step became, in the order in which their keys were yielded; of any other step its own
   * key. `undefined` where that is not known yet.
   */
  copies(step: string): readonly string[] | undefined;
  /** The keys that a dynamic output yielded, in order; `undefined` of any other output. */
  mappingKeys(handle: StepOutputHandle): readonly string[] | undefined;
}

/** The same, where nothing is lacking of other steps: what failed is no reason to skip a step. */
export const lackingOnlyOf = (isReason: (step: string) => boolean, outcomes: Outcomes): Outcomes => ({
  has: (handle) => !isReason(handle.step) || outcomes.has(handle),
  copies: (step) => outcomes.copies(step),
  mappingKeys: (handle) => outcomes.mappingKeys(handle),
});

/** Outputs of steps of this plan that a source reads. */
export function handlesOf(source: PlannedSource): readonly StepOutputHandle[] {
  switch (source.type) {
    case 'asset':
      return source.madeBy ? [source.madeBy] : none;
    case 'step':
    case 'collect':
      return source.runId === undefined ? [{ step: source.step, output: source.output }] : [];
    case 'fanIn':
      return source.sources.flatMap(handlesOf);
    case 'managed':
    case 'value':
      return [];
  }
}

const none: readonly never[] = [];

/** Outputs that a step waits for without reading them. */
export function orderingDeps({ deps, inputs }: ExecutionStep): readonly StepOutputHandle[] {
  const read = new Set(inputs.flatMap(({ source }) => handlesOf(source)).map(nameOf));
  return deps.filter((dep) => !read.has(nameOf(dep)));
}

/** Keys of all steps that must have ended before this one. */
export function upstreamSteps({ deps, mappedOver, blockedBy }: ExecutionStep): readonly string[] {
  if (!mappedOver && !blockedBy && deps.length < 2) return deps.length === 0 ? none : [deps[0]!.step];
  const steps = new Set(blockedBy);
  for (const { step } of deps) steps.add(step);
  for (const { step } of mappedOver ?? none) steps.add(step);
  return [...steps];
}

/** `step.output`, as people read it. */
export const nameOf = ({ step, output }: StepOutputHandle): string => `${step}.${output}`;

const readsLists = ({ inputs }: ExecutionStep): boolean =>
  inputs.some(({ source }) => source.type === 'fanIn' || source.type === 'collect');

/** The outputs for whose lack a step is skipped, once all that it depends on has ended; empty where it can execute. */
export function missingOutputs(step: ExecutionStep, outcomes: Outcomes): readonly string[] {
  if (!readsLists(step)) return step.deps.flatMap((dep) => withoutOutput(dep, outcomes));
  return [
    ...new Set([
      ...step.inputs.flatMap(({ source }) => lacking(source, outcomes)),
      ...orderingDeps(step).flatMap((dep) => withoutOutput(dep, outcomes)),
    ]),
  ];
}

/**
 * The outputs for whose lack a source has nothing to load; empty where it has. A list lacks something only where all
 * its members do (Dagster's rule), and the list of no members is whole.
 */
function lacking(source: PlannedSource, outcomes: Outcomes): readonly string[] {
  if (source.type === 'fanIn') return allOrNone(source.sources.map((member) => lacking(member, outcomes)));
  if (source.type === 'collect' && source.runId === undefined) {
    const copies = outcomes.copies(source.step) ?? [source.step];
    return allOrNone(copies.map((step) => withoutOutput({ step, output: source.output }, outcomes)));
  }
  return handlesOf(source).flatMap((handle) => withoutOutput(handle, outcomes));
}

const withoutOutput = (handle: StepOutputHandle, outcomes: Outcomes): readonly string[] =>
  outcomes.has(handle) ? [] : [nameOf(handle)];

const allOrNone = (members: readonly (readonly string[])[]): readonly string[] =>
  members.every((lacks) => lacks.length > 0) ? members.flat() : [];

/** A step with lists of exactly the values that there are; the same object where it reads no list. */
export function withKnownSources(step: ExecutionStep, outcomes: Outcomes): ExecutionStep {
  if (!readsLists(step)) return step;
  const inputs = step.inputs.map(({ name, source }) => ({ name, source: knownSource(source, outcomes) }));
  return { ...step, inputs };
}

/** Lists lose their absent members; what is collected becomes a list of single values, once the copies are known. */
export function knownSource(source: PlannedSource, outcomes: Outcomes): PlannedSource {
  if (source.type === 'fanIn') {
    const present = source.sources.filter((member) => lacking(member, outcomes).length === 0);
    return { type: 'fanIn', sources: present.map((member) => knownSource(member, outcomes)) };
  }
  if (source.type !== 'collect' || source.runId !== undefined) return source;
  const copies = outcomes.copies(source.step);
  if (!copies) return source;
  const present = copies
    .map((step) => ({ ...source, type: 'step' as const, step }))
    .filter((each) => outcomes.has(each));
  const sources = present.flatMap(
    (each) => outcomes.mappingKeys(each)?.map((mappingKey) => ({ ...each, mappingKey })) ?? [each],
  );
  return { type: 'fanIn', sources };
}
