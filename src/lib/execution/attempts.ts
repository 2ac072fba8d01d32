import { placeValue, readValue } from '../artifacts/default-io-manager';
import { serializeError } from '../base/errors';
import { isLogged } from '../definitions/config/loggers-section';
import type { NewEvent } from '../events/event';
import { stepStarted } from '../events/step-event-makers';
import type { ExecutionStep } from '../plan/execution-plan';
import { failureEvents, mayRetry, timedOut, type FailureMessage } from './attempt-failure';
import { ByteCache } from './byte-cache';
import type { Deadlines } from './deadlines';
import type { DriveRunOptions } from './drive-run-options';
import type { ExecutorMessage } from './executor';
import { FailureHooks } from './failure-hooks';
import type { RunExecutors } from './run-executors';
import type { RunJournal } from './run-journal';
import {
  eventsOf,
  outputEvents,
  successEvents,
  type OutputMessage,
  type PassingMessage,
  type StepAttempt,
} from './step-attempt';
import { loadInputs } from './step-inputs';
import { stepRequest } from './step-request';

const defaultCacheBytes = 64 * 2 ** 20;

/** What surrounds the attempts of a run. */
export interface AttemptsDeps {
  readonly options: DriveRunOptions;
  readonly journal: RunJournal;
  readonly executors: RunExecutors;
  readonly deadlines: Deadlines;
  readonly isOver: () => boolean;
  /** An attempt has ended. */
  readonly onEnd: () => void;
  /** Something went wrong that is no step's fault. */
  readonly onError: (error: unknown) => void;
}

/** The attempts at steps that are under way: gives them to executors, and writes what is heard of them. */
export class Attempts {
  private readonly deps: AttemptsDeps;
  private readonly cache: ByteCache;
  /** By the id of their request. */
  private readonly underWay = new Map<string, StepAttempt>();
  private readonly failureHooks: FailureHooks;
  private lastHandled: Promise<void> = Promise.resolve();

  constructor(deps: AttemptsDeps) {
    this.deps = deps;
    this.failureHooks = new FailureHooks(deps);
    this.cache = new ByteCache(deps.options.cacheBytes ?? defaultCacheBytes);
  }

  /** Whether the run's own executor takes another step. Steps with an executor of their own wait in its queue. */
  get hasRoom(): boolean {
    const { executors } = this.deps;
    const { maxConcurrent, prefetch = 0 } = executors.main.capabilities;
    let taken = 0;
    for (const { step } of this.underWay.values()) if (executors.of(step) === executors.main) taken++;
    return taken < maxConcurrent + prefetch;
  }

  /** Hooks of steps that have ended. */
  get hasHooksUnderWay(): boolean {
    return this.failureHooks.areUnderWay;
  }

  /** Resolves when the executor has the step, or when it is known that its inputs cannot be loaded. */
  async submit(step: ExecutionStep): Promise<void> {
    const { options, journal, executors } = this.deps;
    const { run, env = {} } = options;
    const number = journal.execution.attempts(step.key) + 1;
    const id = `${run.id}:${step.key}:${number}`;
    const attempt: StepAttempt = {
      id,
      runId: run.id,
      step,
      attempt: number,
      hasRetriesLeft: mayRetry(step.retryPolicy, number),
      versions: journal.known.versionsFor(step),
      yielded: new Set(),
    };
    this.underWay.set(id, attempt);
    try {
      const inputs = await this.inputsOf(step);
      if (!this.deps.isOver()) executors.of(step).submit(stepRequest(run, attempt, inputs, env));
    } catch (error) {
      journal.write([stepStarted({ ...journal.at(), stepKey: step.key }, number)]);
      this.endFailed(attempt, this.failure(error));
    }
  }

  /** Messages are handled one after another; only storing a value takes time. */
  receive(message: ExecutorMessage, workerPerStep: boolean): void {
    this.lastHandled = this.lastHandled
      .then(() => this.handle(message, workerPerStep))
      .catch((error: unknown) => this.deps.onError(error));
  }

