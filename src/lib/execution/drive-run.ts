import type { ArtifactStore } from '../artifacts/artifact-store';
import { placeValue, readValue } from '../artifacts/default-io-manager';
import type { Clock } from '../base/clock';
import { serializeError } from '../base/errors';
import type { NewEvent } from '../events/event';
import type { Stamp } from '../events/make-event';
import { engineEvent, runCanceled, runCanceling, runFailed } from '../events/run-event-makers';
import { isFinished, nextRunStatus, type RunStatus } from '../events/run-status';
import { stepFailure, stepInterrupted, stepOutput, stepStarted } from '../events/step-event-makers';
import { ActiveExecution } from '../plan/active-execution';
import type { ExecutionStep } from '../plan/execution-plan';
import type { NewValue, Run, Storage } from '../storage/storage';
import { ByteCache } from './byte-cache';
import type { Executor, ExecutorFactory, ExecutorMessage } from './executor';
import { RunLog, storedEvents } from './run-log';
import { beginning, decided, ending } from './run-phases';
import {
  eventsOf,
  outputEvents,
  stampOf,
  stepRequest,
  type OutputMessage,
  type StepAttempt,
} from './step-attempt';
import { KnownAssets, keysFromStorage, loadInputs } from './step-inputs';

export interface DriveRunOptions {
  readonly run: Run;
  readonly storage: Pick<Storage, 'append' | 'runEvents' | 'latestMaterializations' | 'getValue'>;
  readonly artifacts: ArtifactStore;
  readonly executor: ExecutorFactory;
  readonly clock: Clock;
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
  private readonly known = new KnownAssets();
  private readonly cache: ByteCache;
  private readonly log: RunLog;
  private readonly executor: Executor;
  /** By the id of their request: those submitted that have not ended. */
  private readonly attempts = new Map<string, StepAttempt>();
  private readonly result = Promise.withResolvers<RunStatus>();
  private status: RunStatus = 'NOT_STARTED';
  private lastHandled: Promise<void> = Promise.resolve();
  private isSubmitting = false;
  private isOver = false;
  private readonly startedAt: number;

  constructor(options: DriveRunOptions) {
    this.options = options;
    this.startedAt = options.clock.now();
    this.execution = new ActiveExecution(options.run.plan);
    this.cache = new ByteCache(options.cacheBytes ?? 64 * 2 ** 20);
    this.log = new RunLog(options.storage, (error) => void this.failUnstored(error));
    this.executor = options.executor((message) => this.receive(message));
  }

  async drive(): Promise<RunStatus> {
    const { run, storage, signal, handOver } = this.options;
    try {
      for await (const event of storedEvents(storage, run.id)) this.apply(event);
      if (isFinished(this.status)) return this.status;
      const stored = await storage.latestMaterializations(keysFromStorage(run.plan));
      for (const event of stored.values()) this.known.apply(event);
      handOver?.addEventListener('abort', () => this.leave(), { once: true });
      signal?.addEventListener('abort', () => this.cancel(), { once: true });
      if (handOver?.aborted) this.leave();
      else if (this.status === 'CANCELING' || signal?.aborted) this.cancel();
      else {
        this.begin();
        this.proceed();
      }
    } catch (error) {
      this.fail(error);
    }
    return this.result.promise.finally(() => this.executor.close());
  }

  private begin(): void {
    const at = this.now();
    const { jobName } = this.options.run;
    if (this.status === 'STARTED') {
      this.execution.restartLostSteps();
      this.write([engineEvent(at, 'Resuming the run: whoever drove it before is gone.')]);
      return;
    }
    this.write(beginning(at, jobName, this.status, this.executor.capabilities.workerPerStep));
  }

  /** Does what the last events made possible: writes decisions, submits steps, ends the run. */
  private proceed(): void {
    if (this.isOver) return;
    for (let open = this.execution.decisions(); open.length > 0; open = this.execution.decisions())
      this.write(open.map((decision) => decided(decision, this.now())));
    if (this.execution.isComplete) this.finish();
    else void this.submitReady();
  }

  /** One at a time, so that steps reach the executor in the order in which they came up. */
  private async submitReady(): Promise<void> {
    if (this.isSubmitting) return;
    this.isSubmitting = true;
    const { maxConcurrent, prefetch = 0 } = this.executor.capabilities;
    while (!this.isOver && this.attempts.size < maxConcurrent + prefetch) {
      const step = this.execution.next(this.options.clock.now());
      if (!step) break;
      await this.submit(step);
    }
    this.isSubmitting = false;
  }

