/** Where `now` comes from: milliseconds since the epoch. The core takes it as an argument; tests inject their own. */
export interface Clock {
  now(): number;
}

export const systemClock: Clock = { now: () => Date.now() };
