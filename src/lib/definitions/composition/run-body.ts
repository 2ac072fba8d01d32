import { didYouMean } from '../suggestion';
import {
  composedHandle,
  isDynamicHandle,
  isHandle,
  type ComposedDynamicHandle,
  type ComposedHandle,
} from './composed-handle';
import { report, type Composition } from './composition';

export type AnyHandle = ComposedHandle | ComposedDynamicHandle;

/** The body of a graph, and what it is given. */
export interface Body {
  readonly body: (inputs: never) => unknown;
  readonly inputs: ReadonlyMap<string, AnyHandle>;
  /** Inputs that the definition declares; absent: those that the body asks for. Each must be used. */
  readonly declared?: readonly string[];
}

/** Calls the body of a graph in the current scope; answers what it returned, of handles alone. */
export function runBody(composition: Composition, { body, inputs, declared }: Body): unknown {
  const answer = body(inputProxy(composition, inputs, declared) as never);
  if (answer instanceof Promise) {
    answer.catch(() => {});
    report(
      composition,
      'its body is async',
      'The body only says what is connected to what: wait for things in ops.',
    );
    return undefined;
  }
  const checked = checkAnswer(composition, answer, 'its body returns');
  for (const name of declared ?? []) {
    const handle = inputs.get(name);
    if (!handle || isDynamicHandle(handle) || composition.used.has(handle)) continue;
    report(
      composition,
      `its input "${name}" is connected to nothing`,
      'Give it to an op in the body, or remove it from ins.',
    );
  }
  return checked;
}

/** The inputs as the body sees them: one that is not there is told, or comes from the run config. */
function inputProxy(
  composition: Composition,
  inputs: ReadonlyMap<string, AnyHandle>,
  declared: readonly string[] | undefined,
): object {
  return new Proxy(Object.fromEntries(inputs), {
    get(known: Record<string, AnyHandle>, name) {
      if (typeof name !== 'string' || Object.hasOwn(known, name)) return known[name as string];
      if (declared) {
        report(
          composition,
          `it has no input "${name}".${didYouMean(name, declared)}`,
          declared.length > 0 ? `Its ins are ${declared.join(', ')}.` : 'Name it in ins.',
        );
      }
      return (known[name] = composedHandle(composition, { type: 'config' }));
    },
  });
}

/** What a body returned, with all that is no handle of this graph reported and left out. */
function checkAnswer(composition: Composition, answer: unknown, what: string): unknown {
  if (answer === undefined) return undefined;
  if (isHandle(answer) || isDynamicHandle(answer)) {
    const handle = isHandle(answer) ? answer : answer.element;
    if (handle.composition === composition) {
      composition.used.add(handle);
      return answer;
    }
    report(composition, `${what} a handle of another graph`, 'Return what its own ops answer.');
    return undefined;
  }
  if (Array.isArray(answer)) return answer.map((each) => checkAnswer(composition, each, what));
  if (typeof answer === 'object' && answer !== null && !(Symbol.iterator in answer)) {
    const entries = Object.entries(answer);
    return Object.fromEntries(entries.map(([name, each]) => [name, checkAnswer(composition, each, what)]));
  }
  if (typeof answer === 'object' && answer !== null) return answer;
  report(
    composition,
    `${what} ${typeof answer === 'function' ? 'a function' : `the value ${JSON.stringify(answer)}`}, not a handle`,
    'Return what an op of its body answers; make values in ops.',
  );
  return undefined;
}
