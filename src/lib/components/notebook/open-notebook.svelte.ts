import { serializeError, type SerializedError } from '../../base/errors';
import type { Instance, NotebookDocument } from '../../instance/instance';
import { changeCell, newCell } from '../../notebook/cell';
import { withAttachment, withoutAttachment } from '../../notebook/attachments';
import { insertCells, type Cells } from '../../notebook/cell-edits';
import {
  emptyHistory,
  isNewestIn,
  recorded,
  stepThrough,
  touchedCells,
  type CellHistory,
} from '../../notebook/cell-history';
import { readHeader, withHeader } from '../../notebook/header';
import { mergeNotebooks } from '../../notebook/merge-notebooks';
import type { CellKind, Notebook, NotebookHeader } from '../../notebook/notebook';
import { readNotebook } from '../../notebook/read-notebook';
import { sameJson } from '../../notebook/same-cell';
import type { StoredNotebook } from '../../storage/storage';
import { whenIdle } from '../when-idle';
import { codeOf } from './code-of';
import { DraftKeeper } from './drafts/draft-keeper';

export type SaveState =
  | { readonly type: 'saved' }
  | { readonly type: 'saving' }
  | { readonly type: 'failed'; readonly error: SerializedError };

type NotebookPort = Pick<Instance, 'openNotebook' | 'saveNotebook' | 'attachFile' | 'subscribe'>;

/** Milliseconds from a keystroke to its save, which waits for a drawn letter, but no longer. Until then the draft keeps it. */
const saveDelay = 150;

/** Writing parses edited cells: the parser comes with the first keystroke, not with the page. */
const writer = () => import('../../notebook/write-notebook');

const writeNotebook = async (notebook: Notebook): Promise<string> => (await writer()).writeNotebook(notebook);

/** A notebook as it is opened. */
type Opened = Pick<NotebookDocument, 'id' | 'source' | 'revision' | 'attachments'>;

/** A text as it was stored or sent, and what it says. */
interface Written {
  readonly source: string;
  readonly notebook: Notebook;
}

/**
 * A notebook being edited. Every edit is saved by itself, from the first keystroke; what other tabs save is taken in,
 * and where both changed the same cell the text on this screen stays.
 */
export class OpenNotebook {
  readonly id: string;
  notebook: Notebook = $state.raw({ preamble: '', cells: [] });
  /** The cells' ids in order. Typing does not touch them, so that what hangs on them rests meanwhile. */
  ids: readonly string[] = $state.raw([]);
  attachments: NotebookDocument['attachments'] = $state.raw([]);
  save: SaveState = $state.raw({ type: 'saved' });
  /** The stored code. It changes when the code location must be loaded again. */
  storedCode = $state.raw('');
  #history: CellHistory = $state.raw(emptyHistory);

