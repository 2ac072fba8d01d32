import { expose } from 'comlink';
import { DagbookError, serializeError } from '../../base/errors';
import { afterWaitingTasks } from '../../base/macrotask';
import { limits } from '../boundary/limits';
import { transferList } from '../boundary/transfer-list';
import { weigh } from '../boundary/weigh';
import type { FromIsolate, Kernel, ToIsolate } from '../boundary/wire';
import { emptySnapshot } from '../../definitions/snapshot';
import type { LoadResult } from '../isolate';
import type { StepMessage, StepRequest } from '../step-protocol';
import { askHost } from './ask-host';
import { askInstance } from './ask-instance';
import { captureConsole } from './capture-console';
import { catchStrayErrors } from './stray-errors';
import type { Engine } from './engine';
import { hostFetch } from './host-fetch';
import { loadNotebook } from './load-notebook';
import type { LoadedNotebook } from './loaded-notebook';
import type { ImportText } from './module-loader';
import { renouncePowers } from './renounce-powers';
import type { Say } from './say';
import { stepOutbox } from './step-outbox';

/**
 * The inner end of an isolate: what runs in the worker before any user code. The platform's bootstrap calls the
 * answer once, with the two ports that the host made.
 */
export function startKernel(engine: Engine) {
  return (importText: ImportText, control: MessagePort, data: MessagePort): void => {
    renouncePowers();
    const send = data.postMessage.bind(data);
    const post = (said: FromIsolate, buffers: readonly ArrayBuffer[]) => send(said, transferList(buffers));
    const { answered, ...stored } = askHost(post);
    const instance = askInstance((request) => post(request, []));
    const files = { ...stored, askInstance: instance.ask };
    const network = hostFetch(post);
    globalThis.fetch = network.fetch;
    const strays = new Map<object, unknown>();
    let loaded: LoadedNotebook | undefined;
    let say: Say | undefined;
    let lastStep = Promise.resolve();
    let waiting = 0;
    let held: StepMessage[] = [];
    let heldBuffers: ArrayBuffer[] = [];

    /** The end of a step goes out with the start of the next, which follows at once: every message costs the host. */
    function postWords(messages: readonly StepMessage[], buffers: readonly ArrayBuffer[]): void {
      held.push(...messages);
      heldBuffers.push(...buffers);
      if (waiting > 0 && isEnd(held.at(-1)!)) return;
      post(held, heldBuffers);
      held = [];
      heldBuffers = [];
    }

    function takeStrays(): readonly unknown[] {
      const errors = [...strays.values()];
      strays.clear();
      return errors;
    }

    async function strayErrors(): Promise<readonly unknown[]> {
      await strayTold();
      return takeStrays();
    }

    catchStrayErrors(
      (error, promise = {}) => {
        strays.set(promise, error);
        say?.({ type: 'log', level: 'ERROR', message: `Nobody caught: ${serializeError(error).message}` });
      },
      (promise) => strays.delete(promise),
    );
    captureConsole((stream, text) => {
      say?.({ type: 'console', stream, text });
      return say !== undefined;
    });
    globalThis.addEventListener?.('securitypolicyviolation', (event) => {
      const { blockedURI } = event as SecurityPolicyViolationEvent;
      const rule = URL.canParse(blockedURI)
        ? 'Cells reach other hosts by fetch only, those that were granted.'
        : 'Cells make no code of texts.';
      console.warn(`Blocked: ${blockedURI}. ${rule}`);
    });

    function renew(): void {
      files.renew();
      network.renew();
      instance.renew();
    }

    async function execute(request: StepRequest): Promise<void> {
      waiting--;
      say = stepOutbox(request.id, postWords);
      for (const error of takeStrays()) {
        const message = `Left by what ran before this step: ${serializeError(error).message}`;
        say({ type: 'log', level: 'WARNING', message });
      }
      await engine.execute(request, loaded, { say, files, strayErrors });
      say = undefined;
      renew();
      takeStrays(); // They were logged as they came.
    }

    const kernel: Kernel = {
      async load(request) {
        takeStrays();
        const { loaded: next, result } = await loadNotebook(request, importText);
        loaded = { ...next, store: files.store };
        const strays = await strayErrors();
        return bounded({
          ...result,
          errors: [...result.errors, ...strays.map((error) => serializeError(error))],
        });
      },
      validateConfig: async (request) => plain(await engine.validateConfig(request, loaded)),
      async evaluateTick(request) {
        takeStrays(); // Left by what ran before: not its own.
        const answer = plain(await engine.evaluateTick(request, loaded, { files, strayErrors }));
        renew();
        return answer;
      },
      openRun: async (request) => plain(await engine.openRun(request, loaded)),
      closeRun: async (runId) => plain(await engine.closeRun(runId)),
      ping() {},
    };
    expose(kernel, control);
    data.onmessage = ({ data: said }: MessageEvent<ToIsolate>) => {
      if ('fetch' in said) return network.answered(said);
      if ('question' in said) return instance.answered(said);
      if (!('execute' in said)) return answered(said);
      waiting += said.execute.length;
      for (const request of said.execute) lastStep = lastStep.then(() => execute(request));
    };
  };
}

const isEnd = ({ type }: StepMessage) => type === 'succeeded' || type === 'failed';

/**
 * Waits until the platform has told of rejections that nobody handled. It puts that on its tasks when the work under
 * way ends, hence the second wait.
 */
const strayTold = () => new Promise<void>((resolve) => afterWaitingTasks(() => afterWaitingTasks(resolve)));

/** The result as the host will take it: plain data within its limit. */
function bounded(result: LoadResult): LoadResult {
  const data = plain(result);
  try {
    weigh(data, limits.snapshot);
    return data;
  } catch {
    const error = new DagbookError('The definitions of this notebook are too large', {
      name: 'DefinitionsTooLarge',
      remedy: 'Keep data out of metadata, descriptions and tags.',
    });
    return { snapshot: emptySnapshot, errors: [serializeError(error)] };
  }
}

/** Answers are plain data, whatever user code has put into them. */
const plain = <Answer>(answer: Answer): Answer =>
  answer === undefined ? answer : (JSON.parse(JSON.stringify(answer)) as Answer);
