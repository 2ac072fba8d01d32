import type { NewEvent } from '../events/event';
import type { StepOutputHandle } from '../definitions/snapshot';
import { bindMapping } from './bind-mapping';
import type { ExecutionPlan, ExecutionStep } from './execution-plan';
import { PriorityQueue } from './priority-queue';
import { ReadySteps } from './ready-steps';
import { lackingOnlyOf, missingOutputs, withKnownSources, type Outcomes } from './sources';
import {
  blame,
  isEnd,
  isLost,
  leaves,
  newProgress,
  upstreamOf,
  type ExecutionState,
  type Progress,
} from './step-progress';

export type { ExecutionState } from './step-progress';

/** An end that must be written for a step that will not run. */
export type Decision =
  | { readonly type: 'skip'; readonly step: string; readonly missing: readonly string[] }
  | { readonly type: 'abandon'; readonly step: string; readonly because: readonly string[] };

interface Retry {
  readonly of: Progress;
  /** Ms since the epoch. */
  readonly dueAt: number;
}

/**
 * The state of a run's steps while it executes. Events are the only thing that moves it, whether they just happened
 * or are read back from the log of a run that is to go on; it answers what to execute next (`next`) and which steps
 * will not run and need an event that says so (`decisions`). Constant time for each event and edge of the plan.
 *
 * The rules are Dagster's (dagster/_core/execution/plan/active.py): once all that a step needs has ended, it is skipped
 * where something that did not fail did not yield what it needs; else abandoned where something failed; else ready. A
 * step with a dynamic output that succeeds resolves what is mapped over it: a copy for each value takes its place. A
 * dynamic output that is not required and yields nothing skips it instead.
 */
export class ActiveExecution implements Outcomes {
  private readonly steps = new Map<string, Progress>();
  /** By the step that will yield the keys of their outermost level. */
  private readonly mapped = new Map<string, Progress[]>();
  private readonly readySteps: ReadySteps;
  private readonly retries = new PriorityQueue<Retry>((a, b) => a.dueAt < b.dueAt);
  private readonly decided = new Map<Progress, Decision>();
  private unfinished = 0;
  private canceling = false;
  /** In the order of failing. */
  readonly failedSteps: string[] = [];

  constructor(plan: ExecutionPlan) {
    this.readySteps = new ReadySteps(plan.executor);
    const all = plan.steps.map((step) => this.add(step));
    for (const progress of all) this.link(progress);
    for (const progress of all) this.settle(progress);
  }

  get isComplete(): boolean {
    return this.unfinished === 0;
  }

  state(step: string): ExecutionState | undefined {
    return this.steps.get(step)?.state;
  }

  /** Attempts of a step begun so far. */
  attempts(step: string): number {
    return this.steps.get(step)?.attempts ?? 0;
  }

  /** Keys of all steps: those of the plan, and the copies that mapped ones were resolved to. */
  stepKeys(): readonly string[] {
    return [...this.steps.keys()];
  }

  /** A step of the plan, or a copy of a mapped one, as planned. */
  plannedStep(key: string): ExecutionStep | undefined {
    return this.steps.get(key)?.step;
  }

  /** The same with lists of exactly the values that there are: complete once all that it depends on has ended. */
  stepOf(key: string, outcomes: Outcomes = this): ExecutionStep | undefined {
    const step = this.steps.get(key)?.step;
    return step && withKnownSources(step, outcomes);
  }

  /** Keys of the steps that could execute now: higher priority first, ties by key. */
  ready(): readonly string[] {
    return this.readySteps.inOrder().map(({ step }) => step.key);
  }

  running(): readonly string[] {
    return [...this.steps.values()].filter(({ state }) => state === 'running').map(({ step }) => step.key);
  }

  /**
   * Takes the next step to submit, its inputs resolved: the first by priority that the limits by tag allow. Nothing
   * more after the run began to cancel. `now` is ms since the epoch; a step that `mayTake` refuses waits until
   * `poolsChanged`.
   */
  next(now: number, mayTake?: (step: ExecutionStep) => boolean): ExecutionStep | undefined {
    if (this.canceling) return undefined;
    while ((this.nextRetryAt() ?? Infinity) <= now) this.readySteps.add(this.retries.pop()!.of);
    const taken = this.readySteps.take(mayTake);
    return taken && withKnownSources(taken.step, this);
  }

  /** Slots of pools may have become free. */
  poolsChanged(): void {
    this.readySteps.poolsChanged();
  }

  /** When the first waiting retry is due. */
  nextRetryAt(): number | undefined {
    while (this.retries.peek() && this.retries.peek()!.of.state !== 'up_for_retry') this.retries.pop();
    return this.retries.peek()?.dueAt;
  }

  /** Takes the decisions that came up since the last call; each is carried out by the event that says it. */
  decisions(): readonly Decision[] {
    const open = [...this.decided].filter(([{ state }]) => state === 'waiting' && !this.canceling);
    this.decided.clear();
    return open.map(([, decision]) => decision);
  }

  /** After a replay: steps that started and have no end lost their worker, and are ready for another attempt. */
  restartLostSteps(): void {
    for (const progress of this.steps.values()) {
      if (progress.state !== 'running') continue;
      this.readySteps.letGo(progress);
      this.readySteps.add(progress);
    }
  }

