import { wrap } from 'comlink';
import { z } from 'zod/mini';
import { serializeError, type SerializedError } from '../../base/errors';
import { afterWaitingTasks } from '../../base/macrotask';
import { IsolateLost } from '../isolate-lost';
import type { Isolate, IsolateFiles } from '../isolate';
import type { StepMessage } from '../step-protocol';
import { answerFetches } from './answer-fetches';
import { answerFiles } from './answer-files';
import { answerQuestions } from './answer-questions';
import { limits } from './limits';
import {
  configIssuesSchema,
  errorsSchema,
  fetchRequestSchema,
  fileRequestSchema,
  possibleErrorSchema,
  questionRequestSchema,
  stepMessagesSchema,
  tickAnswerSchema,
} from './message-schemas';
import { withOwnBytes } from './own-bytes';
import { loadResultSchema } from './snapshot-schema';
import { stepReceiver, type StepReceiver } from './step-receiver';
import { transferList } from './transfer-list';
import { weigh } from './weigh';
import type { Kernel, ToIsolate } from './wire';

/** In ms. Somebody waits for it to launch a run. */
const longestCheck = 10_000;

/** What a platform gives for a new isolate: our ends of its two ports, and the power to end it. */
export interface Line {
  readonly control: MessagePort;
  readonly data: MessagePort;
  end(): void;
  /** Resolves when the isolate ended without `end`, with the reason. */
  readonly died: Promise<string>;
}

/**
 * The host's end of an isolate, and the boundary: everything that comes over the two ports is measured and validated
 * before anybody sees it, and an isolate that breaks the protocol is ended.
 *
 * The host only calls. It exposes nothing by Comlink, not even a callback: see `Kernel`.
 */
