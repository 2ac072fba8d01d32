import { hashOf } from '../../../base/hash';
import { serializeError, type SerializedError } from '../../../base/errors';
import type { Instance } from '../../../instance/instance';
import type { OpenNotebook } from '../open-notebook.svelte';
import { dropLink, keepLink, linkOf, type DiskLink } from './disk-links';
import { askFor, isAllowed, overwrite } from './file-access';
import { judgeDisk } from './judge-disk';

export type DiskState =
  /** The notebook has no file. */
  | { readonly type: 'none' }
  /** The browser wants a click before the file may be read. */
  | { readonly type: 'asleep' }
  | { readonly type: 'same' }
  /** The file may not be written before a click. */
  | { readonly type: 'ahead' }
  /** Another program changed the file. */
  | { readonly type: 'changed'; readonly theirs: string; readonly isChangedHere: boolean }
  /** It was moved or deleted. */
  | { readonly type: 'missing' }
  | { readonly type: 'failed'; readonly error: SerializedError };

/** Milliseconds from a save, or from a change on disk, to what follows from it. */
const delay = 250;

/** The file on disk of an open notebook: what is saved is written to it, unless another program has changed it. */
export class DiskFile {
  state: DiskState = $state.raw({ type: 'none' });
  name = $state('');
  readonly #instance: Pick<Instance, 'openNotebook' | 'subscribe'>;
  readonly #open: OpenNotebook;
  #observer: InstanceType<NonNullable<Window['FileSystemObserver']>> | undefined;
  #observed: FileSystemFileHandle | undefined;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(instance: Pick<Instance, 'openNotebook' | 'subscribe'>, open: OpenNotebook) {
    this.#instance = instance;
    this.#open = open;
  }

  /** Keeps the two the same from now on; answers how to stop. */
  follow(): () => void {
    const later = () => (this.#timer ??= setTimeout(() => void this.settle(), delay));
    const unsubscribe = this.#instance.subscribe((changes) => {
      if (this.name && changes.some((change) => change.topic === 'notebook' && change.id === this.#open.id))
        later();
    });
    // Without it, a change is noticed when the page has the focus again, and before each write.
    this.#observer = window.FileSystemObserver && new window.FileSystemObserver(later);
    void this.settle();
    return () => {
      unsubscribe();
      this.#observer?.disconnect();
      if (this.#timer !== undefined) void this.settle();
    };
  }

  /** Compares the two now, and writes what is newer here. Tabs take turns. */
  async settle(): Promise<void> {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    await navigator.locks.request(`dagbook-disk:${this.#open.id}`, async () => {
      // A browser that keeps nothing for pages keeps no file for them either.
      const link = await linkOf(this.#open.id).catch(() => undefined);
      this.name = link?.handle.name ?? '';
      this.state = link ? await this.#compare(link).catch(whyNot) : { type: 'none' };
      if (link && this.state.type !== 'asleep') await this.#observe(link.handle);
    });
  }

  async #observe(handle: FileSystemFileHandle): Promise<void> {
    if (!this.#observer || (this.#observed && (await handle.isSameEntry(this.#observed)))) return;
    this.#observer.disconnect();
    this.#observed = handle;
    await this.#observer.observe(handle).catch(() => {});
  }

  /** Asks the browser for what it does not allow unasked; only after a click. */
  async reconnect(): Promise<void> {
    const link = await linkOf(this.#open.id);
    if (link) await askFor(link.handle, 'readwrite');
    await this.settle();
  }

  /** Connects the notebook to a file, whose content it will be. */
  async connect(handle: FileSystemFileHandle): Promise<void> {
    await keepLink(this.#open.id, { handle, agreed: hashOf(await (await handle.getFile()).text()) });
    await this.settle();
  }

  /** The file stays as it is from now on, and so does the notebook. */
  async disconnect(): Promise<void> {
    await dropLink(this.#open.id);
    await this.settle();
  }

  /** Writes the notebook over a text of the file that somebody has seen. */
  async keepMine(theirs: string): Promise<void> {
    await this.#agree(theirs);
    await this.reconnect();
  }

  /** Makes the notebook what the file says, which can be undone. */
  async takeTheirs(theirs: string): Promise<void> {
    this.#open.takeOver(theirs);
    await this.#open.flush();
    if (this.#open.save.type === 'saved') await this.#agree(theirs);
    await this.settle();
  }

  async #agree(text: string): Promise<void> {
    const link = await linkOf(this.#open.id);
    if (link) await keepLink(this.#open.id, { ...link, agreed: hashOf(text) });
  }

  async #compare({ handle, agreed }: DiskLink): Promise<DiskState> {
    const mayWrite = await isAllowed(handle, 'readwrite');
    if (!mayWrite && !(await isAllowed(handle, 'read'))) return { type: 'asleep' };
    for (;;) {
      const file = await handle.getFile();
      const theirs = await file.text();
      // What is stored, not what is on this screen: it is the same for all tabs.
      const mine = (await this.#instance.openNotebook(this.#open.id))?.source ?? theirs;
      const verdict = judgeDisk(hashOf(mine), hashOf(theirs), agreed);
      if (verdict === 'behind' || verdict === 'apart')
        return { type: 'changed', theirs, isChangedHere: verdict === 'apart' };
      if (verdict === 'ahead' && !mayWrite) return { type: 'ahead' };
      if (verdict === 'ahead' && !(await overwrite(handle, mine, file))) continue;
      if (agreed !== hashOf(mine)) await keepLink(this.#open.id, { handle, agreed: hashOf(mine) });
      return { type: 'same' };
    }
  }
}

const whyNot = (thrown: unknown): DiskState =>
  thrown instanceof DOMException && thrown.name === 'NotFoundError'
    ? { type: 'missing' }
    : { type: 'failed', error: serializeError(thrown) };
