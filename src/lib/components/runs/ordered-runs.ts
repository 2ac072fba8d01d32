import type { RunSummary } from '../../storage/storage';

type Ordered = Pick<RunSummary, 'id' | 'createdAt'>;

/** Whether `a` stands before `b` in a list of runs. */
export const isNewer = (a: Ordered, b: Ordered): boolean =>
  a.createdAt > b.createdAt || (a.createdAt === b.createdAt && a.id > b.id);

/** `runs` without those of the ids `gone`, and with those of `news`, newest first and each once. */
export function withRuns<Run extends Ordered>(
  runs: readonly Run[],
  gone: readonly string[],
  news: readonly Run[],
): readonly Run[] {
  const replaced = new Set([...gone, ...news.map(({ id }) => id)]);
  const kept = runs.filter(({ id }) => !replaced.has(id));
  return [...kept, ...news].sort((a, b) => (isNewer(a, b) ? -1 : 1));
}
