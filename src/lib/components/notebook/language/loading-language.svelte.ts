import { firstEditor } from '../first-editor';
import type { NotebookContext } from '../notebook-context';
import type { NotebookCode } from './notebook-code.svelte';

/** Milliseconds to wait for a quiet moment, at most. */
const longestWait = 2_000;

/** The language service of the open notebook, once it is there: it comes after all that is needed to write and to run. */
export class LoadingLanguage {
  code: NotebookCode | undefined = $state.raw();

  /** Answers how to stop. */
  start(notebook: NotebookContext): () => void {
    let stop: (() => void) | undefined;
    let isOver = false;
    void firstEditor.promise.then(quietMoment).then(async () => {
      const { NotebookCode } = await import('./notebook-code.svelte');
      if (isOver) return;
      const code = new NotebookCode(notebook);
      stop = $effect.root(() => code.follow());
      this.code = code;
    });
    return () => {
      isOver = true;
      stop?.();
      this.code = undefined;
    };
  }
}

const quietMoment = () =>
  new Promise<void>((resolve) =>
    'requestIdleCallback' in window
      ? requestIdleCallback(() => resolve(), { timeout: longestWait })
      : setTimeout(resolve, longestWait),
  );
