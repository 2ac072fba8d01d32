import type { Json } from '../../base/json';
import { isKind } from '../brand';
import { checkName, checkRunTags } from '../definition-rules';
import { In } from '../in';
import type { InvocationOptions, Modifiers } from '../invocable';
import { plainJson } from '../plain-json';
import type { OpCore } from '../op';
import { boundContext } from '../bound-context';
import { didYouMean } from '../suggestion';
import { composedHandle, dynamicHandle, isDynamicHandle, isHandle } from './composed-handle';
import {
  activeComposition,
  report,
  type Composition,
  type Invocation,
  type Origin,
  type OutputOrigin,
} from './composition';
import { joinedMapping, originOf } from './origin-of';

/** What calling an op does: in the body of a graph it puts a step there, elsewhere it calls the op's function. */
export function invokeOp(op: OpCore, modifiers: Modifiers, [inputs, second]: readonly unknown[]): unknown {
  const composition = activeComposition();
  if (!composition)
    return op.compute(
      { ...defaultsOf(op), ...(inputs as object) } as never,
      boundContext(op, second) as never,
    );
  const opName = composition.nameOf(op) ?? nameless(composition);
  const name = freeName(composition, opName, modifiers);
  const connected = connect(composition, op, name, inputs, second as InvocationOptions | undefined);
  const around = composition.scope.modifiers;
  const retryPolicy = modifiers.retryPolicy ?? around.retryPolicy ?? op.options.retryPolicy;
  const invocation: Invocation = {
    key: composition.scope.prefix + name,
    op,
    opName,
    ...connected,
    tags: { ...op.options.tags, ...around.tags, ...modifiers.tags },
    hooks: [...(op.options.hooks ?? []), ...(around.hooks ?? []), ...(modifiers.hooks ?? [])],
    ...(retryPolicy && { retryPolicy }),
  };
  composition.invocations.push(invocation);
  return outputsOf(composition, invocation);
}

/** The name of a use: its alias, else the definition's, with `_2` and so on where that is taken. */
export function freeName(composition: Composition, name: string, modifiers: Modifiers): string {
  const { alias, tags = {} } = modifiers;
  const { names } = composition.scope;
  const violations = [...checkRunTags(tags), ...(alias === undefined ? [] : checkName('alias', alias))];
  for (const { message, remedy } of violations) report(composition, message, remedy);
  if (alias !== undefined && names.has(alias))
    report(composition, `the name "${alias}" is used twice in it`, 'Choose another alias.');
  if (alias !== undefined) {
    names.set(alias, names.get(alias) ?? 1);
    return alias;
  }
  let count = names.get(name) ?? 0;
  let free = name;
  while (names.has(free)) free = `${name}_${++count}`;
  names.set(name, Math.max(count, 1));
  if (free !== name) names.set(free, 1);
  return free;
}

function nameless(composition: Composition): string {
  report(
    composition,
    'an op that it uses has no name',
    'Bind it to a top-level name, or give the name option.',
  );
  return 'op';
}

/** Where its inputs come from: what the invocation gives, then defaults, then the run config. */
function connect(
  composition: Composition,
  op: OpCore,
  name: string,
  given: unknown,
  options: InvocationOptions = {},
): Pick<Invocation, 'inputs' | 'after' | 'mappedOver'> {
  const { ins } = op.options;
  const inputs = new Map<string, Origin>();
  const after: Origin[] = [];
  const chains: (readonly OutputOrigin[])[] = [];
  const read = (what: string, value: unknown, use: (origin: Origin) => void) => {
    const found = originOf(composition, `${what} of ${name}`, value);
    if (!found) return;
    use(found.origin);
    chains.push(...found.mappedOver);
  };
  for (const [input, value] of Object.entries(givenInputs(composition, name, given))) {
    if (value === undefined) continue;
    if (ins && !Object.hasOwn(ins, input)) {
      const names = Object.keys(ins);
      report(
        composition,
        `${name} has no input "${input}".${didYouMean(input, names)}`,
        names.length > 0 ? `It has ${names.join(', ')}.` : 'It has no inputs.',
      );
    } else if (ins && isNothing(ins[input]))
      read(`input "${input}"`, allOf(value), (origin) => after.push(origin));
    else read(`input "${input}"`, value, (origin) => inputs.set(input, origin));
  }
  // What is no In is told of with the op itself.
  for (const [input, given] of Object.entries(ins ?? {})) {
    if (!inputs.has(input) && !isNothing(given)) inputs.set(input, unconnected(given.options?.default));
  }
  for (const [index, handle] of (options.after ?? []).entries())
    read(`after[${index}]`, allOf(handle), (origin) => after.push(origin));
  const mappedOver = joinedMapping(composition, name, chains) ?? chains.flat();
  return { inputs, after: after.flatMap(orderOf), mappedOver };
}

function givenInputs(composition: Composition, name: string, given: unknown): object {
  if (given === undefined) return {};
  if (
    typeof given === 'object' &&
    given !== null &&
    !Array.isArray(given) &&
    !isHandle(given) &&
    !isDynamicHandle(given)
  )
    return given;
  report(composition, `${name} is not called with its inputs by name`, `Write ${name}({ input: handle }).`);
  return {};
}

/** To come after a dynamic output is to come after all of its values. */
const allOf = (value: unknown): unknown => (isDynamicHandle(value) ? value.collect() : value);

const unconnected = (value: unknown): Origin =>
  value === undefined ? { type: 'config' } : { type: 'config', default: plainJson(value) as Json };

export const isNothing = (input: unknown): boolean =>
  isKind<In>(input, 'In') &&
  (input.options.nothing === true || isKind<never>(input.options.type, 'Nothing' as never));

/** What must have ended for an origin to be there. */
function orderOf(origin: Origin): readonly OutputOrigin[] {
  if (origin.type === 'fanIn') return origin.members.flatMap(orderOf);
  return origin.type === 'output' || origin.type === 'collect' ? [origin] : [];
}

/** The handle of its output, or of several a record, which can also be taken apart as a list. */
function outputsOf(composition: Composition, invocation: Invocation): unknown {
  const handles = invocation.op.outs.map(([output, out]) => {
    const origin = { type: 'output', invocation, output } as const;
    const { mappedOver } = invocation;
    if (!isKind(out, 'DynamicOut')) return composedHandle(composition, origin, mappedOver);
    return dynamicHandle({ ...composedHandle(composition, origin, [...mappedOver, origin]), origin });
  });
  if (handles.length === 1) return handles[0];
  const record = Object.fromEntries(invocation.op.outs.map(([name], index) => [name, handles[index]]));
  return Object.defineProperty(record, Symbol.iterator, { value: () => handles[Symbol.iterator]() });
}

/** Defaults of inputs, for a direct call. */
function defaultsOf({ options }: OpCore): object {
  const entries = Object.entries(options.ins ?? {}).filter(
    ([, { options }]) => options.default !== undefined,
  );
  return Object.fromEntries(entries.map(([name, { options }]) => [name, options.default]));
}
