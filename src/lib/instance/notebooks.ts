import type { ArtifactStore } from '../artifacts/artifact-store';
import type { Clock } from '../base/clock';
import { DagbookError } from '../base/errors';
import { hashOfBytes } from '../base/hash';
import { randomId } from '../base/ids';
import { withAttachment } from '../notebook/attachments';
import { readHeader } from '../notebook/header';
import { mergeNotebooks } from '../notebook/merge-notebooks';
import { readNotebook } from '../notebook/read-notebook';
import type { Storage, StoredNotebook } from '../storage/storage';
import type { Instance, NotebookDocument } from './instance';
import type { NotebookParser } from './notebook-parser';
import { keepReceived, receivedWith } from './received';
import type { Trusts } from './trust';

type NotebookCommands = Pick<
  Instance,
  | 'listNotebooks'
  | 'openNotebook'
  | 'createNotebook'
  | 'received'
  | 'attachedFile'
  | 'saveNotebook'
  | 'notebookVersions'
  | 'notebookVersion'
  | 'nameVersion'
  | 'attachFile'
  | 'deleteNotebook'
  | 'restoreNotebook'
>;

/** The files behind notebooks: what the host does with them, beside what pages ask for. */
export interface NotebookFiles {
  read(hash: string): Promise<Uint8Array | undefined>;
  /** Answers the hash by which it is kept. */
  keep(bytes: Uint8Array): Promise<string>;
  /** Bytes; 0 where it is not here. */
  sizeOf(hash: string): Promise<number>;
  /** Makes the notebook `id` what a file on disk says, whatever was stored before. */
  replace(input: {
    readonly id: string;
    readonly source: string;
    readonly files: readonly NamedFile[];
    /** Where it lies on disk. */
    readonly folder?: string;
  }): Promise<void>;
}

interface NamedFile {
  readonly path: string;
  readonly bytes: Uint8Array;
}

/** The setting that says in which folder of the disk a notebook lies. */
export const folderKey = (notebook: string): string => `folder:${notebook}`;

/** Attached files up to this many bytes live in the database, larger ones in the artifacts. */
const inlineFile = 256 * 1024;