  private async submit(step: ExecutionStep): Promise<void> {
    const { run, storage, artifacts } = this.options;
    const sources = { artifacts, getInline: (hash: string) => storage.getValue(hash) };
    const attempt: StepAttempt = {
      runId: run.id,
      step,
      attempt: this.execution.attempts(step.key) + 1,
      inputVersions: this.known.versionsFor(step),
    };
    const id = `${run.id}:${step.key}:${attempt.attempt}`;
    this.attempts.set(id, attempt);
    try {
      const inputs = await loadInputs(step, this.known, this.cache, async (pointer) => {
        await this.log.settled();
        return (await readValue(pointer, sources))?.bytes;
      });
      if (!this.isOver) this.executor.submit(stepRequest(run, id, attempt, inputs));
    } catch (error) {
      const at = stampOf(attempt, this.options.clock.now());
      this.end(id, [
        stepStarted(at, attempt.attempt),
        stepFailure(at, attempt.attempt, serializeError(error)),
      ]);
    }
  }

  /** Messages are handled one after another; only storing a value takes time. */
  private receive(message: ExecutorMessage): void {
    this.lastHandled = this.lastHandled
      .then(() => this.handle(message))
      .catch((error: unknown) => this.fail(error));
  }

  private handle(message: ExecutorMessage): Promise<void> | void {
    const attempt = this.attempts.get(message.id);
    if (!attempt || this.isOver) return;
    if (message.type === 'output') return this.handleOutput(message, attempt);
    if (message.type === 'started') attempt.startedAt = message.time;
    const events = eventsOf(message, attempt, this.known);
    if (message.type === 'succeeded' || message.type === 'failed' || message.type === 'lost')
      this.end(message.id, events);
    else this.write(events);
  }

  private async handleOutput(message: OutputMessage, attempt: StepAttempt): Promise<void> {
    const output = attempt.step.outputs.find(({ name }) => name === message.name);
    if (!output) return;
    try {
      const placed = message.value && (await placeValue(message.value, this.options.artifacts));
      if (this.isOver) return;
      if (placed) this.cache.set(placed.pointer.hash, message.value!.bytes);
      this.write(outputEvents(message, attempt, output, placed?.pointer), placed?.inline);
    } catch (error) {
      const at = stampOf(attempt, this.options.clock.now());
      this.executor.cancel(message.id);
      this.end(message.id, [
        stepOutput(at, output.name),
        stepFailure(at, attempt.attempt, serializeError(error)),
      ]);
    }
  }

  private end(attemptId: string, events: readonly NewEvent[]): void {
    if (this.isOver) return;
    this.attempts.delete(attemptId);
    this.write(events);
    this.proceed();
  }

  private finish(): void {
    const { jobName } = this.options.run;
    this.conclude(ending(this.now(), jobName, this.startedAt, this.execution.failedSteps));
  }

  private cancel(): void {
    if (this.isOver) return;
    const at = this.now();
    this.executor.cancel();
    this.conclude([
      ...(this.status === 'CANCELING' ? [] : [runCanceling(at)]),
      ...this.execution
        .running()
        .map((stepKey) => stepInterrupted({ ...at, stepKey }, this.execution.attempts(stepKey))),
      runCanceled(at, this.options.run.jobName),
    ]);
  }

  private leave(): void {
    if (this.isOver) return;
    this.executor.cancel();
    this.conclude([]);
  }

  private fail(error: unknown): void {
    if (this.isOver) return;
    this.executor.cancel();
    this.conclude([this.failure(error)]);
  }

  private conclude(events: readonly NewEvent[]): void {
    this.write(events);
    this.isOver = true;
    void this.log.settled().then(() => this.result.resolve(this.status));
  }

  /** Storage refused events of this run: its failure is said where storage still takes that. */
  private async failUnstored(error: unknown): Promise<void> {
    this.isOver = true;
    this.executor.cancel();
    try {
      await this.options.storage.append([this.failure(error)]);
      this.result.resolve('FAILURE');
    } catch {
      this.result.reject(error);
    }
  }

  private failure(error: unknown): NewEvent {
    const { jobName } = this.options.run;
    return runFailed(this.now(), jobName, 'RUN_EXCEPTION', serializeError(error), this.execution.failedSteps);
  }

  private write(events: readonly NewEvent[], value?: NewValue): void {
    for (const event of events) this.apply(event);
    this.log.write(events, value);
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
