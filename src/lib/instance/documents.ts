import { readHeader } from '../notebook/header';
import { readNotebook } from '../notebook/read-notebook';
import type { NotebookHoldings } from '../storage/maintenance-storage';
import type { Storage, StoredNotebook } from '../storage/storage';
import type { NotebookCalls } from './notebook-calls';
import type { NotebookFiles } from './notebooks';
import { receivedWith } from './received';
import type { Trust, Trusts } from './trust';

/** A notebook and all that is kept of it; sizes in bytes. */
export interface DocumentSummary
  extends
    Pick<StoredNotebook, 'id' | 'title' | 'createdAt' | 'updatedAt' | 'deletedAt'>,
    Omit<NotebookHoldings, 'id'> {
  readonly textBytes: number;
  readonly attachments: number;
  readonly attachmentBytes: number;
  readonly trust: Trust;
  /** The file it came in, if results came with it. */
  readonly cameIn?: string;
}

/** What this instance holds, notebook by notebook. */
export function documentCommands({
  storage,
  files,
  trusts,
}: {
  readonly storage: Storage;
  readonly files: Pick<NotebookFiles, 'sizeOf'>;
  readonly trusts: Pick<Trusts, 'of'>;
}): Pick<NotebookCalls, 'documents'> {
  async function summary(
    { source, revision: _, ...notebook }: StoredNotebook,
    holdings: NotebookHoldings | undefined,
  ): Promise<DocumentSummary> {
    const attached = Object.values(readHeader(readNotebook(source)).header.attachments);
    const sizes = await Promise.all([...new Set(attached)].map((hash) => files.sizeOf(hash)));
    return {
      ...{ versions: 0, versionBytes: 0, results: 0, resultBytes: 0, ...holdings, ...notebook },
      textBytes: new TextEncoder().encode(source).length,
      attachments: attached.length,
      attachmentBytes: sizes.reduce((sum, size) => sum + size, 0),
      trust: await trusts.of(notebook.id),
      cameIn: (await receivedWith(storage, notebook.id))?.fileName,
    };
  }

  return {
    async documents() {
      const [present, deleted, holdings] = await Promise.all([
        storage.listNotebooks(),
        storage.listNotebooks({ deleted: true }),
        storage.notebookHoldings(),
      ]);
      const byId = new Map(holdings.map((each) => [each.id, each]));
      return Promise.all(
        [...present, ...deleted].map((notebook) => summary(notebook, byId.get(notebook.id))),
      );
    },
  };
}
