import { systemTimers, type Clock, type Timers } from '../base/clock';
import { serializeError, type SerializedError } from '../base/errors';
import type { InputValue, StepRequest } from '../location/step-protocol';
import type { Executor, ExecutorFactories, ExecutorFactory, ExecutorMessage } from './executor';
import type { IsolatePool, WarmIsolate } from './isolate-pool';

export interface IsolateExecutorOptions {
  readonly pool: IsolatePool;
  /** Hash of the compiled notebook whose steps are executed. */
  readonly bundle: string;
  readonly clock: Clock;
  /** For the limit of tearing down; default real time. */
  readonly timers?: Timers;
}

/**
 * So many steps are handed over ahead: short ones last as long as a commit of the log, which holds the driver's thread.
 * In process all of them are in the isolate, since a message there and back outlasts a short step.
 */
const prefetched = 16;

/** Bytes of inputs with which no further step is handed to an isolate: those that wait there are copies. */
const mostInputBytes = 16 * 2 ** 20;

/** Milliseconds that tearing down the resources of a run may take. */
const longestTeardown = 10_000;

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

/** Makes the executors that a run asks for. */
export const isolateExecutors =
  (options: IsolateExecutorOptions): ExecutorFactories =>
  ({ type, maxConcurrent }) =>
    type === 'multiprocess'
      ? multiprocessExecutor({ ...options, maxConcurrent })
      : inProcessExecutor(options);

const isolateExecutor =
  (
    { pool, bundle, clock, timers = systemTimers }: IsolateExecutorOptions,
    capabilities: Executor['capabilities'],
  ): ExecutorFactory =>
  (onMessage) => {
    const { maxConcurrent, workerPerStep } = capabilities;
    const queue: StepRequest[] = [];
    const lanes = new Set<Lane>();
    /** The lane of a run whose resources live in its one isolate: kept until the run ends. */
    let kept: Lane | undefined;
    /** Isolates that may hold resources of the run. */
    const resourceful = new Map<WarmIsolate, string>();

    function startNext(): void {
      for (let lane: Lane | undefined; queue.length > 0 && (lane = laneWithRoom());)
        void start(queue.shift()!, lane);
    }

    function laneWithRoom(): Lane | undefined {
      // Where others wait for an isolate, they get it between two steps.
      const mostSteps = workerPerStep || pool.isAwaited ? 1 : prefetched;
      for (const lane of lanes)
        if (lane.steps.size < mostSteps && inputBytes(lane) < mostInputBytes) return lane;
      return lanes.size < maxConcurrent ? newLane() : undefined;
    }

    function newLane(): Lane {
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
        // Hooks may require resources too.
        if (step.resources.keys.length + step.hooks.length > 0) resourceful.set(warm, step.runId);
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
      if (lane.steps.size === 0 && lane !== kept) {
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
      if (lane === kept) kept = undefined;
      lane.warm.then(
        (warm) => {
          resourceful.delete(warm);
          pool.discard(warm);
        },
        () => {},
      );
      queue.unshift(...[...lane.steps.values()].filter((step) => step !== undefined));
    }

    /** Answers what went wrong; an isolate that only this run uses is ended where it takes too long. */
    function tearDown(warm: WarmIsolate, runId: string): Promise<readonly SerializedError[]> {
      return new Promise((resolve) => {
        const callOff = timers.at(clock.now() + longestTeardown, () => {
          if (!workerPerStep) pool.discard(warm);
          resolve([
            { name: 'TeardownTooLong', message: `It took longer than ${longestTeardown / 1000} seconds` },
          ]);
        });
        warm.isolate
          .closeRun(runId)
          .catch((error: unknown) => [serializeError(error)])
          .then((errors) => {
            callOff();
            resolve(errors);
          });
      });
    }

    return {
      capabilities,
      async open(request) {
        if (workerPerStep) return undefined;
        kept = newLane();
        try {
          const warm = await kept.warm;
          resourceful.set(warm, request.runId);
          return await warm.isolate.openRun(request);
        } catch (error) {
          return serializeError(error);
        }
      },
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
          if (first !== undefined ? isCanceled(first) : stepId === undefined) breakUp(lane);
        }
        startNext();
      },
      async close() {
        const holding = [...resourceful];
        resourceful.clear();
        const errors = await Promise.all(holding.map(([warm, runId]) => tearDown(warm, runId)));
        if (kept) {
          lanes.delete(kept);
          await kept.warm.then(
            (warm) => pool.release(warm),
            () => {},
          );
          kept = undefined;
        }
        return errors.flat();
      },
    };
  };

function inputBytes({ steps }: Lane): number {
  let bytes = 0;
  for (const step of steps.values()) for (const { value } of step?.inputs ?? []) bytes += bytesIn(value);
  return bytes;
}

function bytesIn(value: InputValue): number {
  if (value.type === 'bytes') return value.value.bytes.length;
  const parts =
    value.type === 'list' ? value.items : value.type === 'partitions' ? Object.values(value.items) : [];
  return parts.reduce((sum, part) => sum + bytesIn(part), 0);
}
