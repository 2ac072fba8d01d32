import type { ArtifactStore } from '../artifacts/artifact-store';
import { placeValue, readValue } from '../artifacts/default-io-manager';
import { systemTimers, type Clock, type Timers } from '../base/clock';
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
import { isFinished, nextRunStatus, type RunStatus } from '../events/run-status';
import { stepInterrupted, stepReused, stepStarted } from '../events/step-event-makers';
import { ActiveExecution } from '../plan/active-execution';
import type { ExecutionStep } from '../plan/execution-plan';
import type { NewValue, Run, Storage } from '../storage/storage';
import { failureEvents, mayRetry, timedOut, type FailureMessage } from './attempt-failure';
import { ByteCache } from './byte-cache';
import { Deadlines } from './deadlines';
import type { ExecutorFactories, ExecutorMessage } from './executor';
import { KnownValues } from './known-values';
import { notMade } from './not-made';
import { redactor } from './redact';
import { reusable } from './reuse';
import { RunExecutors } from './run-executors';
import { RunLog, storedEvents } from './run-log';
import { beginning, decided, ending, makingResources, resourcesMade } from './run-phases';
import { eventsOf, outputEvents, successEvents, type OutputMessage, type StepAttempt } from './step-attempt';
import { loadInputs } from './step-inputs';
import { resourcesRequest, stepRequest } from './step-request';
import { storedKnowledge, type KnowledgeStorage } from './stored-knowledge';

export interface DriveRunOptions {
  readonly run: Run;
  readonly storage: KnowledgeStorage & Pick<Storage, 'append' | 'getValue'>;
  readonly artifacts: ArtifactStore;
  readonly executors: ExecutorFactories;
  readonly clock: Clock;
  /** For retries and time limits; default real time. */
  readonly timers?: Timers;
  /** In [0, 1), for the jitter of retries. */
  readonly random?: () => number;
  /** The environment variables that the run's config names. Their values never get into the log. */
  readonly env?: Readonly<Record<string, string>>;
  /** Aborting cancels the run. */
  readonly signal?: AbortSignal;
  /** Aborting leaves the run as its log has it, for another driver to go on with; the answer is its status then. */
  readonly handOver?: AbortSignal;
  /** Bytes of values kept at hand for later steps of this run; default 64 MiB. */
  readonly cacheBytes?: number;
}

/**
 * Drives a run to its end and answers how it ended; rejects only where not even the failure could be stored.
 * The stored log is read first, so that a run that was cut off goes on: steps with an end are done, and a step that
 * had started without one is executed again as its next attempt.
 */
export const driveRun = (options: DriveRunOptions): Promise<RunStatus> => new RunDriver(options).drive();

class RunDriver {
  private readonly options: DriveRunOptions;
  private readonly execution: ActiveExecution;
  private readonly known = new KnownValues();
  private readonly cache: ByteCache;
  private readonly log: RunLog;
  private readonly executors: RunExecutors;
  private readonly deadlines: Deadlines;
  private readonly env: Readonly<Record<string, string>>;
  private readonly redact: (event: NewEvent) => NewEvent;
  /** By the id of their request: those submitted that have not ended. */
  private readonly attempts = new Map<string, StepAttempt>();
  private readonly result = Promise.withResolvers<RunStatus>();
  private status: RunStatus = 'NOT_STARTED';
  private lastHandled: Promise<void> = Promise.resolve();
  private isSubmitting = false;
  private isEnding = false;
  private isOver = false;
  private readonly startedAt: number;

  constructor(options: DriveRunOptions) {
    const { run, clock, timers = systemTimers, env = {}, cacheBytes = 64 * 2 ** 20 } = options;
    this.options = options;
    this.env = env;
    this.redact = redactor(env);
    this.startedAt = clock.now();
    this.execution = new ActiveExecution(run.plan);
    this.cache = new ByteCache(cacheBytes);
    this.deadlines = new Deadlines(timers);
    this.log = new RunLog(options.storage, (error) => void this.failUnstored(error));
    this.executors = new RunExecutors(run.plan, options.executors, (message, workerPerStep) =>
      this.receive(message, workerPerStep),
    );
  }

  async drive(): Promise<RunStatus> {
    const { run, storage, signal, handOver } = this.options;
    try {
      for (const event of await storedKnowledge(run.plan, storage)) this.known.apply(event);
      for await (const event of storedEvents(storage, run.id)) this.apply(event);
      if (isFinished(this.status)) return this.status;
      handOver?.addEventListener('abort', () => this.leave(), { once: true });
      signal?.addEventListener('abort', () => this.cancel(), { once: true });
      if (handOver?.aborted) this.leave();
      else if (this.status === 'CANCELING' || signal?.aborted) this.cancel();
      else await this.begin();
    } catch (error) {
      this.fail(error);
    }
    return this.result.promise.finally(() => this.release());
  }

