import { limits } from '../boundary/limits';
import type { StepMessage } from '../step-protocol';
import type { Say, StepWord } from './say';

/** How long something said may wait for company, in ms. */
const patience = 30;
/** What is said this often within `patience` goes out at once: a step that then hangs has been heard. */
const prompt = 20;

/**
 * The messages of one step on their way out: the first few go out as they are said, floods go out in batches.
 * The last word ends it: nothing is said after. Texts are cut and floods thinned to `limits`, each time with a word about it.
 */
export function stepOutbox(
  id: string,
  post: (messages: readonly StepMessage[], transfer: ArrayBuffer[]) => void,
): Say {
  let batch: StepMessage[] = [];
  let buffers: ArrayBuffer[] = [];
  let windowStart = 0;
  let isOver = false;
  let spent = 0;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const thin = thinning();

  function flush() {
    clearTimeout(timer);
    timer = undefined;
    if (batch.length === 0) return;
    post(batch, buffers);
    batch = [];
    buffers = [];
  }

  return (word, bytes) => {
    if (isOver) return; // A timer of the step may still speak after its end.
    isOver = word.type === 'succeeded' || word.type === 'failed';
    const time = Date.now();
    for (const kept of thin(word)) batch.push({ id, time, ...kept } as StepMessage);
    if (bytes) buffers.push(bytes);
    if (time - windowStart > patience) {
      windowStart = time;
      spent = 0;
    }
    if (isOver || spent++ < prompt) flush();
    else timer ??= setTimeout(flush, patience);
  };
}

/** A text that may be said. */
export const cutText = (text: string): string =>
  text.length <= limits.text ? text : `${text.slice(0, limits.text - 20)}… (cut)`;

/** Keeps console output and logs within their limits; says once where it begins to leave out. */
function thinning(): (word: StepWord) => readonly StepWord[] {
  let consoleLeft = limits.consoleTotal;
  let logsLeft = limits.logs;

  const notice = (what: string): StepWord => ({
    type: 'log',
    level: 'WARNING',
    message: `This step ${what}: what follows is left out`,
  });

  return (word) => {
    if (word.type === 'console') {
      const text = cutText(word.text);
      const before = consoleLeft;
      consoleLeft -= text.length + 100;
      if (consoleLeft >= 0) return [{ ...word, text }];
      return before >= 0
        ? [notice(`wrote more than ${limits.consoleTotal / 2 ** 20} MB to the console`)]
        : [];
    }
    if (word.type === 'log') {
      if (--logsLeft > 0) return [{ ...word, message: cutText(word.message) }];
      return logsLeft === 0 ? [notice(`logged more than ${limits.logs} messages`)] : [];
    }
    return [word];
  };
}