/** The documents of the instance: notebooks with their attached files, saved so that no tab overwrites another. */
export function notebookCommands(deps: {
  readonly storage: Storage;
  readonly artifacts: ArtifactStore;
  readonly parser: NotebookParser;
  readonly clock: Clock;
  readonly trusts: Pick<Trusts, 'receive'>;
}): NotebookCommands & { readonly files: NotebookFiles } {
  const { storage, artifacts, parser, clock, trusts } = deps;
  const sizes = new Map<string, number>();

  async function keepFile(bytes: Uint8Array): Promise<string> {
    const hash = await hashOfBytes(bytes);
    if (bytes.length <= inlineFile) await storage.putValue({ hash, codec: 'bytes', bytes });
    else await artifacts.put(hash, bytes);
    sizes.set(hash, bytes.length);
    return hash;
  }

  const readFile = async (hash: string) => (await storage.getValue(hash)) ?? (await artifacts.get(hash));

  async function sizeOf(hash: string): Promise<number> {
    const size = sizes.get(hash) ?? (await readFile(hash))?.length ?? 0;
    if (size > 0) sizes.set(hash, size);
    return size;
  }

  async function withFiles(source: string, files: readonly NamedFile[]): Promise<string> {
    if (files.length === 0) return source;
    const before = readNotebook(source);
    let notebook = before;
    for (const { path, bytes } of files) notebook = withAttachment(notebook, path, await keepFile(bytes));
    return notebook === before ? source : parser.write(notebook);
  }

  async function document(stored: StoredNotebook): Promise<NotebookDocument> {
    const { attachments } = readHeader(readNotebook(stored.source)).header;
    const files = Object.entries(attachments).map(async ([path, hash]) => ({
      path,
      hash,
      size: await sizeOf(hash),
    }));
    return { ...stored, attachments: await Promise.all(files) };
  }

  async function existing(id: string): Promise<StoredNotebook> {
    const stored = await storage.getNotebook(id);
    if (stored) return stored;
    throw new DagbookError(`There is no notebook ${id} in this instance`, {
      name: 'NotebookNotFound',
      remedy: 'Open it from its file again, or look under the deleted notebooks.',
    });
  }

  /** Saves `change(stored)` over what is stored, again and again until nobody was faster. */
  async function update(
    id: string,
    change: (stored: StoredNotebook) => StoredNotebook | Promise<StoredNotebook>,
  ): Promise<StoredNotebook> {
    for (;;) {
      const stored = await existing(id);
      const wanted = await change(stored);
      if (wanted === stored) return stored;
      const next = { ...wanted, revision: stored.revision + 1, updatedAt: clock.now() };
      const saved = await storage.saveNotebook(next);
      if (saved.revision === next.revision && saved.source === next.source) return saved;
    }
  }

  const titled = (source: string) => ({ source, title: readHeader(readNotebook(source)).header.title });

  /** The text of a revision, or where it is no longer kept the nearest before it, from which it came. */
  async function textBefore(id: string, base: number): Promise<string> {
    const exact = await storage.notebookRevision(id, base);
    if (exact !== undefined) return exact;
    const older = (await storage.notebookVersions(id)).find(({ revision }) => revision < base);
    return (older && (await storage.notebookRevision(id, older.revision))) ?? '';
  }

  async function merged(stored: StoredNotebook, source: string, base: number): Promise<string> {
    if (stored.revision === base || stored.source === source) return source;
    const before = await textBefore(stored.id, base);
    if (before === stored.source) return source;
    return parser.write(
      mergeNotebooks(readNotebook(before), readNotebook(source), readNotebook(stored.source)).notebook,
    );
  }

  async function replace({
    id,
    source,
    files,
    folder,
  }: Parameters<NotebookFiles['replace']>[0]): Promise<void> {
    if (folder !== undefined && (await storage.getSetting(folderKey(id))) !== folder)
      await storage.setSetting(folderKey(id), folder);
    const text = await withFiles(source, files);
    const now = clock.now();
    const created = await storage.saveNotebook({
      id,
      ...titled(text),
      revision: 1,
      createdAt: now,
      updatedAt: now,
    });
    if (created.source === text && !created.deletedAt) return;
    await update(id, (stored) => ({ ...stored, ...titled(text), deletedAt: undefined }));
  }

  return {
    files: { read: readFile, keep: keepFile, sizeOf, replace },
    listNotebooks: (options) => storage.listNotebooks(options),
    async openNotebook(id) {
      const stored = await storage.getNotebook(id);
      return stored && document(stored);
    },
    async createNotebook({ id = randomId(), source, files = [], isForeign = false, received }) {
      const now = clock.now();
      const isNew = !(await storage.getNotebook(id));
      if (isForeign && isNew) await trusts.receive(id);
      const takeBack = received && isNew ? await keepReceived(deps, id, received) : undefined;
      try {
        const text = await withFiles(source, files);
        const saved = await storage.saveNotebook({
          id,
          ...titled(text),
          revision: 1,
          createdAt: now,
          updatedAt: now,
        });
        return await document(saved);
      } catch (error) {
        await takeBack?.();
        throw error;
      }
    },
    received: (id) => receivedWith(storage, id),
    attachedFile: readFile,
    async saveNotebook({ id, source, base }) {
      for (;;) {
        const stored = await existing(id);
        const text = await merged(stored, source, base);
        if (text === stored.source) return stored;
        const next = { ...stored, ...titled(text), revision: stored.revision + 1, updatedAt: clock.now() };
        const saved = await storage.saveNotebook(next);
        if (saved.revision === next.revision && saved.source === text) return saved;
      }
    },
    notebookVersions: (id) => storage.notebookVersions(id),
    notebookVersion: (id, revision) => storage.notebookRevision(id, revision),
    async nameVersion(version) {
      if (await storage.nameNotebookRevision(version)) return;
      throw new DagbookError('This version of the notebook is no longer kept', {
        name: 'VersionGone',
        remedy: 'Name one that is still in its history.',
      });
    },
    async attachFile({ notebookId, path, bytes }) {
      const hash = await keepFile(bytes);
      const attach = async ({ source, ...rest }: StoredNotebook) => ({
        ...rest,
        source: await parser.write(withAttachment(readNotebook(source), path, hash)),
      });
      return document(await update(notebookId, attach));
    },
    async deleteNotebook(id) {
      await update(id, (stored) => (stored.deletedAt ? stored : { ...stored, deletedAt: clock.now() }));
    },
    async restoreNotebook(id) {
      await update(id, (stored) => (stored.deletedAt ? { ...stored, deletedAt: undefined } : stored));
    },
  };
}
