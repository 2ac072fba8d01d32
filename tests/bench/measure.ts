/** One line of the table: a number of ours beside a number of something that anybody knows or can run. */
export interface Measurement {
  readonly what: string;
  readonly value: string;
  readonly yardstick: string;
  /** Ours divided by the yardstick's. */
  readonly ratio: number;
  /** The ratio that we want to stay within. */
  readonly aim: { readonly atMost: number } | { readonly atLeast: number };
}

export type Measure = () => Promise<readonly Measurement[]>;

export const meetsAim = ({ ratio, aim }: Measurement): boolean =>
  'atMost' in aim ? ratio <= aim.atMost : ratio >= aim.atLeast;

/** What 95 of 100 stay below. */
export const p95 = (times: readonly number[]): number =>
  times.toSorted((a, b) => a - b)[Math.floor(times.length * 0.95)] ?? NaN;

/** The middle one of several runs: one slow moment of the machine does not count. */
export async function median(times: number, run: () => Promise<number>): Promise<number> {
  const values: number[] = [];
  for (let i = 0; i < times; i++) values.push(await run());
  return values.sort((a, b) => a - b)[Math.floor(times / 2)]!;
}
