import { plainJson } from '../plain-json';
import { isKind, kind } from '../brand';
import { isDynamicHandle, isHandle, isSameOutput, type ComposedHandle } from './composed-handle';
import type { Violation } from '../definition-rules';
import { report, type Composition, type Origin, type OutputOrigin } from './composition';

/** What an input was given, as where its value comes from; `undefined` after a problem was reported. */
export interface GivenInput {
  readonly origin: Origin;
  readonly mappedOver: readonly (readonly OutputOrigin[])[];
}

/** Reads what stands for `what` (such as `input "rows" of clean`) in an invocation. */
export function originOf(composition: Composition, what: string, given: unknown): GivenInput | undefined {
  if (isHandle(given)) return originOfHandle(composition, what, given);
  if (isDynamicHandle(given)) {
    return refuse(
      composition,
      `${what} is a dynamic output, which has many values`,
      'Use .map((x) => …) to handle each of them, or .collect() to have all as a list.',
    );
  }
  if (Array.isArray(given) && given.some(holdsHandle)) {
    const members = given.map((member, index) => originOf(composition, `member ${index} of ${what}`, member));
    if (members.includes(undefined)) return undefined;
    return {
      origin: { type: 'fanIn', members: members.map((member) => member!.origin) },
      mappedOver: members.flatMap((member) => member!.mappedOver),
    };
  }
  const { assetKey } = composition;
  if (assetKey && isAsset(given))
    return attempt(composition, () => ({ type: 'asset', key: assetKey(given, what) }));
  const mistake = mistakeFor(given);
  if (mistake) return refuse(composition, `${what} is ${mistake[0]}`, mistake[1]);
  return attempt(composition, () => {
    try {
      return { type: 'value', value: plainJson(given) };
    } catch (error) {
      const remedy = 'A constant is plain JSON data; make anything else in an op.';
      throw Object.assign(new Error(`${what}: ${(error as Error).message}`), { remedy });
    }
  });
}

/** What comes of `work`; where it throws, that is the problem. */
function attempt(composition: Composition, work: () => Origin): GivenInput | undefined {
  try {
    return { origin: work(), mappedOver: [] };
  } catch (error) {
    const { message, remedy = '' } = error as Violation;
    return refuse(composition, message, remedy);
  }
}

const isAsset = (value: unknown): boolean =>
  (['asset', 'assetOutput', 'AssetSpec'] as const).some((each) => isKind(value, each as never));

function originOfHandle(
  composition: Composition,
  what: string,
  handle: ComposedHandle,
): GivenInput | undefined {
  if (handle.composition !== composition) {
    return refuse(
      composition,
      `${what} is a handle of another graph`,
      'A graph uses the handles of its own body; let what the other makes come in as an input.',
    );
  }
  composition.used.add(handle);
  return { origin: handle.origin, mappedOver: [handle.mappedOver] };
}

/** The longest chain of mappings; `undefined` after a problem, where they are not parts of one chain. */
export function joinedMapping(
  composition: Composition,
  what: string,
  chains: readonly (readonly OutputOrigin[])[],
): readonly OutputOrigin[] | undefined {
  const longest = chains.reduce((a, b) => (b.length > a.length ? b : a), []);
  const odd = chains.some((chain) => chain.some((level, index) => !isSameOutput(level, longest[index]!)));
  if (!odd) return longest;
  report(
    composition,
    `${what} is mapped over two dynamic outputs that are not nested in one another`,
    'Collect one of them first: its step then gets the whole list.',
  );
  return undefined;
}

const holdsHandle = (value: unknown): boolean =>
  isHandle(value) ||
  isAsset(value) ||
  isDynamicHandle(value) ||
  (Array.isArray(value) && value.some(holdsHandle));

function refuse(composition: Composition, message: string, remedy: string): undefined {
  report(composition, message, remedy);
  return undefined;
}

function mistakeFor(given: unknown): readonly [what: string, remedy: string] | undefined {
  if (isKind<{ [kind]: 'op' }>(given, 'op') || isKind<{ [kind]: 'graph' }>(given, 'graph'))
    return ['an op or graph that was not called', 'Call it, and give what it answers: rows: fetch().'];
  if (typeof given === 'object' && given !== null) {
    if (kind in given)
      return ['a definition, not a value', 'Name assets in ins: the body of the graph gets their handles.'];
    if ('then' in given) return ['a promise', 'The body of a graph only says what is connected to what.'];
    if (Symbol.iterator in given && !Array.isArray(given) && Object.values(given).some(isHandle))
      return ['the record of several outputs', `Choose one of ${Object.keys(given).join(', ')}.`];
    if (!Array.isArray(given) && Object.values(given).some(holdsHandle))
      return ['an object with handles in it', 'Give handles as inputs of their own, or in a list (fan-in).'];
  }
  return undefined;
}
