import type { Clock } from '../base/clock';
import { serializeError } from '../base/errors';
import type { ExecutorChoice } from '../definitions/snapshot';
import type { StepRequest } from '../location/step-protocol';
import type { Executor, ExecutorFactory, ExecutorMessage } from './executor';
import type { IsolatePool } from './isolate-pool';

export interface IsolateExecutorOptions {
  readonly pool: IsolatePool;
  /** Hash of the compiled notebook whose steps are executed. */
  readonly bundle: string;
  readonly clock: Clock;
}

/** So many steps are handed over ahead: enough that the isolate never waits for the driver. */
const prefetched = 8;

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
    const queue: StepRequest[] = [];
    const running = new Map<string, AbortController>();

    function startNext(): void {
      while (running.size < capabilities.maxConcurrent && queue.length > 0) void start(queue.shift()!);
    }

    async function start(step: StepRequest): Promise<void> {
      const controller = new AbortController();
      running.set(step.id, controller);
      await execute(step, controller.signal);
      if (running.delete(step.id)) startNext();
    }

    async function execute(step: StepRequest, signal: AbortSignal): Promise<void> {
      const say: typeof onMessage = (message) => signal.aborted || onMessage(message);
      const stamp = () => ({ id: step.id, time: clock.now() });
      try {
        if (capabilities.workerPerStep) say({ ...stamp(), type: 'workerStarting' });
        const warm = await pool.acquire(bundle, signal);
        const discard = () => pool.discard(warm);
        signal.addEventListener('abort', discard);
        if (capabilities.workerPerStep) say({ ...stamp(), type: 'workerStarted' });
        try {
          // The end is told when the isolate is free again: what is submitted upon it then finds it warm.
          let end: ExecutorMessage | undefined;
          await warm.isolate.execute(step, (message) => {
            if (message.type === 'succeeded' || message.type === 'failed') end = message;
            else say(message);
          });
          pool.release(warm);
          if (end) say(end);
        } catch (error) {
          discard();
          throw error;
        }
      } catch (error) {
        say({ ...stamp(), type: 'lost', error: serializeError(error) });
      }
    }

    return {
      capabilities,
      submit(step) {
        queue.push(step);
        startNext();
      },
      cancel(stepId) {
        const canceled = (id: string) => stepId === undefined || id === stepId;
        queue.splice(0, Infinity, ...queue.filter((step) => !canceled(step.id)));
        for (const [id, controller] of running)
          if (canceled(id)) {
            running.delete(id);
            controller.abort();
          }
        startNext();
      },
      async close() {},
    };
  };
