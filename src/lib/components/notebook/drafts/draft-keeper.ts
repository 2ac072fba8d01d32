import { randomId } from '../../../base/ids';
import type { Notebook } from '../../../notebook/notebook';
import { deleteDraft, keyOf, writeDraft, writeDraftNow, type Draft } from './draft-store';

/** Milliseconds from one write to the next, so that a large notebook does not make keys wait for its copies. */
const rest = 50;

/**
 * Keeps what is typed in one tab until it is stored: the first key at once, further ones as soon as that is written. So
 * a browser that is killed loses no more than that takes, however slow the save is.
 */
export class DraftKeeper {
  readonly #tab = { notebookId: '', tab: randomId() };
  /** What is to be written next; `dropped`: nothing is unsaved. */
  #next: Draft | 'dropped' | undefined;
  #writing = false;
  /** Something of this tab is kept. */
  #isKept = false;
  #leaveTab: (() => void) | undefined;

  constructor(notebookId: string) {
    this.#tab.notebookId = notebookId;
  }

  keep(notebook: Notebook, base: number): void {
    this.#holdTab();
    this.#next = { ...this.#tab, notebook, base, typedAt: Date.now() };
    this.#isKept = true;
    void this.#write();
  }

  /** As `keep`, in a page that may be going away. */
  keepNow(notebook: Notebook, base: number): void {
    this.keep(notebook, base);
    writeDraftNow({ ...this.#tab, notebook, base, typedAt: Date.now() });
  }

  /** What was kept is stored. */
  drop(): void {
    if (!this.#isKept) return;
    this.#isKept = false;
    this.#next = 'dropped';
    void this.#write();
  }

  /** The tab shows the notebook no more: what is kept is for whoever opens it next. */
  release(): void {
    this.#leaveTab?.();
    this.#leaveTab = undefined;
  }

  /** As long as this page lives, no other one takes its draft for a lost one. */
  #holdTab(): void {
    if (this.#leaveTab) return;
    const { promise, resolve } = Promise.withResolvers<void>();
    this.#leaveTab = resolve;
    void navigator.locks.request(keyOf(this.#tab), () => promise).catch(() => undefined);
  }

  async #write(): Promise<void> {
    if (this.#writing) return;
    this.#writing = true;
    while (this.#next) {
      const next = this.#next;
      this.#next = undefined;
      try {
        await (next === 'dropped' ? deleteDraft(keyOf(this.#tab)) : writeDraft(next));
      } catch {
        // There is no room, or nothing is kept for pages here: a smaller place is all that is left.
        if (next !== 'dropped') writeDraftNow(next);
      }
      if (next !== 'dropped') await new Promise((resolve) => setTimeout(resolve, rest));
    }
    this.#writing = false;
  }
}
