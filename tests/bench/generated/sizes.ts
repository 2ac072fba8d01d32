/** How much a generated instance holds; the same sizes and seed give the same instance but for its times. */
export interface Sizes {
  readonly assets: number;
  /** Of one hourly asset. */
  readonly partitions: number;
  /** All ended; the newest has a tenth of all events. */
  readonly runs: number;
  readonly events: number;
  readonly seed: number;
}

/** What the pages must bear. */
export const hugeSizes: Sizes = {
  assets: 10_000,
  partitions: 100_000,
  runs: 10_000,
  events: 1_000_000,
  seed: 1,
};

/** Enough that no page is empty. */
export const smallSizes: Sizes = { assets: 200, partitions: 1_000, runs: 100, events: 10_000, seed: 1 };
