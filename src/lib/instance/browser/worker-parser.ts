import { type Endpoint, proxy, releaseProxy, type Remote, wrap } from 'comlink';
import { DagbookError } from '../../base/errors';
import { readHeader } from '../../notebook/header';
import type { directParser } from '../direct-parser';
import { type NotebookParser, NotebookTooHard } from '../notebook-parser';

/** Milliseconds that one notebook may take. The largest honest ones take tenths of a second. */
const longestParse = 5_000;

/** What we need of a `Worker`. */
export type EndableWorker = Endpoint & { terminate(): void };

type Parser = Remote<typeof directParser>;

interface Running {
  readonly parser: Parser;
  /** Its code has arrived: from then on the time counts. */
  readonly ready: Promise<unknown>;
  /** Rejects when the worker breaks. */
  readonly broken: Promise<never>;
  readonly end: () => void;
}

/**
 * Parses in a worker (workers/compile.ts) that is started when first needed and kept. One notebook at a time, so that
 * each has the whole `longest`; where one takes longer the worker is ended, and the next gets a fresh one.
 */
export function workerParser(startWorker: () => EndableWorker, longest = longestParse): NotebookParser {
  let running: Running | undefined;
  let queue: Promise<unknown> = Promise.resolve();

  function start(): Running {
    const worker = startWorker();
    const parser = wrap<typeof directParser>(worker);
    const end = () => {
      parser[releaseProxy]();
      worker.terminate();
      running = undefined;
    };
    const { promise: broken, reject } = Promise.withResolvers<never>();
    broken.catch(end);
    worker.addEventListener('error', (event) => reject(new ParserLost((event as ErrorEvent).message)));
    return { parser, ready: parser.compile('', ''), broken, end };
  }

  async function parse<Answer>(
    title: () => string,
    work: (parser: Parser, onCell: (cell: string) => void) => Promise<Answer>,
  ): Promise<Answer> {
    const { parser, ready, broken, end } = (running ??= start());
    await Promise.race([ready, broken]);
    const { promise: late, reject } = Promise.withResolvers<never>();
    let cell: string | undefined;
    const timer = setTimeout(() => {
      end();
      reject(new NotebookTooHard(title(), longest, cell));
    }, longest);
    try {
      return await Promise.race([work(parser, (name) => (cell = name)), broken, late]);
    } finally {
      clearTimeout(timer);
    }
  }

  function inTurn<Answer>(work: () => Promise<Answer>): Promise<Answer> {
    const answer = queue.then(work);
    queue = answer.catch(() => {});
    return answer;
  }

  return {
    compile: (source, title) =>
      inTurn(() =>
        parse(
          () => title,
          (parser, onCell) => parser.compile(source, title, proxy(onCell)),
        ),
      ),
    write: (notebook) =>
      inTurn(() =>
        parse(
          () => readHeader(notebook).header.title,
          (parser) => parser.write(notebook),
        ),
      ),
  };
}

class ParserLost extends DagbookError {
  static override readonly name: string = 'ParserLost';

  constructor(reason: string | undefined) {
    super(`The worker that compiles notebooks did not start${reason ? `: ${reason}` : ''}`, {
      remedy: 'Reload the page.',
    });
  }
}
