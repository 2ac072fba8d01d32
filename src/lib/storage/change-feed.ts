import type { Change } from './storage';

type Listener = (changes: readonly Change[]) => void;

/** Tells whoever subscribed what each commit touched. */
export class ChangeFeed {
  readonly #listeners = new Set<Listener>();

  subscribe(listener: Listener): () => void {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }

  /** A listener that throws is reported as an uncaught error and harms neither the others nor the write. */
  announce(changes: readonly Change[]): void {
    if (!changes.length) return;
    for (const listener of [...this.#listeners])
      try {
        listener(changes);
      } catch (error) {
        queueMicrotask(() => {
          throw error;
        });
      }
  }
}
