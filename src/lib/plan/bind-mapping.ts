import type { StepOutputHandle } from '../definitions/snapshot';
import type { ExecutionStep, PlannedSource } from './execution-plan';
import { handlesOf, nameOf, orderingDeps } from './sources';

/** Stands for a mapping key that is not known yet, once for each level. */
export const unknownKey = '[?]';

/**
 * The copy of a mapped step for one value of its outermost dynamic output that is not resolved yet. What it reads of
 * that output is this value; what it reads of steps mapped over the same output is their copy for it. Collecting is
 * the exception: it takes all of the innermost level. `stepOf` answers the steps it reads, as they are before this.
 */
export function bindMapping(
  step: ExecutionStep,
  mappingKey: string,
  stepOf: (key: string) => ExecutionStep | undefined,
): ExecutionStep {
  const [level, ...inner] = step.mappedOver!;
  const over = nameOf(level!);
  const isMappedToo = (key: string): boolean => {
    const outermost = stepOf(key)?.mappedOver?.[0];
    return outermost !== undefined && nameOf(outermost) === over;
  };
  const bindHandle = <Handle extends StepOutputHandle>(handle: Handle): Handle =>
    isMappedToo(handle.step) ? { ...handle, step: bindKey(handle.step, mappingKey) } : handle;
  const isInnermost = ({ step: key, output }: StepOutputHandle): boolean => {
    const collected = stepOf(key);
    const isDynamic = collected?.outputs.some(({ name, isDynamic }) => name === output && isDynamic);
    return !isDynamic && collected?.mappedOver?.length === 1;
  };
  const bindSource = (source: PlannedSource): PlannedSource => {
    switch (source.type) {
      case 'step':
        return nameOf(source) === over && source.runId === undefined
          ? { ...source, mappingKey }
          : bindHandle(source);
      case 'collect':
        return isInnermost(source) ? source : bindHandle(source);
      case 'fanIn':
        return { ...source, sources: source.sources.map(bindSource) };
      default:
        return source;
    }
  };

  const inputs = step.inputs.map(({ name, source }) => ({ name, source: bindSource(source) }));
  const deps = [
    ...inputs.flatMap(({ source }) => handlesOf(source)),
    ...orderingDeps(step).map((dep) => bindHandle(dep)),
  ];
  const { mappedOver: _, ...rest } = step;
  return {
    ...rest,
    key: bindKey(step.key, mappingKey),
    inputs,
    deps: [...new Map(deps.map((dep) => [nameOf(dep), dep])).values()],
    ...(inner.length > 0 && { mappedOver: inner.map((each) => bindHandle(each)) }),
  };
}

const bindKey = (key: string, mappingKey: string): string => key.replace(unknownKey, () => `[${mappingKey}]`);
