import type { Permissions } from '../notebook/permissions';
import type { StoredNotebook } from '../storage/storage';
import type { NotebookVersion } from '../storage/thin-versions';
import type { DocumentSummary } from './documents';
import type { KeyClash } from './key-clashes';
import type { Received, ReceivedFile } from './received';
import type { Trust } from './trust';

/** A notebook with the files attached to it (relative path → content hash and bytes). */
export interface NotebookDocument extends StoredNotebook {
  readonly attachments: readonly { readonly path: string; readonly hash: string; readonly size: number }[];
}

/** A notebook and what it may do here. */
export interface NotebookGrants extends Trust {
  readonly id: string;
  readonly title: string;
}

/** What the instance does with notebooks as documents. */
export interface NotebookCalls {
  listNotebooks(options?: { readonly deleted?: boolean }): Promise<readonly StoredNotebook[]>;
  /** All notebooks, last changed first, deleted ones at the end, with what is kept of each. */
  documents(): Promise<readonly DocumentSummary[]>;
  openNotebook(id: string): Promise<NotebookDocument | undefined>;
  createNotebook(input: {
    readonly id?: string;
    readonly source: string;
    readonly files?: readonly { readonly path: string; readonly bytes: Uint8Array }[];
    /** It came from outside: nothing of it runs until `allowNotebook`. Default false. */
    readonly isForeign?: boolean;
    /** Came with it: kept beside it, to be looked at. */
    readonly received?: ReceivedFile;
  }): Promise<NotebookDocument>;
  /** What came with the notebook's file; `undefined` where nothing did. */
  received(id: string): Promise<Received | undefined>;
  /** The bytes of a file that is attached to some notebook; `undefined` where they are not in this instance. */
  attachedFile(hash: string): Promise<Uint8Array | undefined>;
  /**
   * Saves over revision `base`. Where another tab has saved since, cells that only one side changed are merged;
   * the answer's `source` is what is stored now.
   */
  saveNotebook(input: {
    readonly id: string;
    readonly source: string;
    readonly base: number;
  }): Promise<StoredNotebook>;
  /** Its earlier texts that are kept, newest first; the present one only if it is named. */
  notebookVersions(id: string): Promise<readonly NotebookVersion[]>;
  /** The text of one of them; `undefined` where it is no longer kept. */
  notebookVersion(id: string, revision: number): Promise<string | undefined>;
  /**
   * Names a version, which may be the present one, so that it is kept for good; without a name it goes with time like
   * the others. Rejects with `VersionGone`.
   */
  nameVersion(version: {
    readonly id: string;
    readonly revision: number;
    readonly name?: string;
  }): Promise<void>;
  /** Keeps the file's bytes and names it in the notebook's header. */
  attachFile(input: {
    readonly notebookId: string;
    readonly path: string;
    readonly bytes: Uint8Array;
  }): Promise<NotebookDocument>;
  deleteNotebook(id: string): Promise<void>;
  restoreNotebook(id: string): Promise<void>;

  /** What a notebook may do here. */
  trust(id: string): Promise<Trust>;
  /** Other notebooks that make assets of the same keys, and so take the place of what this one makes. */
  keyClashes(id: string): Promise<readonly KeyClash[]>;
  /** Notebooks that came from outside or were granted something, with what they may do. */
  grants(): Promise<readonly NotebookGrants[]>;
  /** Lets its code run in the sandbox, with these permissions and no others. Its isolates start anew. */
  allowNotebook(id: string, granted: Permissions): Promise<void>;
  /** Takes all of that back: it is only shown from now on, and what runs of it ends. */
  distrustNotebook(id: string): Promise<void>;
}
