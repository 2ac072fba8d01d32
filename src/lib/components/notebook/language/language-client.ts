import { releaseProxy, wrap } from 'comlink';
import type { CellsChange, Check, NotebookLanguage } from '../../../language/language';
import type { EndableWorker } from '../../../instance/browser/worker-parser';
import { getLocale } from '../../../words/generated/runtime.js';

/** What the worker serves (workers/language.ts). */
interface ServedLanguage extends Omit<NotebookLanguage, 'check'> {
  check(budget: number): Check;
  speak(locale: string): Promise<void>;
}

/** The same from the other side of the messages. */
export type AskedLanguage = {
  readonly [Question in keyof ServedLanguage]: (
    ...about: Parameters<ServedLanguage[Question]>
  ) => Promise<Awaited<ReturnType<ServedLanguage[Question]>>>;
};

/** Milliseconds that one answer may take. The first one, which reads all declarations, takes about one second. */
const longestAnswer = 20_000;
/** So many workers that never answered are enough. */
const mostFailures = 3;

interface Running {
  readonly language: AskedLanguage;
  /** It is there, and has its messages in the language of the page. From then on the time counts. */
  readonly ready: Promise<void>;
  /** Rejects when the worker breaks or is ended. */
  readonly ended: Promise<never>;
  readonly end: () => void;
}

/**
 * The language service in its worker. It only reads text, but a text may be made to keep it busy for ever: then the
 * worker is ended, and the next `update`, which must say everything again, starts another one.
 */
export class LanguageClient {
  #startWorker: () => EndableWorker;
  #running: Running | undefined;
  #failures = 0;

  constructor(startWorker: () => EndableWorker = startLanguageWorker) {
    this.#startWorker = startWorker;
  }

  get isRunning(): boolean {
    return this.#running !== undefined;
  }

  /** Resolves when all is there that a check needs. */
  async update(change: CellsChange): Promise<void> {
    if (this.#failures >= mostFailures) return;
    const { ready } = (this.#running ??= this.#start());
    await this.ask((language) => Promise.all([language.update(change), ready]));
  }

  /** `undefined` where the service is not running, was ended meanwhile, or does not know what to say. */
  async ask<Answer>(question: (language: AskedLanguage) => Promise<Answer>): Promise<Answer | undefined> {
    const running = this.#running;
    if (!running) return undefined;
    // At once, so that questions come to the worker in the order in which they are asked.
    const answer = question(running.language);
    answer.catch(() => {});
    let timer: ReturnType<typeof setTimeout> | undefined;
    try {
      await Promise.race([running.ready, running.ended]);
      timer = setTimeout(running.end, longestAnswer);
      const told = await Promise.race([answer, running.ended]);
      this.#failures = 0;
      return told;
    } catch {
      return undefined;
    } finally {
      clearTimeout(timer);
    }
  }

  stop(): void {
    this.#running?.end();
  }

  #start(): Running {
    const worker = this.#startWorker();
    const remote = wrap<ServedLanguage>(worker);
    const { promise: ended, reject } = Promise.withResolvers<never>();
    ended.catch(() => {});
    const end = () => {
      this.#running = undefined;
      this.#failures++;
      remote[releaseProxy]();
      worker.terminate();
      reject(new Error('The language service was ended'));
    };
    worker.addEventListener('error', end);
    const language = remote as unknown as AskedLanguage;
    return { language, ready: language.speak(getLocale()), ended, end };
  }
}

const startLanguageWorker = (): Worker =>
  new Worker(new URL('../../../../../workers/language.ts', import.meta.url), {
    type: 'module',
    name: 'language',
  });
