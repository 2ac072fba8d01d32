/** What a partitions definition says, as plain data: everything else about partitions works from this. */
export type PartitionsSnapshot = DimensionSnapshot | MultiPartitionsSnapshot;

/** A definition that may be a dimension of a `MultiPartitionsSnapshot`. */
export type DimensionSnapshot =
  StaticPartitionsSnapshot | TimeWindowPartitionsSnapshot | DynamicPartitionsSnapshot;

export interface StaticPartitionsSnapshot {
  readonly type: 'static';
  readonly keys: readonly string[];
}

/** One partition for each time between two ticks of `cronSchedule`. Instants are milliseconds since 1970. */
export interface TimeWindowPartitionsSnapshot {
  readonly type: 'time_window';
  readonly cronSchedule: string;
  /** A name of the IANA time zone database. */
  readonly timezone: string;
  /** The first window starts at the first tick from here on. */
  readonly start: number;
  /** No window ends after this. */
  readonly end?: number;
  /** `strftime` format of keys, applied to the start of a window. */
  readonly fmt: string;
  /** How many windows exist beyond the last that has ended; negative: how many of those are left out. */
  readonly endOffset: number;
  /** Windows that start at a tick of these crons, or at these instants, are left out. */
  readonly exclusions?: readonly (string | number)[];
}

/** A set of keys that is kept in the instance under a name and changes while it runs. */
export interface DynamicPartitionsSnapshot {
  readonly type: 'dynamic';
  readonly name: string;
}

/** Every combination of the dimensions' keys. The dimensions are sorted by name. */
export interface MultiPartitionsSnapshot {
  readonly type: 'multi';
  readonly dimensions: readonly {
    readonly name: string;
    readonly partitions: DimensionSnapshot;
  }[];
}

/** What decides which partitions exist. */
export interface PartitionsContext {
  /** Milliseconds since 1970. */
  readonly now: number;
  /** The keys of a dynamic definition, in the order in which they were added. */
  dynamicPartitions(name: string): readonly string[];
}
