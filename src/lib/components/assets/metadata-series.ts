import type { MetadataEntries } from '../../definitions/snapshot';

/** What a series is read from: a materialization or an observation. */
export interface Measured {
  readonly id: number;
  readonly timestamp: number;
  readonly runId: string;
  readonly data: { readonly partition?: string; readonly metadata: MetadataEntries };
}

export interface SeriesPoint {
  readonly id: number;
  readonly runId: string;
  readonly timestamp: number;
  readonly partition?: string;
  readonly value: number;
}

/** One numeric metadata through time, or through the partitions. */
export interface MetadataSeries {
  readonly label: string;
  readonly points: readonly SeriesPoint[];
}

/**
 * Every `int` and `float` metadata of `events` that has a finite value, by label: in the order of time, or the newest
 * of each partition in the order of `keys`.
 */
export function metadataSeries(
  events: readonly Measured[],
  keys?: { indexOf(key: string): number },
): readonly MetadataSeries[] {
  const found = new Map<string, Map<string | number, SeriesPoint>>();
  for (const { id, timestamp, runId, data } of events.toSorted((a, b) => a.id - b.id)) {
    const { partition, metadata } = data;
    if (keys && (partition === undefined || keys.indexOf(partition) < 0)) continue;
    for (const [label, { type, value }] of Object.entries(metadata)) {
      if ((type !== 'int' && type !== 'float') || typeof value !== 'number') continue;
      const points = found.get(label) ?? new Map();
      found.set(label, points);
      points.set(keys ? partition! : id, { id, timestamp, runId, value, ...(partition !== undefined && { partition }) }); // prettier-ignore
    }
  }
  const place = ({ partition }: SeriesPoint) => keys!.indexOf(partition!);
  return [...found]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([label, points]) => {
      const all = [...points.values()];
      return { label, points: keys ? all.sort((a, b) => place(a) - place(b)) : all };
    });
}

/** Where a value is drawn, from 0 (lowest) to 1; in the middle where all are the same. */
export function heights(values: readonly number[]): readonly number[] {
  const [low, high] = [Math.min(...values), Math.max(...values)];
  return values.map((value) => (high === low ? 0.5 : (value - low) / (high - low)));
}
