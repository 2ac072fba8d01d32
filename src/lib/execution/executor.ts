import type { SerializedError } from '../base/errors';
import type { ExecutorChoice } from '../definitions/snapshot';
import type { ResourcesRequest, StepLoss, StepMessage, StepRequest } from '../location/step-protocol';

/** The two bracket the making of a worker for one step; only executors with `workerPerStep` say them. */
export type WorkerMessage = {
  readonly id: string;
  readonly time: number;
  readonly type: 'workerStarting' | 'workerStarted';
};

export type ExecutorMessage = StepMessage | StepLoss | WorkerMessage;

/**
 * Takes steps and reports what happens to them (design.md §3.6). Every submitted step ends in exactly one of
 * `succeeded`, `failed` or `lost`, unless it is cancelled: a cancelled step says nothing any more.
 */
export interface Executor {
  readonly capabilities: {
    /** Steps it runs at the same time. */
    readonly maxConcurrent: number;
    /** Steps it takes beyond those and starts itself, so that it need not wait for the driver; default 0. */
    readonly prefetch?: number;
    /** Whether each step gets a worker of its own (Dagster's multiprocess events). */
    readonly workerPerStep: boolean;
  };
  /**
   * Sets up the resources of the run before its first step, where one worker serves all of them; answers what
   * failed. With `workerPerStep` each worker sets up what its steps require.
   */
  open(request: ResourcesRequest): Promise<SerializedError | undefined>;
  submit(step: StepRequest): void;
  /** Stops one step, or all of them, even in an endless loop. */
  cancel(stepId?: string): void;
  /** Tears down the resources of the run and gives everything back; answers what went wrong. No step may be under way. */
  close(): Promise<readonly SerializedError[]>;
}

/** Makes the executor of one run; messages come in the order in which they happened. */
export type ExecutorFactory = (onMessage: (message: ExecutorMessage) => void) => Executor;

/** The executors that a run can use: the one it chose, and those that its steps choose for themselves. */
export type ExecutorFactories = (choice: ExecutorChoice) => ExecutorFactory;
