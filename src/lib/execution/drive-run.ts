import { systemTimers } from '../base/clock';
import { serializeError, type SerializedError } from '../base/errors';
import type { NewEvent, RunFailureReason } from '../events/event';
import type { Stamp } from '../events/make-event';
import {
  engineEvent,
  resourcesFailed,
  runCanceled,
  runCanceling,
  runFailed,
} from '../events/run-event-makers';
import { isFinished, type RunStatus } from '../events/run-status';
import { stepInterrupted, stepReused } from '../events/step-event-makers';
import type { ExecutionStep } from '../plan/execution-plan';
import { timedOut } from './attempt-failure';
import { Attempts } from './attempts';
import { Deadlines } from './deadlines';
import type { DriveRunOptions } from './drive-run-options';
import { notMade } from './not-made';
import { reusable } from './reuse';
import { RunExecutors } from './run-executors';
import { RunJournal } from './run-journal';
import { beginning, decided, ending, makingResources, resourcesMade } from './run-phases';
import { resourcesRequest } from './step-request';

/**
 * Drives a run to its end and answers how it ended; rejects only where not even the failure could be stored.
 * The stored log is read first, so that a run that was cut off goes on: steps with an end are done, and a step that
 * had started without one is executed again as its next attempt.
 */
export const driveRun = (options: DriveRunOptions): Promise<RunStatus> => new RunDriver(options).drive();

class RunDriver {
  private readonly options: DriveRunOptions;
  private readonly journal: RunJournal;
  private readonly executors: RunExecutors;
  private readonly deadlines: Deadlines;
  private readonly attempts: Attempts;
  private readonly result = Promise.withResolvers<RunStatus>();
  private isSubmitting = false;
  private isEnding = false;
  private isOver = false;
  private hasBegun = false;
  private readonly startedAt: number;
  /** The steps of each computation. */
  private readonly byNode: ReadonlyMap<string, readonly ExecutionStep[]>;

  constructor(options: DriveRunOptions) {
    this.options = options;
    this.startedAt = options.clock.now();
    this.byNode = Map.groupBy(options.run.plan.steps, ({ node }) => node);
    this.deadlines = new Deadlines(options.timers ?? systemTimers);
    this.journal = new RunJournal(options, (error) => void this.failUnstored(error));
    this.executors = new RunExecutors(options.run.plan, options.executors, (message, workerPerStep) =>
      this.attempts.receive(message, workerPerStep),
    );
    this.attempts = new Attempts({
      options,
      journal: this.journal,
      executors: this.executors,
      deadlines: this.deadlines,
      isOver: () => this.isOver,
      onEnd: () => this.proceed(),
      onError: (error) => this.fail(error),
    });
  }

  async drive(): Promise<RunStatus> {
    const { signal, handOver, pools, run } = this.options;
    const stopListening = pools?.subscribe(() => {
      this.journal.execution.poolsChanged();
      if (this.hasBegun) this.proceed();
    });
    try {
      await this.journal.read();
      if (isFinished(this.journal.status)) return this.journal.status;
      handOver?.addEventListener('abort', () => this.leave(), { once: true });
      signal?.addEventListener('abort', () => this.cancel(), { once: true });
      if (handOver?.aborted) this.leave();
      else if (this.journal.status === 'CANCELING' || signal?.aborted) this.cancel();
      else await this.begin();
    } catch (error) {
      this.fail(error);
    }
    return this.result.promise.finally(() => {
      stopListening?.();
      pools?.give({ runId: run.id });
      return this.release();
    });
  }

  private async begin(): Promise<void> {
    const { run, env = {} } = this.options;
    const { timeout, resources = [] } = run.plan;
    const { main } = this.executors;
    const { workerPerStep } = main.capabilities;
    if (timeout !== undefined)
      this.deadlines.set('run', this.startedAt + timeout * 1000 - this.journal.drivenBefore, () =>
        this.expire(timeout),
      );
    if (this.journal.status === 'STARTED') {
      this.journal.execution.restartLostSteps();
      this.journal.write([
        engineEvent(this.journal.at(), 'Resuming the run: whoever drove it before is gone.', {
          resumed: true,
        }),
      ]);
    } else this.journal.write(beginning(this.journal.at(), run.jobName, this.journal.status, workerPerStep));
    if (!workerPerStep) {
      this.journal.write([makingResources(this.journal.at(), resources)]);
      const failed = resources.length > 0 && (await main.open(resourcesRequest(run, resources, env)));
      if (this.isOver) return;
      if (failed) {
        this.journal.write([resourcesFailed(this.journal.at(), resources, failed)]);
        return this.conclude([this.failure(failed, 'JOB_INITIALIZATION_FAILURE')]);
      }
      this.journal.write(resourcesMade(this.journal.at(), resources));
    }
    this.hasBegun = true;
    this.proceed();
  }

