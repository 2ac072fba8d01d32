import type { StoredNotebook } from '../storage/storage';

/** A notebook with the files attached to it (relative path → content hash and bytes). */
export interface NotebookDocument extends StoredNotebook {
  readonly attachments: readonly { readonly path: string; readonly hash: string; readonly size: number }[];
}

/** What the instance does with notebooks as documents. */
export interface NotebookCalls {
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
}
