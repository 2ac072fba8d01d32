import type { SerializedError } from '../base/errors';
import type {
  AssetKeyString,
  AssetSnapshot,
  DefinitionsSnapshot,
  ExecutorChoice,
} from '../definitions/snapshot';
import type { EventOf, RunEvent, ValuePointer } from '../events/event';
import type {
  Change,
  EventsFilter,
  RunsFilter,
  StorageInfo,
  StoredNotebook,
  StoredRun,
} from '../storage/storage';

/** A notebook with the files attached to it (relative path → content hash and bytes). */
export interface NotebookDocument extends StoredNotebook {
  readonly attachments: readonly { readonly path: string; readonly hash: string; readonly size: number }[];
}

/** What loading a notebook as a code location gave. */
export interface LocationStatus {
  readonly name: string;
  readonly bundle: string;
  readonly snapshot: DefinitionsSnapshot;
  /** Cells that do not compile or throw, and wrong definitions; each names cell, line and remedy. */
  readonly errors: readonly SerializedError[];
}

/** An asset as a page shows it: what it is, and how it stands. */
export interface AssetStatus {
  readonly asset: AssetSnapshot;
  readonly location: string;
  readonly latest?: EventOf<'ASSET_MATERIALIZATION'>;
  /** Unfinished runs whose plan has this asset. */
  readonly inProgress: readonly {
    readonly runId: string;
    readonly stepKey: string;
    readonly started: boolean;
  }[];
  /** The newest failure, where it is newer than `latest`. */
  readonly lastFailure?: EventOf<'STEP_FAILURE'>;
  /** FRESH, STALE with its causes in words, or MISSING (never materialized). */
  readonly stale: { readonly status: 'FRESH' | 'STALE' | 'MISSING'; readonly causes: readonly string[] };
}

export interface LaunchRequest {
  /** Chosen by the caller, so that a repeated call launches nothing twice. */
  readonly runId?: string;
  readonly location: string;
  /** An asset selection; default every asset of the location. */
  readonly selection?: string;
  readonly jobName?: string;
  readonly tags?: Readonly<Record<string, string>>;
  readonly executor?: ExecutorChoice;
}

export interface InstanceInfo {
  readonly storage: StorageInfo;
  /** Where values go: `opfs`, `indexeddb` or a folder. */
  readonly artifacts: string;
  readonly cores: number;
  readonly version: string;
  /** What the user must know of this store, e.g. that nothing survives a private window. */
  readonly warnings: readonly string[];
}

/** A value as stored; the caller decodes it with `artifacts/codecs`. */
export interface StoredValue extends ValuePointer {
  readonly bytes: Uint8Array;
}

/**
 * The one door: all that pages and the command line can ask for. Every call is answered once even if the leader
 * changes under way; arguments and answers are plain data (and bytes).
 */
export interface Instance {
  listNotebooks(options?: { readonly deleted?: boolean }): Promise<readonly StoredNotebook[]>;
  openNotebook(id: string): Promise<NotebookDocument | undefined>;
  createNotebook(input: {
    readonly id?: string;
    readonly source: string;
    readonly files?: readonly { readonly path: string; readonly bytes: Uint8Array }[];
  }): Promise<NotebookDocument>;
  /**
   * Saves over revision `base`. Where another tab has saved since, cells that only one side changed are merged;
   * the answer's `source` is what is stored now.
   */
  saveNotebook(input: {
    readonly id: string;
    readonly source: string;
    readonly base: number;
  }): Promise<StoredNotebook>;
  /** Keeps the file's bytes and names it in the notebook's header. */
  attachFile(input: {
    readonly notebookId: string;
    readonly path: string;
    readonly bytes: Uint8Array;
  }): Promise<NotebookDocument>;
  deleteNotebook(id: string): Promise<void>;
  restoreNotebook(id: string): Promise<void>;

  /** Compiles and loads the stored text (again, if it changed) and remembers its definitions. */
  loadLocation(name: string): Promise<LocationStatus>;
  /** All assets of one location, or of all, with their state. */
  assets(location?: string): Promise<readonly AssetStatus[]>;
  materializations(key: AssetKeyString, limit?: number): Promise<readonly EventOf<'ASSET_MATERIALIZATION'>[]>;
  /** `undefined` where the value is lost or was never stored. */
  value(pointer: ValuePointer): Promise<StoredValue | undefined>;

  launchRun(request: LaunchRequest): Promise<{ readonly runId: string }>;
  cancelRun(runId: string): Promise<void>;
  listRuns(filter?: RunsFilter): Promise<readonly StoredRun[]>;
  getRun(runId: string): Promise<StoredRun | undefined>;
  runEvents(runId: string, filter?: EventsFilter): Promise<readonly RunEvent[]>;
  deleteRun(runId: string): Promise<void>;

  info(): Promise<InstanceInfo>;
  /** Hears of every durable change; answers the unsubscribe function. */
  subscribe(listener: (changes: readonly Change[]) => void): () => void;
}
