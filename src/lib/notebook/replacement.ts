export interface Replacement {
  readonly from: number;
  readonly to: number;
  readonly insert: string;
}

/** The smallest single replacement that makes `after` of `before`, so that a caret outside it stays where it is. */
export function replacement(before: string, after: string): Replacement | undefined {
  if (before === after) return undefined;
  const shorter = Math.min(before.length, after.length);
  let from = 0;
  while (from < shorter && before[from] === after[from]) from++;
  let same = 0;
  while (same < shorter - from && before.at(-1 - same) === after.at(-1 - same)) same++;
  return { from, to: before.length - same, insert: after.slice(from, after.length - same) };
}

/** Does to `current`, which others made of `before`, what makes `after` of it; where both meet, `current` stays. */
export function rebaseText(before: string, after: string, current: string): string {
  const [wanted, done] = [replacement(before, after), replacement(before, current)];
  if (!wanted) return current;
  if (!done) return after;
  const isFirst = wanted.to <= done.from;
  if (!isFirst && done.to > wanted.from) return current;
  const shift = isFirst ? 0 : done.insert.length - (done.to - done.from);
  return current.slice(0, wanted.from + shift) + wanted.insert + current.slice(wanted.to + shift);
}