  readonly cells = $derived(this.notebook.cells);
  /** It rests while somebody types, as `ids` do. */
  header: NotebookHeader = $state.raw(readHeader(this.notebook).header);
  readonly title = $derived(this.header.title);
  readonly canUndo = $derived(this.#history.undo.length > 0);
  readonly canRedo = $derived(this.#history.redo.length > 0);

  #port: NotebookPort;
  #stored: Written & { readonly revision: number };
  #timer: ReturnType<typeof setTimeout> | undefined;
  readonly #draft: DraftKeeper;
  /** Stores the notebook, until it is stored. */
  #create: (() => Promise<NotebookDocument>) | undefined;
  /** Saves and takings-in happen one after the other. */
  #queue: Promise<void> = Promise.resolve();

  /** `create` stores a notebook that is not stored yet: the first save begins with it, or `follow`. */
  constructor(port: NotebookPort, document: Opened, create?: () => Promise<NotebookDocument>) {
    this.#port = port;
    this.id = document.id;
    this.#draft = new DraftKeeper(document.id);
    this.attachments = document.attachments;
    const notebook = readNotebook(document.source);
    this.#show(notebook);
    this.#create = create;
    if (create) this.save = { type: 'saving' };
    else this.storedCode = codeOf(notebook);
    this.#stored = { source: document.source, notebook, revision: document.revision };
  }

  /** Hears of other tabs' saves; answers how to stop, which also saves what is not saved yet. */
  follow(): () => void {
    if (this.#create) void this.#enqueue(() => this.#save());
    const unsubscribe = this.#port.subscribe((changes) => {
      if (changes.some((change) => change.topic === 'notebook' && change.id === this.id))
        void this.#enqueue(() => this.#takeIn());
    });
    return () => {
      unsubscribe();
      void this.flush().then(() => this.#draft.release());
    };
  }

  setText(id: string, text: string): void {
    this.#edit(changeCell(this.notebook, id, { text }));
  }

  setTitle(title: string): void {
    if (title === this.title) return;
    this.#edit(withHeader(this.notebook, { title }));
  }

  /** Does a cell action, which `undo` takes back; answers the cells that it made, changed or moved. */
  act(edit: (cells: Cells) => Cells): readonly string[] {
    const before = this.cells;
    const after = edit(before);
    if (after === before) return [];
    this.#history = recorded(this.#history, before, after);
    this.#edit({ ...this.notebook, cells: after });
    return touchedCells(before, after);
  }

  /** Inserts an empty cell behind `after` and answers its id. */
  insert(kind: CellKind, after: string | undefined): string {
    const cell = newCell(kind);
    this.act((cells) => insertCells(cells, [cell], after));
    return cell.id;
  }

  /** Makes the notebook what another text of it says. Cells come back with `undo`. */
  takeOver(source: string): void {
    const { preamble, cells } = readNotebook(source);
    this.act(() => cells);
    if (preamble !== this.notebook.preamble) this.#edit({ ...this.notebook, preamble });
  }

  /** Takes the last cell action back, or does it again; answers the cells that this made, changed or moved. */
  step(direction: 'undo' | 'redo'): readonly string[] {
    const before = this.cells;
    const step = stepThrough(this.#history, direction, before);
    if (!step) return [];
    this.#history = step.history;
    this.#edit({ ...this.notebook, cells: step.cells });
    return touchedCells(before, step.cells);
  }

  /** Takes the last cell action back, or does it again, if that is what made the text of a cell what it is. */
  stepIn(id: string, direction: 'undo' | 'redo'): boolean {
    const isNewest = isNewestIn(this.#history, direction, this.cells, id);
    if (isNewest) this.step(direction);
    return isNewest;
  }

  /** Saves now what is not saved; resolves when it is stored or has failed. */
  flush(): Promise<void> {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    return this.#enqueue(() => this.#save());
  }

  /** The page may be going away: saves, and keeps what is not saved in case that comes too late. */
  leave(): void {
    if (this.notebook !== this.#stored.notebook) this.#draft.keepNow(this.notebook, this.#stored.revision);
    void this.flush();
  }

  /** The cells as they are stored. */
  get storedCells(): Cells {
    return this.#stored.notebook.cells;
  }

  /** The revision that is stored, as far as this page knows. */
  get storedRevision(): number {
    return this.#stored.revision;
  }

  async attach(path: string, bytes: Uint8Array): Promise<void> {
    await this.flush();
    await this.#enqueue(async () => {
      const document = await this.#port.attachFile({ notebookId: this.id, path, bytes });
      this.#adopt(document, this.#stored);
      this.attachments = document.attachments;
    });
  }

  /** Takes a file out of the notebook; answers how to put it back. Its bytes stay where they are for now. */
  detach(path: string): (() => void) | undefined {
    const file = this.attachments.find((each) => each.path === path);
    if (!file) return undefined;
    this.#edit(withoutAttachment(this.notebook, path));
    this.attachments = this.attachments.filter((each) => each !== file);
    return () => this.attachKept(file);
  }

  /** Attaches a file whose bytes the instance has. */
  attachKept(file: NotebookDocument['attachments'][number]): void {
    this.#edit(withAttachment(this.notebook, file.path, file.hash));
    this.attachments = [...this.attachments.filter(({ path }) => path !== file.path), file];
  }

  /** Says what a specifier stands for, or no more; answers how to put back what it said before. */
  pin(specifier: string, pin: string | undefined): () => void {
    const before = this.header.imports[specifier];
    const { [specifier]: _, ...others } = this.header.imports;
    const imports = pin === undefined ? others : { ...this.header.imports, [specifier]: pin };
    this.#edit(withHeader(this.notebook, { imports }));
    return () => void this.pin(specifier, before);
  }

  #show(notebook: Notebook): void {
    this.notebook = notebook;
    const { header } = readHeader(notebook);
    if (!sameJson(header, this.header)) this.header = header;
    const { cells } = notebook;
    if (cells.length !== this.ids.length || cells.some(({ id }, index) => id !== this.ids[index]))
      this.ids = cells.map(({ id }) => id);
  }

  #edit(notebook: Notebook): void {
    this.#show(notebook);
    this.#draft.keep(notebook, this.#stored.revision);
    this.#scheduleSave();
  }

  #scheduleSave(): void {
    this.save = { type: 'saving' };
    if (this.#timer !== undefined) return;
    this.#timer = setTimeout(() => whenIdle(() => void this.flush(), saveDelay), saveDelay);
    // The save tells what fails here.
    writer().catch(() => undefined);
  }

  #enqueue(task: () => Promise<void>): Promise<void> {
    const done = this.#queue.then(task);
    this.#queue = done.catch(() => undefined);
    return done;
  }

