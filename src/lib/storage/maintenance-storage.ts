import type { InstigatorType, TickStatus } from './automation-storage';

/** Who leads, as the database knows it. */
export interface Lead {
  /** Rises with each leader; 0: nobody has led yet. */
  readonly epoch: number;
  /** Who it is, for people; empty where the last one has given the lead back. */
  readonly holder: string;
  /** Rises as long as the leader is well. */
  readonly renewals: number;
  /** Whether the leader holds its host's own lock too, which goes with its process. */
  readonly isLocked: boolean;
}

/** What may go. In any case stays what is newest: the tick of each instigator, all facts of each asset. */
export type Prunable =
  | {
      readonly kind: 'ticks';
      readonly type: InstigatorType;
      readonly status: TickStatus;
      readonly before: number;
    }
  | { readonly kind: 'evaluations'; readonly before: number }
  /** Finished runs that ended before that time. Their events go with `eventsOfPrunedRuns`. */
  | { readonly kind: 'runs'; readonly by: 'age'; readonly endedBefore: number }
  /** Finished runs that have so many (at least 1) younger ones of their job. */
  | { readonly kind: 'runs'; readonly by: 'number'; readonly newest: number }
  | { readonly kind: 'eventsOfPrunedRuns' }
  /** Values of materializations, but so many (at least 1) newest of each asset and partition. */
  | { readonly kind: 'values'; readonly newest: number };

export interface Pruned {
  /** Removed by this call. */
  readonly rows: number;
  /** There may be more: to be given to the next call. */
  readonly next?: string;
}

/** Rows that pruning has removed, by what they were. */
export type Removed = Readonly<Record<'ticks' | 'evaluations' | 'runs' | 'events' | 'values', number>>;

/** What takes space; `runs` is the runs with their events and all indexes. */
export interface StorageUse {
  readonly kind: 'runs' | 'ticks' | 'evaluations' | 'values' | 'attachments' | 'notebooks';
  readonly rows: number;
  readonly bytes: number;
}

/** What a notebook takes beside its present text. */
export interface NotebookHoldings {
  readonly id: string;
  /** Its earlier texts. */
  readonly versions: number;
  readonly versionBytes: number;
  /** Values that its runs stored, each content once; another notebook may have the same. */
  readonly results: number;
  readonly resultBytes: number;
}

/** What keeps the record in order. */
export interface MaintenanceStorage {
  lead(): Promise<Lead>;
  /**
   * Makes this storage the leader's, under the next epoch, and answers that. From then on each of its writes rejects with
   * `LeaderFenced`, and stores nothing, once there is a newer epoch: so a leader that slept cannot write. Answers
   * `undefined`, and changes nothing, where the epoch is no longer `after`. `close` gives the lead back.
   */
  takeLead(
    lead: Pick<Lead, 'holder' | 'isLocked'> & { readonly after?: number },
  ): Promise<number | undefined>;
  /** Says that this leader is well. */
  renewLead(lead: Pick<Lead, 'isLocked'>): Promise<void>;

  /**
   * Removes a batch of what may go, oldest first: about `limit` rows (default 500), so that it holds the thread for some
   * hundredths of a second. What an asset's newest materialization, observation and checks are stays, also where their
   * run goes (Dagster goes on naming a run that is gone).
   */
  prune(what: Prunable, after?: string, limit?: number): Promise<Pruned>;
  /** Of hashes of values, those that no event, notebook, bundle or record that came with a notebook names. */
  unnamed(hashes: readonly string[]): Promise<readonly string[]>;
  /** Of the database; what was freed within its file is not counted. */
  bytesUsed(): Promise<number>;
  storageUse(): Promise<readonly StorageUse[]>;
  /** Of every notebook, deleted ones too. It reads all events that name values. */
  notebookHoldings(): Promise<readonly NotebookHoldings[]>;

  /**
   * Copies the database beside itself, which replaces the copy of an earlier day: once a day, and only while it is small
   * enough for that to take no longer than a blink (50 MB). Answers whether it did.
   */
  backUpDaily(now: number): Promise<boolean>;
  /** The whole database as the bytes of one file, for a backup that is kept elsewhere. */
  snapshot(): Promise<Uint8Array<ArrayBuffer>>;
}