  apply(event: NewEvent): void {
    if (event.type === 'RUN_CANCELING') this.canceling = true;
    const progress = event.stepKey === undefined ? undefined : this.steps.get(event.stepKey);
    if (!progress || isEnd(progress.state) || progress.state === 'resolved') return;
    const { yielded } = progress;
    switch (event.type) {
      case 'STEP_START':
      case 'STEP_RESTARTED':
        progress.state = 'running';
        progress.attempts = event.data.attempt;
        yielded.clear();
        this.readySteps.hold(progress);
        break;
      case 'STEP_OUTPUT': {
        const { output, mappingKey, refused } = event.data;
        if (refused !== undefined) break;
        const keys = yielded.get(output) ?? new Set();
        yielded.set(output, mappingKey === undefined ? keys : keys.add(mappingKey));
        break;
      }
      case 'STEP_UP_FOR_RETRY':
        progress.state = 'up_for_retry';
        this.readySteps.letGo(progress);
        this.retries.push({ of: progress, dueAt: event.timestamp + event.data.secondsToWait * 1000 });
        break;
      case 'STEP_SUCCESS':
        this.end(progress, 'succeeded');
        this.resolveMapped(progress);
        this.releaseDependents(progress);
        break;
      case 'STEP_REUSED':
        for (const { output } of event.data.outputs) yielded.set(output, new Set());
        this.end(progress, 'reused');
        this.releaseDependents(progress);
        break;
      case 'STEP_SKIPPED':
        yielded.clear();
        this.end(progress, 'skipped');
        this.releaseDependents(progress);
        break;
      case 'STEP_FAILURE':
        this.end(progress, 'failed');
        this.failedSteps.push(progress.step.key);
        progress.because = [progress.step.key];
        this.releaseDependents(progress);
        break;
      case 'STEP_ABANDONED':
        this.end(progress, 'abandoned');
        progress.because = event.data.because;
        this.releaseDependents(progress);
        break;
    }
  }

  has({ step, output }: StepOutputHandle): boolean {
    const progress = this.steps.get(step);
    if (!progress || progress.state === 'resolved') return progress !== undefined;
    return progress.yielded.has(output) || (progress.state === 'succeeded' && mayBeEmpty(progress, output));
  }

  copies(step: string): readonly string[] | undefined {
    const progress = this.steps.get(step);
    const isKnown = progress && (!progress.step.mappedOver || progress.state === 'resolved');
    return isKnown ? leaves(progress).map((leaf) => leaf.step.key) : undefined;
  }

  mappingKeys({ step, output }: StepOutputHandle): readonly string[] | undefined {
    const progress = this.steps.get(step);
    if (!progress?.step.outputs.some(({ name, isDynamic }) => name === output && isDynamic)) return undefined;
    return [...(progress.yielded.get(output) ?? [])];
  }

  private add(step: ExecutionStep): Progress {
    const progress = newProgress(step);
    this.steps.set(step.key, progress);
    this.unfinished++;
    const outermost = step.mappedOver?.[0]?.step;
    if (outermost !== undefined) {
      const others = this.mapped.get(outermost);
      if (others) others.push(progress);
      else this.mapped.set(outermost, [progress]);
    }
    return progress;
  }

  private link(progress: Progress): void {
    for (const upstream of upstreamOf(progress, this.steps)) this.follow(progress, upstream);
  }

  private follow(progress: Progress, upstream: Progress): void {
    if (isLost(upstream)) blame(progress, upstream);
    else if (!isEnd(upstream.state)) {
      upstream.dependents.push(progress);
      progress.waitingFor++;
    }
  }

  private end(progress: Progress, state: ExecutionState): void {
    progress.state = state;
    this.unfinished--;
    this.readySteps.letGo(progress);
  }

  /** Copies take the place of what is mapped over the outputs of a step that succeeded. */
  private resolveMapped(producer: Progress): void {
    const open = (this.mapped.get(producer.step.key) ?? []).filter(
      (each) => each.state === 'waiting' && !this.decided.has(each) && this.has(each.step.mappedOver![0]!),
    );
    const made: Progress[] = [];
    for (const each of open) {
      const keys = [...(producer.yielded.get(each.step.mappedOver![0]!.output) ?? [])];
      const copies = keys.map((key) =>
        this.add(bindMapping(each.step, key, (step) => this.steps.get(step)?.step)),
      );
      each.copies = copies;
      made.push(...copies);
    }
    for (const each of open) {
      each.state = 'resolved';
      this.unfinished--;
    }
    for (const copy of made) this.link(copy);
    for (const each of open)
      for (const dependent of each.dependents) {
        if (dependent.state !== 'waiting') continue;
        for (const copy of each.copies) this.follow(dependent, copy);
        this.release(dependent);
      }
    for (const copy of made) this.settle(copy);
  }

  private releaseDependents(ended: Progress): void {
    for (const dependent of ended.dependents) {
      if (isLost(ended)) blame(dependent, ended);
      this.release(dependent);
    }
  }

  /** One of the steps it waits for has ended, or has been resolved. */
  private release(dependent: Progress): void {
    dependent.waitingFor--;
    this.settle(dependent);
  }

  /** A step that waits for nothing any more is ready, or is to be skipped or abandoned. */
  private settle(progress: Progress): void {
    if (progress.waitingFor > 0 || progress.state !== 'waiting' || this.decided.has(progress)) return;
    const { step, because } = progress;
    const isReason = (key: string) => !isLost(this.steps.get(key));
    const missing = missingOutputs(step, lackingOnlyOf(isReason, this));
    if (missing.length > 0) this.decided.set(progress, { type: 'skip', step: step.key, missing });
    else if (because.length > 0) this.decided.set(progress, { type: 'abandon', step: step.key, because });
    else this.readySteps.add(progress);
  }
}

/** A dynamic output that is required may yield no value: then there is nothing to map, and an empty list to collect. */
const mayBeEmpty = ({ step }: Progress, output: string): boolean =>
  step.outputs.some(({ name, isDynamic, isRequired }) => name === output && isDynamic && isRequired);