  async #save(): Promise<void> {
    try {
      if (this.#create) {
        const document = await this.#create();
        this.#create = undefined;
        this.#adopt(document, this.#stored);
        this.attachments = document.attachments;
      }
      for (;;) {
        const { notebook } = this;
        if (notebook === this.#stored.notebook) break;
        const source = await writeNotebook(notebook);
        if (source === this.#stored.source && notebook === this.notebook) break;
        this.save = { type: 'saving' };
        const answer = await this.#port.saveNotebook({ id: this.id, source, base: this.#stored.revision });
        this.#adopt(answer, { source, notebook });
        if (this.notebook !== this.#stored.notebook) this.#draft.keep(this.notebook, answer.revision);
      }
      this.save = { type: 'saved' };
      this.#draft.drop();
      // Where it fails the list stays as it is until the next save.
      await this.#readAttachments().catch(() => undefined);
    } catch (thrown) {
      this.save = { type: 'failed', error: serializeError(thrown) };
    }
  }

  /** Asks for the files that the stored header names, where they are not those shown. */
  async #readAttachments(): Promise<void> {
    const named = readHeader(this.#stored.notebook).header.attachments;
    const shown = Object.fromEntries(this.attachments.map(({ path, hash }) => [path, hash]));
    if (sameJson(named, shown)) return;
    this.attachments = (await this.#port.openNotebook(this.id))?.attachments ?? this.attachments;
  }

  async #takeIn(): Promise<void> {
    const document = await this.#port.openNotebook(this.id);
    if (!document || document.revision <= this.#stored.revision) return;
    this.#adopt(document, this.#stored);
    this.attachments = document.attachments;
    if (
      this.notebook !== this.#stored.notebook &&
      (await writeNotebook(this.notebook)) !== this.#stored.source
    )
      this.#scheduleSave();
  }

  /** Makes `answer` the stored text; `base` is what it and the screen both come from. */
  #adopt({ source, revision }: StoredNotebook, base: Written): void {
    const notebook = source === base.source ? base.notebook : readNotebook(source);
    if (notebook !== base.notebook)
      this.#show(
        this.notebook === base.notebook
          ? notebook
          : mergeNotebooks(base.notebook, this.notebook, notebook).notebook,
      );
    this.#stored = { source, notebook, revision };
    this.storedCode = codeOf(notebook);
  }
}
