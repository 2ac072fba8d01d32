import type { Json } from '../../base/json';
import { callSite, type Located } from '../defined-at';
import type { Violation } from '../definition-rules';
import type { HookDefinition } from '../hook';
import type { Modifiers } from '../invocable';
import type { OpCore } from '../op';
import type { RetryPolicySnapshot } from '../retry-policy';
import type { AssetKeyString } from '../snapshot';

/** A use of an op in its place in a graph: what becomes a step. */
export interface Invocation {
  /** The names of the graphs around it and its own, joined by `.`. */
  readonly key: string;
  readonly op: OpCore;
  readonly opName: string;
  readonly inputs: ReadonlyMap<string, Origin>;
  readonly after: readonly OutputOrigin[];
  /** The dynamic outputs over which it is mapped, outermost first. */
  readonly mappedOver: readonly OutputOrigin[];
  readonly tags: Readonly<Record<string, string>>;
  readonly hooks: readonly HookDefinition[];
  readonly retryPolicy?: RetryPolicySnapshot;
}

export interface OutputOrigin {
  readonly type: 'output' | 'collect';
  readonly invocation: Invocation;
  readonly output: string;
}

/** Where a value comes from. */
export type Origin =
  | OutputOrigin
  /** An asset that is loaded from storage. */
  | { readonly type: 'asset'; readonly key: AssetKeyString }
  /** An input of the whole: an asset's value. */
  | { readonly type: 'input'; readonly name: string }
  | { readonly type: 'fanIn'; readonly members: readonly Origin[] }
  | { readonly type: 'value'; readonly value: Json }
  | { readonly type: 'config'; readonly default?: Json };

/** Something wrong in the body of a graph, and where it was said. */
export interface Problem extends Violation {
  readonly site?: Error;
}

/** The body of one graph while it is executed: names are unique in it. */
export interface Scope {
  /** The names of the graphs around its ops, each with a `.` after it. */
  readonly prefix: string;
  /** Each name that is taken, with the last number that was put behind it. */
  readonly names: Map<string, number>;
  /** The graph definitions that are around it, outermost first. */
  readonly graphs: readonly Located[];
  /** Of the graphs around it. */
  readonly modifiers: Modifiers;
}

/** A graph on its way to becoming steps. */
export interface Composition {
  readonly nameOf: (definition: object) => string | undefined;
  /** The key of an asset that the body names, `what` being its input; throws. Absent: it must not name any. */
  readonly assetKey?: (asset: unknown, what: string) => AssetKeyString;
  readonly invocations: Invocation[];
  readonly problems: Problem[];
  /** Handles that were read, to find inputs that nothing uses. */
  readonly used: Set<object>;
  /** Graph definitions that were invoked. */
  readonly graphs: Set<object>;
  /** How many mappings the code that runs is inside of. */
  depth: number;
  scope: Scope;
}

let active: Composition | undefined;

/** The composition whose body is executed just now. */
export const activeComposition = (): Composition | undefined => active;

/** Calls `work` as (a part of) the body of `composition`. */
export function within<Result>(composition: Composition, scope: Scope, work: () => Result): Result {
  const [outerComposition, outerScope] = [active, composition.scope];
  active = composition;
  composition.scope = scope;
  try {
    return work();
  } finally {
    active = outerComposition;
    composition.scope = outerScope;
  }
}

/** Notes what is wrong with the call under way. */
export function report(composition: Composition, message: string, remedy: string): void {
  composition.problems.push({ message, remedy, site: callSite(30) });
}
