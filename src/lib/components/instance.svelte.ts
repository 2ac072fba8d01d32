import { createContext } from 'svelte';
import { serializeError, type SerializedError } from '../base/errors';
import type { Instance } from '../instance/instance';
import type { Change } from '../storage/storage';

/** The instance of this page: set once by the layout, taken by every component below it. */
export const [getInstance, setInstance] = createContext<Instance>();

/** Milliseconds between two queries of one LiveQuery, however many changes come; what takes long rests as long. */
const shortestGap = 80;

/** The answer of a query that stays true: asked again when what it shows changes. */
export class LiveQuery<Value> {
  /** The newest answer; kept while a newer one is on its way. */
  value = $state.raw<Value>();
  error = $state.raw<SerializedError>();
  /** No answer has come yet. */
  loading = $state(true);

  /** `before`: an older answer, shown until there is one. */
  constructor(before?: Value) {
    this.value = before;
    this.loading = before === undefined;
  }

  /** Asks now and after every change that `concerns` it, one question at a time; answers how to stop. */
  follow(
    instance: Instance,
    query: () => Promise<Value>,
    concerns: (changes: readonly Change[]) => boolean,
  ): () => void {
    let stopped = false;
    let asking = false;
    let outdated = false;

    const ask = async () => {
      outdated = document.hidden;
      if (asking || outdated) return;
      asking = true;
      const begun = performance.now();
      try {
        const value = await query();
        if (stopped) return;
        this.value = value;
        this.error = undefined;
      } catch (thrown) {
        if (stopped) return;
        this.error = serializeError(thrown);
      }
      this.loading = false;
      await new Promise((resolve) => setTimeout(resolve, Math.max(shortestGap, performance.now() - begun)));
      asking = false;
      if (outdated && !stopped) void ask();
    };
    const again = () => {
      outdated = true;
      if (!asking) void ask();
    };
    const onVisible = () => outdated && !document.hidden && again();

    void ask();
    const unsubscribe = instance.subscribe((changes) => concerns(changes) && again());
    document.addEventListener('visibilitychange', onVisible);
    return () => {
      stopped = true;
      unsubscribe();
      document.removeEventListener('visibilitychange', onVisible);
    };
  }
}

/**
 * A LiveQuery for the life of the calling component. It starts over when reactive values that `query` reads before
 * its first `await` change; it rests while the document is hidden. `before` is an older answer to begin with.
 */
export function live<Value>(
  query: () => Promise<Value>,
  concerns: (changes: readonly Change[]) => boolean,
  before?: Value,
): LiveQuery<Value> {
  const instance = getInstance();
  const answer = new LiveQuery(before);
  $effect(() => answer.follow(instance, query, concerns));
  return answer;
}

/** True where one of `topics` changed: the usual second argument of `live`. */
export const on =
  (...topics: readonly Change['topic'][]) =>
  (changes: readonly Change[]): boolean =>
    changes.some((change) => topics.includes(change.topic));