  private inputsOf(step: ExecutionStep) {
    const { options, journal } = this.deps;
    const { run, storage, artifacts, assertReads } = options;
    const sources = { artifacts, getInline: (hash: string) => storage.getValue(hash) };
    return loadInputs(step, {
      runId: run.id,
      known: journal.known,
      cache: this.cache,
      assertReads,
      read: async (pointer) => {
        await journal.settled();
        return (await readValue(pointer, sources))?.bytes;
      },
    });
  }

  private handle(message: ExecutorMessage, workerPerStep: boolean): Promise<void> | void {
    const attempt = this.underWay.get(message.id);
    if (this.deps.isOver() || this.failureHooks.receive(message) || !attempt) return;
    switch (message.type) {
      case 'output':
        return this.handleOutput(message, attempt);
      case 'succeeded':
        return this.end(attempt, successEvents(attempt, message.time, message.hooks));
      case 'failed':
      case 'lost':
        return this.endFailed(attempt, message);
      case 'started':
        this.limitTime(attempt);
        break;
      case 'assetEvent':
        return this.handleAssetEvent(message, attempt, workerPerStep);
      case 'log':
        if (!isLogged(message.level, this.deps.options.run.plan.config)) return;
    }
    this.deps.journal.write(eventsOf(message, attempt, this.deps.journal.known, workerPerStep));
  }

  /** From now on, by the clock of this side: what an isolate says is not trusted. */
  private limitTime(attempt: StepAttempt): void {
    const { key, timeout } = attempt.step;
    if (timeout === undefined) return;
    this.deps.deadlines.set(attempt.id, this.deps.options.clock.now() + timeout * 1000, () => {
      this.deps.executors.cancel(attempt.id);
      const time = this.deps.options.clock.now();
      this.endFailed(attempt, { time, error: timedOut(`Step ${key}`, timeout) });
    });
  }

  private async handleOutput(message: OutputMessage, attempt: StepAttempt): Promise<void> {
    const { options, journal, executors, isOver } = this.deps;
    const output = attempt.step.outputs.find(({ name }) => name === message.name);
    if (!output) return;
    try {
      if (output.assetKey !== undefined) await options.assertWrites?.(output.assetKey);
      const placed = message.value && (await placeValue(message.value, options.artifacts));
      if (isOver() || !this.underWay.has(message.id)) return;
      if (placed) this.cache.set(placed.pointer.hash, message.value!.bytes);
      journal.write(outputEvents(message, attempt, output, placed?.pointer), placed?.inline);
    } catch (error) {
      executors.cancel(message.id);
      const unstored = { ...message, value: undefined, handled: false };
      journal.write(outputEvents(unstored, attempt, { ...output, assetKey: undefined }));
      attempt.yielded.delete(output.name);
      this.endFailed(attempt, this.failure(error));
    }
  }

  private async handleAssetEvent(
    message: Extract<PassingMessage, { type: 'assetEvent' }>,
    attempt: StepAttempt,
    workerPerStep: boolean,
  ): Promise<void> {
    const { options, journal, executors, isOver } = this.deps;
    try {
      await options.assertWrites?.(message.assetKey);
      if (!isOver()) journal.write(eventsOf(message, attempt, journal.known, workerPerStep));
    } catch (error) {
      executors.cancel(message.id);
      this.endFailed(attempt, this.failure(error));
    }
  }

  private failure(error: unknown): FailureMessage {
    return { time: this.deps.options.clock.now(), error: serializeError(error) };
  }

  private endFailed(attempt: StepAttempt, failure: FailureMessage): void {
    if (this.deps.isOver() || !this.underWay.has(attempt.id)) return;
    const events = failureEvents(attempt, failure, this.deps.options.random ?? Math.random);
    const hasFailed = events.some(({ type }) => type === 'STEP_FAILURE');
    if (hasFailed && attempt.step.hooks?.length && !failure.hooks)
      this.failureHooks.call(attempt, failure.error);
    this.end(attempt, events);
  }

  private end({ id, runId, step }: StepAttempt, events: readonly NewEvent[]): void {
    if (this.deps.isOver() || !this.underWay.delete(id)) return;
    this.deps.deadlines.clear(id);
    this.deps.journal.write(events);
    if (step.pool !== undefined) this.deps.options.pools?.give({ runId, stepKey: step.key });
    this.deps.onEnd();
  }
}
