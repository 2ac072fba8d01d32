import type { Before } from './handle';
import type { HookDefinition } from './hook';
import type { RetryPolicySnapshot } from './retry-policy';

/** What can be said of one invocation besides its inputs. */
export interface InvocationOptions {
  /** What must come first without handing over a value. */
  readonly after?: readonly Before[];
}

/** What differs in one use of an op or graph. */
export interface Modifiers {
  readonly alias?: string;
  readonly tags?: Readonly<Record<string, string>>;
  readonly hooks?: readonly HookDefinition[];
  readonly retryPolicy?: RetryPolicySnapshot;
}

type Arguments<Sources> =
  Readonly<Record<never, never>> extends Sources
    ? [inputs?: Sources, options?: InvocationOptions]
    : [inputs: Sources, options?: InvocationOptions];

/** An op or graph, with what holds for the use that is made of it in the body of a graph. */
export interface Invocable<Sources, Handles> {
  /** In the body of a graph: puts it there, and answers the handles of its outputs. */
  (...given: Arguments<Sources>): Handles;
  /** Under another name. Without one, the second use of `clean` in a graph is called `clean_2`. */
  alias(name: string): Invocable<Sources, Handles>;
  /** Adds to its tags. */
  withTags(tags: Readonly<Record<string, string>>): Invocable<Sources, Handles>;
  /** Adds hooks; of a graph, to all its ops. */
  withHooks(hooks: readonly HookDefinition[]): Invocable<Sources, Handles>;
  /** Instead of its own retry policy; of a graph, instead of those of its ops. */
  withRetryPolicy(retryPolicy: RetryPolicySnapshot): Invocable<Sources, Handles>;
}

/** The functions that make modified uses; `invoke` is what calling one does. */
export function modifiersOf(
  invoke: (modifiers: Modifiers, given: readonly unknown[]) => unknown,
  { tags = {}, hooks = [], ...others }: Modifiers = {},
): Pick<Invocable<never, unknown>, 'alias' | 'withTags' | 'withHooks' | 'withRetryPolicy'> {
  const modified = (more: Modifiers): Invocable<never, unknown> => {
    const modifiers = { tags, hooks, ...others, ...more };
    return Object.assign((...given: unknown[]) => invoke(modifiers, given), modifiersOf(invoke, modifiers));
  };
  return {
    alias: (name) => modified({ alias: name }),
    withTags: (more) => modified({ tags: { ...tags, ...more } }),
    withHooks: (more) => modified({ hooks: [...hooks, ...more] }),
    withRetryPolicy: (retryPolicy) => modified({ retryPolicy }),
  };
}
