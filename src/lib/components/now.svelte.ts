import { createSubscriber } from 'svelte/reactivity';

/** A clock that ticks only while something on the screen reads it and the document is visible. */
function ticking(everyMs: number): () => number {
  const subscribe = createSubscriber((update) => {
    const timer = setInterval(() => document.visibilityState === 'visible' && update(), everyMs);
    document.addEventListener('visibilitychange', update);
    return () => {
      clearInterval(timer);
      document.removeEventListener('visibilitychange', update);
    };
  });
  return () => {
    subscribe();
    return Date.now();
  };
}

const second = ticking(250);
const minute = ticking(10_000);

/** The present (ms since the epoch) as reactive values: `second` for what runs, `minute` for "3 minutes ago". */
export const now = {
  get second(): number {
    return second();
  },
  get minute(): number {
    return minute();
  },
};
