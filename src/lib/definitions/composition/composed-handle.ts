import { kind } from '../brand';
import { report, type Composition, type Origin, type OutputOrigin } from './composition';

/** What a `Handle` is inside. */
export interface ComposedHandle {
  readonly [kind]: 'handle';
  readonly composition: Composition;
  readonly origin: Origin;
  /** The dynamic outputs over which what makes it is mapped, outermost first. */
  readonly mappedOver: readonly OutputOrigin[];
}

/** What a `DynamicHandle` is inside. */
export interface ComposedDynamicHandle {
  readonly [kind]: 'dynamicHandle';
  /** Each of the values: mapped over one level more than the steps that can use all of them. */
  readonly element: ComposedHandle & { readonly origin: OutputOrigin };
  readonly map: (callback: (value: ComposedHandle) => unknown) => unknown;
  readonly collect: () => ComposedHandle | ComposedDynamicHandle;
}

export const composedHandle = (
  composition: Composition,
  origin: Origin,
  mappedOver: readonly OutputOrigin[] = [],
): ComposedHandle => ({ [kind]: 'handle', composition, origin, mappedOver });

export const isHandle = (value: unknown): value is ComposedHandle =>
  typeof value === 'object' && value !== null && (value as { [kind]?: unknown })[kind] === 'handle';

export const isDynamicHandle = (value: unknown): value is ComposedDynamicHandle =>
  typeof value === 'object' && value !== null && (value as { [kind]?: unknown })[kind] === 'dynamicHandle';

/** The values of which `element` stands for each. */
export function dynamicHandle(element: ComposedDynamicHandle['element']): ComposedDynamicHandle {
  const { composition, origin, mappedOver } = element;
  return {
    [kind]: 'dynamicHandle',
    element,
    map(callback) {
      composition.depth++;
      try {
        return mapped(element, callback(element));
      } finally {
        composition.depth--;
      }
    },
    collect() {
      composition.used.add(element);
      if (origin.type === 'collect') {
        report(
          composition,
          'a collected list is collected once more',
          'Handle each list with an op first: .collect().map((list) => sum({ list })).collect().',
        );
      }
      const outer = mappedOver.slice(0, -1);
      const whole = composedHandle(composition, { ...origin, type: 'collect' }, outer);
      // Outside of the mapping over the outer level its values are still many.
      return outer.length > composition.depth ? dynamicHandle(whole as typeof element) : whole;
    },
  };
}

/** What a callback of `map` answered, for all values. */
function mapped(element: ComposedDynamicHandle['element'], answer: unknown): unknown {
  if (answer === undefined || isDynamicHandle(answer)) return answer;
  if (isHandle(answer)) {
    const level = element.mappedOver.at(-1)!;
    const isMapped = answer.mappedOver.some((each) => isSameOutput(each, level));
    if (isMapped) return dynamicHandle(answer as typeof element);
    report(
      element.composition,
      'the callback of map answers something that does not depend on its argument',
      'Invoke an op with the argument, and answer its handle: .map((x) => clean({ x })).',
    );
    return dynamicHandle(element);
  }
  if (typeof answer === 'object' && answer !== null) {
    return Object.fromEntries(Object.entries(answer).map(([name, each]) => [name, mapped(element, each)]));
  }
  report(
    element.composition,
    `the callback of map answers ${typeof answer === 'function' ? 'a function' : 'a value'}, not a handle`,
    'Answer what an op that is invoked in it answers: .map((x) => clean({ x })).',
  );
  return dynamicHandle(element);
}

export const isSameOutput = (a: OutputOrigin, b: OutputOrigin): boolean =>
  a.invocation === b.invocation && a.output === b.output;
