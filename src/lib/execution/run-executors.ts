import type { SerializedError } from '../base/errors';
import type { ExecutorChoice } from '../definitions/snapshot';
import type { ExecutionPlan, ExecutionStep } from '../plan/execution-plan';
import type { Executor, ExecutorFactories, ExecutorMessage } from './executor';

type ExecutorType = ExecutorChoice['type'];

/** The executors of one run: the one that the run chose, and those that steps choose for themselves, made when needed. */
export class RunExecutors {
  readonly main: Executor;
  private readonly mainType: ExecutorType;
  private readonly made = new Map<ExecutorType, Executor>();
  private readonly make: (type: ExecutorType) => Executor;
  private closing: Promise<readonly SerializedError[]> | undefined;

  constructor(
    { executor }: ExecutionPlan,
    factories: ExecutorFactories,
    onMessage: (message: ExecutorMessage, workerPerStep: boolean) => void,
  ) {
    this.make = (type) => {
      const made: Executor = factories(type === executor.type ? executor : { type })((message) =>
        onMessage(message, made.capabilities.workerPerStep),
      );
      this.made.set(type, made);
      return made;
    };
    this.mainType = executor.type;
    this.main = this.make(executor.type);
  }

  of(step: ExecutionStep): Executor {
    const type = step.executor ?? this.mainType;
    return this.made.get(type) ?? this.make(type);
  }

  cancel(stepId?: string): void {
    for (const executor of this.made.values()) executor.cancel(stepId);
  }

  /** Once, however often it is asked for. */
  close(): Promise<readonly SerializedError[]> {
    const all = () => Promise.all([...this.made.values()].map((executor) => executor.close()));
    return (this.closing ??= all().then((errors) => errors.flat()));
  }
}
