/** Where `now` comes from: milliseconds since the epoch. The core takes it as an argument; tests inject their own. */
export interface Clock {
  now(): number;
}

export const systemClock: Clock = { now: () => Date.now() };

/** Wakes somebody up later; tests inject their own. */
export interface Timers {
  /** Calls `wake` at `time` (ms since the epoch) or soon after; answers how to call that off. */
  at(time: number, wake: () => void): () => void;
}

/** The longest that `setTimeout` waits; longer waits are made of several. */
const longestWait = 2 ** 31 - 1;

export const systemTimers: Timers = {
  at(time, wake) {
    let timer: ReturnType<typeof setTimeout>;
    const wait = () => {
      const left = time - Date.now();
      timer = left > longestWait ? setTimeout(wait, longestWait) : setTimeout(wake, Math.max(0, left));
    };
    wait();
    return () => clearTimeout(timer);
  },
};