  /** Does what the last events made possible: writes decisions, submits steps, ends the run. */
  private proceed(): void {
    if (this.isOver) return;
    const { execution } = this.journal;
    for (let open = execution.decisions(); open.length > 0; open = execution.decisions())
      for (const decision of open) {
        const at = { ...this.journal.at(), stepKey: decision.step };
        const reason = decision.type === 'skip' ? 'UPSTREAM_SKIPPED' : 'UPSTREAM_COMPUTE_FAILED';
        this.journal.write([decided(decision, at), ...notMade(at, execution.stepOf(decision.step), reason)]);
      }
    if (execution.isComplete && !this.attempts.hasHooksUnderWay) void this.finish();
    else void this.submitReady();
  }

  private readonly takeSlot = ({ key: stepKey, pool }: ExecutionStep): boolean =>
    pool === undefined || (this.options.pools?.take(pool, { runId: this.options.run.id, stepKey }) ?? true);

  /** One at a time, so that steps reach the executor in the order in which they came up. */
  private async submitReady(): Promise<void> {
    if (this.isSubmitting) return;
    this.isSubmitting = true;
    while (!this.isOver && this.attempts.hasRoom) {
      const step = this.journal.execution.next(this.options.clock.now(), this.takeSlot);
      if (!step) break;
      if (!this.reuse(step)) await this.attempts.submit(step);
      else {
        this.isSubmitting = false;
        return this.proceed();
      }
    }
    this.isSubmitting = false;
    const retryAt = this.journal.execution.nextRetryAt();
    if (retryAt !== undefined && !this.isOver) this.deadlines.set('retry', retryAt, () => this.proceed());
  }

  /** What has not changed is not executed: a graph as a whole, before the first of its steps begins. */
  private reuse({ key, node, pool }: ExecutionStep): boolean {
    const { plan, id: runId } = this.options.run;
    if (!plan.reuse) return false;
    const { execution, known } = this.journal;
    const steps = this.byNode.get(node)!;
    const isBegun = steps.some((step) => {
      const state = execution.state(step.key);
      return step.key !== key && state !== 'waiting' && state !== 'ready';
    });
    const stored = isBegun ? undefined : reusable(steps, known);
    if (!stored) return false;
    const at = this.journal.at();
    this.journal.write([...stored].map(([stepKey, outputs]) => stepReused({ ...at, stepKey }, outputs)));
    if (pool !== undefined) this.options.pools?.give({ runId, stepKey: key });
    return true;
  }

  private async finish(): Promise<void> {
    if (this.isEnding) return;
    this.isEnding = true;
    for (const error of await this.executors.close())
      this.journal.write([
        engineEvent(this.journal.at(), `Tearing down the resources of the run: ${error.message}`, { error }),
      ]);
    if (!this.isOver)
      this.conclude(
        ending(
          this.journal.at(),
          this.options.run.jobName,
          this.startedAt,
          this.journal.execution.failedSteps,
        ),
      );
  }

  private cancel(): void {
    if (this.isOver) return;
    const at = this.journal.at();
    this.executors.cancel();
    this.conclude([
      ...(this.journal.status === 'CANCELING' ? [] : [runCanceling(at)]),
      ...this.interrupted(at),
      runCanceled(at, this.options.run.jobName),
    ]);
  }

  /** The run has taken longer than it may. */
  private expire(seconds: number): void {
    if (this.isOver) return;
    const at = this.journal.at();
    this.executors.cancel();
    const error = timedOut(`Run ${this.options.run.id}`, seconds);
    this.conclude([...this.interrupted(at), this.failure(error, 'RUN_EXCEPTION')]);
  }

  private interrupted(at: Stamp): readonly NewEvent[] {
    return this.journal.execution.running().flatMap((stepKey) => {
      const stamp = { ...at, stepKey };
      const end = stepInterrupted(stamp, this.journal.execution.attempts(stepKey));
      return [end, ...notMade(stamp, this.journal.execution.stepOf(stepKey), 'USER_TERMINATION')];
    });
  }

  private leave(): void {
    if (this.isOver) return;
    this.executors.cancel();
    this.conclude([]);
  }

  private fail(thrown: unknown): void {
    if (this.isOver) return;
    this.executors.cancel();
    this.conclude([this.failure(serializeError(thrown))]);
  }

  private conclude(events: readonly NewEvent[]): void {
    this.journal.write(events);
    this.isOver = true;
    this.deadlines.clearAll();
    void this.journal.settled().then(() => this.result.resolve(this.journal.status));
  }

  private async release(): Promise<void> {
    this.deadlines.clearAll();
    await this.executors.close();
  }

  /** Storage refused events of this run: its failure is said where storage still takes that. */
  private async failUnstored(error: unknown): Promise<void> {
    this.isOver = true;
    this.executors.cancel();
    try {
      await this.journal.force(this.failure(serializeError(error)));
      this.result.resolve('FAILURE');
    } catch {
      this.result.reject(error);
    }
  }

  private failure(error: SerializedError, reason: RunFailureReason = 'RUN_EXCEPTION'): NewEvent {
    const { jobName } = this.options.run;
    return runFailed(this.journal.at(), jobName, reason, error, this.journal.execution.failedSteps);
  }
}
