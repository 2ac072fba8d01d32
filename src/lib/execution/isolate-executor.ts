import type { Clock } from '../base/clock';
import { serializeError } from '../base/errors';
import type { ExecutorChoice } from '../definitions/snapshot';
import type { StepRequest } from '../location/step-protocol';
import type { Executor, ExecutorFactory, ExecutorMessage } from './executor';
import type { IsolatePool, WarmIsolate } from './isolate-pool';

export interface IsolateExecutorOptions {
  readonly pool: IsolatePool;
  /** Hash of the compiled notebook whose steps are executed. */
  readonly bundle: string;
  readonly clock: Clock;
}

/**
 * So many steps are handed over ahead: short ones last as long as a commit of the log, which holds the driver's thread.
 * In process all of them are in the isolate, since a message there and back outlasts a short step.
 */
const prefetched = 16;

/** Bytes of inputs with which no further step is handed to an isolate: those that wait there are copies. */
const mostInputBytes = 16 * 2 ** 20;

/** An isolate on loan, and the steps handed to it that have not ended, in their order: the first one executes. */
interface Lane {
  readonly warm: Promise<WarmIsolate>;
  readonly abort: AbortController;
  /** By id; one that was cancelled while it waited has no request any more. */
  readonly steps: Map<string, StepRequest | undefined>;
}

/** One step after another in one warm isolate. */
export const inProcessExecutor = (options: IsolateExecutorOptions): ExecutorFactory =>
  isolateExecutor(options, { maxConcurrent: 1, prefetch: prefetched, workerPerStep: false });

/** Steps side by side, each in an isolate of its own while it runs; at most the pool's size. */
export const multiprocessExecutor = (
  options: IsolateExecutorOptions & { readonly maxConcurrent?: number },
): ExecutorFactory =>
  isolateExecutor(options, {
    maxConcurrent: Math.min(options.maxConcurrent || Infinity, options.pool.size),
    workerPerStep: true,
  });

/** The executor that a run asked for. */
export const executorFor = (choice: ExecutorChoice, options: IsolateExecutorOptions): ExecutorFactory =>
  choice.type === 'multiprocess'
    ? multiprocessExecutor({ ...options, maxConcurrent: choice.maxConcurrent })
    : inProcessExecutor(options);

const isolateExecutor =
  (
    { pool, bundle, clock }: IsolateExecutorOptions,
    capabilities: Executor['capabilities'],
  ): ExecutorFactory =>
  (onMessage) => {
    const { maxConcurrent, workerPerStep } = capabilities;
    const queue: StepRequest[] = [];
    const lanes = new Set<Lane>();

    function startNext(): void {
      for (let lane: Lane | undefined; queue.length > 0 && (lane = laneWithRoom());)
        void start(queue.shift()!, lane);
    }

    function laneWithRoom(): Lane | undefined {
      // Where others wait for an isolate, they get it between two steps.
      const mostSteps = workerPerStep || pool.isAwaited ? 1 : prefetched;
      for (const lane of lanes)
        if (lane.steps.size < mostSteps && inputBytes(lane) < mostInputBytes) return lane;
      if (lanes.size >= maxConcurrent) return undefined;
      const abort = new AbortController();
      const lane: Lane = { warm: pool.acquire(bundle, abort.signal), abort, steps: new Map() };
      lanes.add(lane);
      return lane;
    }

    async function start(step: StepRequest, lane: Lane): Promise<void> {
      const { id } = step;
      const stamp = () => ({ id, time: clock.now() });
      lane.steps.set(id, step);
      try {
        if (workerPerStep) onMessage({ ...stamp(), type: 'workerStarting' });
        const warm = await lane.warm;
        if (workerPerStep && lanes.has(lane)) onMessage({ ...stamp(), type: 'workerStarted' });
        await warm.isolate.execute(step, (message) => hear(message, lane, warm));
      } catch (error) {
        if (!lanes.has(lane)) return;
        const isWanted = lane.steps.get(id) !== undefined;
        lane.steps.delete(id);
        breakUp(lane);
        if (isWanted) onMessage({ ...stamp(), type: 'lost', error: serializeError(error) });
        startNext();
      }
    }

    function hear(message: ExecutorMessage, lane: Lane, warm: WarmIsolate): void {
      if (!lanes.has(lane)) return;
      if (!lane.steps.get(message.id)) {
        // It was cancelled before it began.
        breakUp(lane);
        return startNext();
      }
      if (message.type !== 'succeeded' && message.type !== 'failed') return onMessage(message);
      lane.steps.delete(message.id);
      // Given back before the end is told: what is submitted upon it then finds it warm.
      if (lane.steps.size === 0) {
        lanes.delete(lane);
        pool.release(warm);
      }
      onMessage(message);
      startNext();
    }

    /** Ends the isolate, whatever it is doing; the steps that were handed to it go back to the queue. */
    function breakUp(lane: Lane): void {
      lanes.delete(lane);
      lane.abort.abort();
      lane.warm.then(
        (warm) => pool.discard(warm),
        () => {},
      );
      queue.unshift(...[...lane.steps.values()].filter((step) => step !== undefined));
    }

    return {
      capabilities,
      submit(step) {
        queue.push(step);
        startNext();
      },
      cancel(stepId) {
        const isCanceled = (id: string) => stepId === undefined || id === stepId;
        queue.splice(0, Infinity, ...queue.filter(({ id }) => !isCanceled(id)));
        for (const lane of [...lanes]) {
          const [first] = lane.steps.keys();
          for (const id of lane.steps.keys()) if (isCanceled(id)) lane.steps.set(id, undefined);
          if (isCanceled(first!)) breakUp(lane);
        }
        startNext();
      },
      async close() {},
    };
  };

function inputBytes({ steps }: Lane): number {
  let bytes = 0;
  for (const step of steps.values()) for (const { value } of step?.inputs ?? []) bytes += value.bytes.length;
  return bytes;
}
