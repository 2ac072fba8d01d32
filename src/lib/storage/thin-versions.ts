/** An earlier text of a notebook. */
export interface NotebookVersion {
  readonly revision: number;
  /** Milliseconds since the epoch. */
  readonly savedAt: number;
  readonly bytes: number;
  /** Somebody named it, so that it stays. */
  readonly name?: string;
}

const [second, minute, hour, day] = [1000, 60_000, 3_600_000, 86_400_000];

/** Up to this age (ms) one version is kept in each span (ms) of time: the last one in it. */
const spans = [
  { age: minute, span: 0 },
  { age: hour, span: 10 * second },
  { age: day, span: 10 * minute },
  { age: 30 * day, span: hour },
  { age: Infinity, span: day },
] as const;

const mostVersions = 1000;
const mostBytes = 20 * 1024 * 1024;
/** So many stay, however large they are. */
const fewestVersions = 10;

/**
 * Revisions that need not be kept: of the last minute all are kept, then one for every 10 seconds of the last hour,
 * 10 minutes of the last day, hour of the last 30 days and day before that; at most 1,000 and 20 MiB, but ten in any
 * case. Named ones stay and do not count. Each span lies within the next longer one, so that it makes no difference how often this is asked.
 */
export function superfluousVersions(newestFirst: readonly NotebookVersion[], now: number): readonly number[] {
  const taken = new Set<string>();
  let kept = 0;
  let keptBytes = 0;
  return newestFirst
    .filter(({ savedAt, bytes, name }) => {
      if (name !== undefined) return false;
      const { span } = spans.find(({ age }) => now - savedAt <= age)!;
      const place = `${span}:${Math.floor(savedAt / span)}`;
      if (span > 0 && taken.has(place)) return true;
      taken.add(place);
      kept++;
      keptBytes += bytes;
      return kept > fewestVersions && (kept > mostVersions || keptBytes > mostBytes);
    })
    .map(({ revision }) => revision);
}
