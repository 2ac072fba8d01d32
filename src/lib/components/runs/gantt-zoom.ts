/** A stretch of time, ms since the epoch. */
export interface Span {
  readonly from: number;
  readonly to: number;
}

const shortest = 1;

/** `view` made smaller (`factor` above 1) or larger around the place `at` (0 to 1); `undefined`: all of `whole` is seen. */
export function zoomed(view: Span, whole: Span, factor: number, at: number): Span | undefined {
  const length = Math.max(shortest, (view.to - view.from) / factor);
  if (length >= whole.to - whole.from) return undefined;
  const fixed = view.from + (view.to - view.from) * at;
  return within(whole, fixed - length * at, length);
}

/** `view` moved by a part of its length; later where that is positive. */
export const panned = (view: Span, whole: Span, part: number): Span =>
  within(whole, view.from + (view.to - view.from) * part, view.to - view.from);

function within(whole: Span, wanted: number, length: number): Span {
  const from = Math.max(whole.from, Math.min(wanted, whole.to - length));
  return { from, to: from + length };
}