  private async begin(): Promise<void> {
    const { run } = this.options;
    const { timeout, resources = [] } = run.plan;
    const { main } = this.executors;
    const { workerPerStep } = main.capabilities;
    if (timeout !== undefined)
      this.deadlines.set('run', this.startedAt + timeout * 1000, () => this.expire(timeout));
    if (this.status === 'STARTED') {
      this.execution.restartLostSteps();
      this.write([engineEvent(this.now(), 'Resuming the run: whoever drove it before is gone.')]);
    } else this.write(beginning(this.now(), run.jobName, this.status, workerPerStep));
    if (!workerPerStep) {
      this.write([makingResources(this.now(), resources)]);
      const failed = resources.length > 0 && (await main.open(resourcesRequest(run, resources, this.env)));
      if (this.isOver) return;
      if (failed) {
        this.write([resourcesFailed(this.now(), resources, failed)]);
        return this.conclude([this.failure(failed, 'JOB_INITIALIZATION_FAILURE')]);
      }
      this.write(resourcesMade(this.now(), resources));
    }
    this.proceed();
  }

  /** Does what the last events made possible: writes decisions, submits steps, ends the run. */
  private proceed(): void {
    if (this.isOver) return;
    for (let open = this.execution.decisions(); open.length > 0; open = this.execution.decisions())
      for (const decision of open) {
        const at = { ...this.now(), stepKey: decision.step };
        const reason = decision.type === 'skip' ? 'UPSTREAM_SKIPPED' : 'UPSTREAM_COMPUTE_FAILED';
        this.write([decided(decision, at), ...notMade(at, this.execution.stepOf(decision.step), reason)]);
      }
    if (this.execution.isComplete) void this.finish();
    else void this.submitReady();
  }

  /** One at a time, so that steps reach the executor in the order in which they came up. */
  private async submitReady(): Promise<void> {
    if (this.isSubmitting) return;
    this.isSubmitting = true;
    while (!this.isOver && this.hasRoom()) {
      const step = this.execution.next(this.options.clock.now());
      if (!step) break;
      const stored = this.options.run.plan.reuse ? reusable(step, this.known) : undefined;
      if (!stored) await this.submit(step);
      else {
        this.write([stepReused({ ...this.now(), stepKey: step.key }, stored)]);
        this.isSubmitting = false;
        return this.proceed();
      }
    }
    this.isSubmitting = false;
    const retryAt = this.execution.nextRetryAt();
    if (retryAt !== undefined && !this.isOver) this.deadlines.set('retry', retryAt, () => this.proceed());
  }

  /** Steps with an executor of their own wait in its queue. */
  private hasRoom(): boolean {
    const { main } = this.executors;
    const { maxConcurrent, prefetch = 0 } = main.capabilities;
    let taken = 0;
    for (const { step } of this.attempts.values()) if (this.executors.of(step) === main) taken++;
    return taken < maxConcurrent + prefetch;
  }

  private async submit(step: ExecutionStep): Promise<void> {
    const { run, storage, artifacts } = this.options;
    const sources = { artifacts, getInline: (hash: string) => storage.getValue(hash) };
    const number = this.execution.attempts(step.key) + 1;
    const id = `${run.id}:${step.key}:${number}`;
    const attempt: StepAttempt = {
      id,
      runId: run.id,
      step,
      attempt: number,
      hasRetriesLeft: mayRetry(step.retryPolicy, number),
      versions: this.known.versionsFor(step),
      yielded: new Set(),
    };
    this.attempts.set(id, attempt);
    try {
      const inputs = await loadInputs(step, {
        runId: run.id,
        known: this.known,
        cache: this.cache,
        read: async (pointer) => {
          await this.log.settled();
          return (await readValue(pointer, sources))?.bytes;
        },
      });
      if (!this.isOver) this.executors.of(step).submit(stepRequest(run, attempt, inputs, this.env));
    } catch (error) {
      this.write([stepStarted({ ...this.now(), stepKey: step.key }, number)]);
      this.endFailed(attempt, { time: this.options.clock.now(), error: serializeError(error) });
    }
  }

  /** Messages are handled one after another; only storing a value takes time. */
  private receive(message: ExecutorMessage, workerPerStep: boolean): void {
    this.lastHandled = this.lastHandled
      .then(() => this.handle(message, workerPerStep))
      .catch((error: unknown) => this.fail(error));
  }