export function connectIsolate(line: Line, isolateFiles: IsolateFiles): Isolate {
  const kernel = wrap<Kernel>(line.control);
  const death = Promise.withResolvers<SerializedError>();
  const pending = new Set<(error: IsolateLost) => void>();
  let unanswered = 0;
  let over: IsolateLost | undefined;
  /** Those that have not ended, in the order of the calls; only the first one may speak. */
  const steps: { accept: StepReceiver; deliver: (message: StepMessage) => void; end: () => void }[] = [];

  /** Those not yet posted. */
  const orders: ReturnType<typeof withOwnBytes>[] = [];

  function finish(error: IsolateLost) {
    over = error;
    steps.length = 0;
    fetches.close();
    for (const reject of pending) reject(error);
    pending.clear();
    line.control.close();
    line.data.close();
    line.end();
  }

  function die(message: string, remedy: string) {
    if (over) return;
    const error = new IsolateLost(message, { remedy });
    death.resolve(serializeError(error));
    finish(error);
  }

  function breach(what: unknown) {
    const said =
      what instanceof z.core.$ZodError ? 'not a message of the protocol' : serializeError(what).message;
    die(
      `The isolate was ended because it broke the protocol: ${said.slice(0, 200)}`,
      'Code of the notebook, or of a package it imports, tampers with the isolate. Look for what changes built-in objects.',
    );
  }

  function listen(port: MessagePort, receive: (data: unknown) => void) {
    port.addEventListener('message', ({ data }) => {
      try {
        if (!over) receive(data);
      } catch (error) {
        breach(error);
      }
    });
    port.addEventListener('messageerror', () => breach('a message that cannot be read'));
    port.start();
  }

  const post = (said: ToIsolate, buffers: readonly ArrayBuffer[]) =>
    over ?? line.data.postMessage(said, transferList(buffers));
  const files = answerFiles(isolateFiles, post);
  const fetches = answerFetches(isolateFiles.mayReach ?? (async () => false), post);
  const questions = answerQuestions(isolateFiles.askInstance, post);

  /** A step has ended: it is counted anew. */
  function renew() {
    files.renew();
    fetches.renew();
    questions.renew();
  }

  /**
   * Posts them where the isolate has no more to do than waits here: it is never without work, and many share a message,
   * which costs the host as much as a step's rows.
   */
  function order() {
    if (orders.length === 0 || steps.length > 2 * orders.length) return;
    const ordered = orders.splice(0);
    post(
      { execute: ordered.map(({ request }) => request) },
      ordered.flatMap(({ transfer }) => transfer),
    );
  }

  listen(line.control, () => {
    if (--unanswered < 0) throw new Error('an answer that nobody asked for');
  });

  function wished(wish: unknown): Promise<void> {
    if (typeof wish === 'object' && wish !== null) {
      if ('fetch' in wish) return fetches.request(fetchRequestSchema.parse(wish));
      if ('question' in wish) return questions.request(questionRequestSchema.parse(wish));
    }
    return files.request(fileRequestSchema.parse(wish));
  }

  listen(line.data, (data) => {
    weigh(data, limits.message);
    if (!Array.isArray(data)) {
      wished(data).catch(breach);
      return;
    }
    if (data.length === 0) throw new Error('nothing said');
    for (const message of stepMessagesSchema.parse(data)) {
      if (!steps[0]) throw new Error('a message outside a step');
      const { accept, deliver, end } = steps[0];
      const isLast = accept(message);
      if ('metadata' in message) weigh({ ...message, value: undefined }, limits.metadata);
      // What goes wrong in the host's own listener is not the isolate's fault.
      queueMicrotask(() => over ?? deliver(message));
      if (!isLast) continue;
      steps.shift();
      order();
      renew();
      queueMicrotask(end);
    }
  });

  // What it said before it died has come, or comes with the tasks that wait now: it counts.
  void line.died.then((reason) =>
    afterWaitingTasks(() =>
      afterWaitingTasks(() =>
        die(reason, 'Run it again; if it ends the same way, let the step work on less data at a time.'),
      ),
    ),
  );

  /** Calls the kernel; whatever else than an answer comes back means that the isolate is not to be trusted. */
  function call<Answer>(ask: () => Promise<Answer>): Promise<Answer> {
    return new Promise((resolve, reject) => {
      if (over) return reject(over);
      pending.add(reject);
      unanswered++;
      ask().then((answer) => {
        pending.delete(reject);
        resolve(answer);
      }, breach);
    });
  }

  /** Calls the kernel for data of at most `budget`. */
  const answered = <Answer>(
    schema: z.ZodMiniType<Answer>,
    budget: number,
    ask: () => Promise<unknown>,
  ): Promise<Answer> =>
    call(async () => {
      const answer = await ask();
      weigh(answer, budget);
      return schema.parse(answer);
    });

  return {
    load(request) {
      files.attach(request.notebook.attachments);
      return answered(loadResultSchema, limits.snapshot, () => kernel.load(request));
    },

    execute: (request, onMessage) =>
      new Promise((resolve, reject) => {
        if (over) return reject(over);
        pending.add(reject);
        const end = () => {
          pending.delete(reject);
          resolve();
        };
        steps.push({ accept: stepReceiver(request), deliver: onMessage, end });
        orders.push(withOwnBytes(request));
        order();
      }),

    validateConfig(request) {
      const late = setTimeout(
        () =>
          die(
            `Checking a run config took longer than ${longestCheck / 1000} s`,
            'Look for an endless loop, or a promise that never settles, in a config schema.',
          ),
        longestCheck,
      );
      return answered(configIssuesSchema, limits.message, () => kernel.validateConfig(request)).finally(() =>
        clearTimeout(late),
      );
    },

    evaluateTick: (request) =>
      answered(tickAnswerSchema, limits.message, () => kernel.evaluateTick(request)).finally(renew),

    openRun: (request) => answered(possibleErrorSchema, limits.message, () => kernel.openRun(request)),

    closeRun: (runId) => answered(errorsSchema, limits.message, () => kernel.closeRun(runId)),

    ping: () => call(async () => void (await kernel.ping())),

    terminate() {
      if (!over) finish(new IsolateLost('The isolate was terminated'));
    },

    died: death.promise,
  };
}
