/** How many runs may be in progress together, of those whose tag matches. */
export interface TagConcurrencyLimit {
  readonly key: string;
  /** Absent: any value, all counted together. With `applyLimitPerUniqueValue`: each value has its own count. */
  readonly value?: string | { readonly applyLimitPerUniqueValue: true };
  readonly limit: number;
}

export interface RunQueueLimits {
  /** Default 10; -1 is no limit, 0 launches nothing. */
  readonly maxConcurrentRuns?: number;
  readonly tagConcurrencyLimits?: readonly TagConcurrencyLimit[];
  /**
   * The pools of the steps that a run begins with; empty where one of them needs no slot. The run waits until one of
   * these pools has a slot, beside those that runs which were launched just before will take.
   */
  readonly rootPools?: (run: QueuedRun) => readonly string[];
  readonly hasRoom?: (pool: string, more: number) => boolean;
}

export interface QueuedRun {
  readonly id: string;
  readonly tags: Readonly<Record<string, string>>;
  readonly createdAt: number;
}

/**
 * Which queued runs to launch now, in order: higher `dagster/priority` first (a value that is no whole number counts
 * as 0), then the one that was created first. A run that a limit holds back never holds back those behind it.
 * Rules: Dagster's QueuedRunCoordinatorDaemon (reference/dagster.md §1.10).
 */
export function runsToLaunch<Queued extends QueuedRun>(
  queued: readonly Queued[],
  inProgress: readonly Pick<QueuedRun, 'tags'>[],
  {
    maxConcurrentRuns = 10,
    tagConcurrencyLimits = [],
    rootPools = () => [],
    hasRoom = () => true,
  }: RunQueueLimits = {},
): readonly Queued[] {
  const room = maxConcurrentRuns < 0 ? Infinity : maxConcurrentRuns - inProgress.length;
  const counts = new Map<string, number>();
  const places = (run: Pick<QueuedRun, 'tags'>) =>
    tagConcurrencyLimits.flatMap((limit, index) => {
      const place = countedAs(limit, run.tags);
      return place === undefined ? [] : [{ name: `${index} ${place}`, limit: limit.limit }];
    });
  const count = (run: Pick<QueuedRun, 'tags'>) => {
    for (const { name } of places(run)) counts.set(name, (counts.get(name) ?? 0) + 1);
  };

  for (const run of inProgress) count(run);
  const launched: Queued[] = [];
  const promised = new Map<string, number>();
  for (const run of [...queued].sort(goesBefore)) {
    if (launched.length >= room) break;
    if (places(run).some(({ name, limit }) => (counts.get(name) ?? 0) >= limit)) continue;
    const pools = rootPools(run);
    const free = pools.filter((pool) => hasRoom(pool, promised.get(pool) ?? 0));
    if (pools.length > 0 && free.length === 0) continue;
    for (const pool of free) promised.set(pool, (promised.get(pool) ?? 0) + 1);
    count(run);
    launched.push(run);
  }
  return launched;
}

/** Under which name a limit counts a run; `undefined` where it does not. */
function countedAs({ key, value }: TagConcurrencyLimit, tags: QueuedRun['tags']): string | undefined {
  const tag = tags[key];
  if (tag === undefined || value === undefined) return tag === undefined ? undefined : '';
  if (typeof value === 'string') return tag === value ? '' : undefined;
  return tag;
}

function goesBefore(a: QueuedRun, b: QueuedRun): number {
  return priorityOf(b) - priorityOf(a) || a.createdAt - b.createdAt || (a.id < b.id ? -1 : 1);
}

function priorityOf({ tags }: QueuedRun): number {
  const text = tags['dagster/priority'] ?? '';
  return /^\s*[+-]?\d+\s*$/.test(text) ? Number(text) : 0;
}
