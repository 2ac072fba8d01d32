import type { Clock } from '../../base/clock';
import { withOwnBytes } from '../boundary/own-bytes';
import { IsolateLost } from '../isolate-lost';
import type { Isolate, IsolateFiles, IsolateHost, LoadResult } from '../isolate';
import type { Engine } from '../inside/engine';
import type { LoadedNotebook } from '../inside/loaded-notebook';
import type { Say } from '../inside/say';
import type { StepMessage, StepRequest } from '../step-protocol';

/** What a bundle stands for in this realm: its definitions are objects here already. */
export interface DirectNotebook {
  readonly loaded: LoadedNotebook;
  readonly result: LoadResult;
}

export interface DirectHostOptions {
  readonly engine: () => Engine;
  /** By the hash of the bundle. */
  readonly notebook: (bundle: string) => DirectNotebook;
  /** For the times of what steps say. */
  readonly clock: Clock;
  /** Hears when something begins to be under way in an isolate; the answer is called when it has ended. */
  readonly onWork?: () => () => void;
}

/**
 * Isolates that isolate nothing: steps are executed in the calling realm, by the same engine, with the same encoded
 * values going in and out. For tests, where functions close over the test's own objects. An endless loop in a step
 * cannot be ended here; a step that waits can, and is not heard any more.
 */
export const directIsolateHost = (options: DirectHostOptions): IsolateHost => ({
  cores: 4,
  create: async (_, files) => directIsolate(options, files),
});

function directIsolate(
  { engine: makeEngine, notebook, clock, onWork = () => () => {} }: DirectHostOptions,
  files: IsolateFiles,
): Isolate {
  const engine = makeEngine();
  const end = Promise.withResolvers<never>();
  end.promise.catch(() => {});
  let loaded: LoadedNotebook | undefined;
  let isOver = false;
  let lastStep: Promise<unknown> = Promise.resolve();

  /** Answers as plain data, as a worker would; rejects where the isolate is ended meanwhile. */
  async function work<Answer>(task: () => Promise<Answer>): Promise<Answer> {
    if (isOver) return end.promise;
    const done = onWork();
    try {
      return structuredClone(await Promise.race([task(), end.promise]));
    } finally {
      done();
    }
  }

  function execute(request: StepRequest, onMessage: (message: StepMessage) => void): Promise<void> {
    const { id } = request;
    let hasEnded = false;
    const say: Say = (word) => {
      if (isOver || hasEnded) return; // A timer of the step may still speak after its end.
      hasEnded = word.type === 'succeeded' || word.type === 'failed';
      onMessage(structuredClone({ id, time: clock.now(), ...word }) as StepMessage);
    };
    const own = withOwnBytes(request).request;
    return work(() => engine.execute(own, loaded, { say, files, strayErrors: noStrays }));
  }

  return {
    load: (request) =>
      work(async () => {
        const { loaded: next, result } = notebook(request.notebook.hash);
        loaded = { ...next, store: files.store };
        return result;
      }),
    execute(request, onMessage) {
      const step = lastStep.then(() => execute(request, onMessage));
      lastStep = step.catch(() => {});
      return step;
    },
    validateConfig: (request) => work(() => engine.validateConfig(request, loaded)),
    evaluateTick: (request) =>
      work(() => engine.evaluateTick(request, loaded, { files, strayErrors: noStrays })),
    openRun: (request) => work(() => engine.openRun(request, loaded)),
    closeRun: (runId) => work(() => engine.closeRun(runId)),
    ping: () => work(async () => {}),
    terminate() {
      isOver = true;
      end.reject(new IsolateLost('The isolate was terminated'));
    },
    died: new Promise(() => {}),
  };
}

/** Here they are the test runner's. */
const noStrays = async () => [];