  private handle(message: ExecutorMessage, workerPerStep: boolean): Promise<void> | void {
    const attempt = this.attempts.get(message.id);
    if (!attempt || this.isOver) return;
    switch (message.type) {
      case 'output':
        return this.handleOutput(message, attempt);
      case 'succeeded':
        return this.end(attempt, successEvents(attempt, message.time, message.hooks));
      case 'failed':
      case 'lost':
        return this.endFailed(attempt, message);
      case 'started':
        this.limitTime(attempt, message.time);
    }
    this.write(eventsOf(message, attempt, this.known, workerPerStep));
  }

  private limitTime(attempt: StepAttempt, startedAt: number): void {
    const { timeout } = attempt.step;
    if (timeout === undefined) return;
    this.deadlines.set(attempt.id, startedAt + timeout * 1000, () => {
      this.executors.cancel(attempt.id);
      this.endFailed(attempt, { time: this.options.clock.now(), error: timedOut(attempt.step.key, timeout) });
    });
  }

  private async handleOutput(message: OutputMessage, attempt: StepAttempt): Promise<void> {
    const output = attempt.step.outputs.find(({ name }) => name === message.name);
    if (!output) return;
    try {
      const placed = message.value && (await placeValue(message.value, this.options.artifacts));
      if (this.isOver || !this.attempts.has(message.id)) return;
      if (placed) this.cache.set(placed.pointer.hash, message.value!.bytes);
      this.write(outputEvents(message, attempt, output, placed?.pointer), placed?.inline);
    } catch (error) {
      this.executors.cancel(message.id);
      this.write(
        outputEvents({ ...message, value: undefined, handled: false }, attempt, {
          ...output,
          assetKey: undefined,
        }),
      );
      this.endFailed(attempt, { time: this.options.clock.now(), error: serializeError(error) });
    }
  }

  private endFailed(attempt: StepAttempt, failure: FailureMessage): void {
    this.end(attempt, failureEvents(attempt, failure, this.options.random ?? Math.random));
  }

  private end({ id }: StepAttempt, events: readonly NewEvent[]): void {
    if (this.isOver || !this.attempts.delete(id)) return;
    this.deadlines.clear(id);
    this.write(events);
    this.proceed();
  }

  private async finish(): Promise<void> {
    if (this.isEnding) return;
    this.isEnding = true;
    for (const error of await this.executors.close())
      this.write([
        engineEvent(this.now(), `Tearing down the resources of the run: ${error.message}`, { error }),
      ]);
    if (!this.isOver)
      this.conclude(ending(this.now(), this.options.run.jobName, this.startedAt, this.execution.failedSteps));
  }

  private cancel(): void {
    if (this.isOver) return;
    const at = this.now();
    this.executors.cancel();
    this.conclude([
      ...(this.status === 'CANCELING' ? [] : [runCanceling(at)]),
      ...this.interrupted(at),
      runCanceled(at, this.options.run.jobName),
    ]);
  }

  /** The run has taken longer than it may. */
  private expire(seconds: number): void {
    if (this.isOver) return;
    const at = this.now();
    this.executors.cancel();
    const error = timedOut(`Run ${this.options.run.id}`, seconds);
    this.conclude([...this.interrupted(at), this.failure(error, 'RUN_EXCEPTION')]);
  }

  private interrupted(at: Stamp): readonly NewEvent[] {
    return this.execution.running().flatMap((stepKey) => {
      const stamp = { ...at, stepKey };
      const end = stepInterrupted(stamp, this.execution.attempts(stepKey));
      return [end, ...notMade(stamp, this.execution.stepOf(stepKey), 'USER_TERMINATION')];
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
    this.write(events);
    this.isOver = true;
    this.deadlines.clearAll();
    void this.log.settled().then(() => this.result.resolve(this.status));
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
      await this.options.storage.append([this.failure(serializeError(error))]);
      this.result.resolve('FAILURE');
    } catch {
      this.result.reject(error);
    }
  }

  private failure(error: SerializedError, reason: RunFailureReason = 'RUN_EXCEPTION'): NewEvent {
    const { jobName } = this.options.run;
    return this.redact(runFailed(this.now(), jobName, reason, error, this.execution.failedSteps));
  }

  private write(events: readonly NewEvent[], value?: NewValue): void {
    const clean = events.map(this.redact);
    for (const event of clean) this.apply(event);
    this.log.write(clean, value);
  }

  private apply(event: NewEvent): void {
    this.execution.apply(event);
    this.known.apply(event);
    this.status = nextRunStatus(this.status, event.type);
  }

  private now(): Stamp {
    return { runId: this.options.run.id, timestamp: this.options.clock.now() };
  }
}
