import type { NewEvent } from '../events/event';
import type { ExecutionPlan, ExecutionStep } from './execution-plan';
import { PriorityQueue } from './priority-queue';

/**
 * `waiting` for steps before it, `ready` to execute, `submitted` to an executor but not heard of yet. The last four
 * are ends.
 */
export type ExecutionState =
  | 'waiting' | 'ready' | 'submitted' | 'running' | 'up_for_retry'
  | 'succeeded' | 'failed' | 'skipped' | 'abandoned'; // prettier-ignore

/** An end that must be written for a step that will not run. */
export type Decision =
  | { readonly type: 'skip'; readonly step: string; readonly missing: readonly string[] }
  | { readonly type: 'abandon'; readonly step: string; readonly because: readonly string[] };

interface Progress {
  readonly step: ExecutionStep;
  readonly dependents: Progress[];
  /** Outputs of the present attempt. */
  readonly yielded: Set<string>;
  state: ExecutionState;
  /** Upstream steps that have neither succeeded nor been skipped. */
  waitingFor: number;
  /** Attempts begun. */
  attempts: number;
}

interface Retry {
  readonly of: Progress;
  /** Ms since the epoch. */
  readonly dueAt: number;
}

const isEnd = (state: ExecutionState): boolean =>
  state === 'succeeded' || state === 'failed' || state === 'skipped' || state === 'abandoned';

/**
 * The state of a run's steps while it executes. Events are the only thing that moves it, whether they just happened
 * or are read back from the log of a run that is to go on; it answers what to execute next (`next`) and which steps
 * will not run and need an event that says so (`decisions`). Constant time for each event and edge of the plan.
 *
 * The rules are Dagster's (dagster/_core/execution/plan/active.py): a step is abandoned as soon as a step it needs
 * has failed; it is skipped when all of these have ended and one did not yield what it needs; else it is ready.
 */
export class ActiveExecution {
  private readonly steps: ReadonlyMap<string, Progress>;
  private readonly readySteps = new PriorityQueue<Progress>(goesBefore);
  private readonly retries = new PriorityQueue<Retry>((a, b) => a.dueAt < b.dueAt);
  private readonly decided = new Map<Progress, Decision>();
  private unfinished: number;
  private canceling = false;
  /** In the order of failing. */
  readonly failedSteps: string[] = [];

  constructor(plan: ExecutionPlan) {
    this.steps = linked(plan);
    this.unfinished = this.steps.size;
    for (const progress of this.steps.values()) if (progress.waitingFor === 0) this.makeReady(progress);
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

  /** Keys of the steps that could execute now: higher priority first, ties by key. */
  ready(): readonly string[] {
    const all = [...new Set(this.readySteps.items())].filter((progress) => progress.state === 'ready');
    return all.sort((a, b) => (goesBefore(a, b) ? -1 : 1)).map((progress) => progress.step.key);
  }

  running(): readonly string[] {
    return [...this.steps.values()].filter(({ state }) => state === 'running').map(({ step }) => step.key);
  }

  /** Takes the next step to submit; nothing more after the run began to cancel. */
  next(now: number): ExecutionStep | undefined {
    if (this.canceling) return undefined;
    while ((this.nextRetryAt() ?? Infinity) <= now) this.makeReady(this.retries.pop()!.of);
    for (let first = this.readySteps.pop(); first; first = this.readySteps.pop())
      if (first.state === 'ready') {
        first.state = 'submitted';
        return first.step;
      }
    return undefined;
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
    for (const progress of this.steps.values()) if (progress.state === 'running') this.makeReady(progress);
  }

  apply(event: NewEvent): void {
    if (event.type === 'RUN_CANCELING') this.canceling = true;
    const progress = event.stepKey === undefined ? undefined : this.steps.get(event.stepKey);
    if (!progress || isEnd(progress.state)) return;
    switch (event.type) {
      case 'STEP_START':
      case 'STEP_RESTARTED':
        progress.state = 'running';
        progress.attempts = event.data.attempt;
        progress.yielded.clear();
        break;
      case 'STEP_OUTPUT':
        progress.yielded.add(event.data.output);
        break;
      case 'STEP_UP_FOR_RETRY':
        progress.state = 'up_for_retry';
        this.retries.push({ of: progress, dueAt: event.timestamp + event.data.secondsToWait * 1000 });
        break;
      case 'STEP_SUCCESS':
        this.end(progress, 'succeeded');
        this.release(progress);
        break;
      case 'STEP_SKIPPED':
        progress.yielded.clear();
        this.end(progress, 'skipped');
        this.release(progress);
        break;
      case 'STEP_FAILURE':
        this.end(progress, 'failed');
        this.failedSteps.push(progress.step.key);
        this.abandonDependents(progress, [progress.step.key]);
        break;
      case 'STEP_ABANDONED':
        this.end(progress, 'abandoned');
        this.abandonDependents(progress, event.data.because);
        break;
    }
  }

  private end(progress: Progress, state: ExecutionState): void {
    progress.state = state;
    this.unfinished--;
  }

  private makeReady(progress: Progress): void {
    progress.state = 'ready';
    this.readySteps.push(progress);
  }

  private release({ dependents }: Progress): void {
    for (const dependent of dependents) {
      if (--dependent.waitingFor > 0 || dependent.state !== 'waiting') continue;
      const missing = dependent.step.deps
        .filter((dep) => !this.steps.get(dep.step)!.yielded.has(dep.output))
        .map((dep) => `${dep.step}.${dep.output}`);
      if (missing.length === 0) this.makeReady(dependent);
      else this.decided.set(dependent, { type: 'skip', step: dependent.step.key, missing });
    }
  }

  private abandonDependents({ dependents }: Progress, because: readonly string[]): void {
    for (const dependent of dependents)
      if (dependent.state === 'waiting' && !this.decided.has(dependent))
        this.decided.set(dependent, { type: 'abandon', step: dependent.step.key, because });
  }
}

const goesBefore = (a: Progress, b: Progress): boolean =>
  a.step.priority === b.step.priority ? a.step.key < b.step.key : a.step.priority > b.step.priority;

function linked(plan: ExecutionPlan): ReadonlyMap<string, Progress> {
  const steps = new Map<string, Progress>(
    plan.steps.map((step) => [
      step.key,
      { step, dependents: [], yielded: new Set(), state: 'waiting', waitingFor: 0, attempts: 0 },
    ]),
  );
  for (const progress of steps.values())
    for (const upstream of new Set(progress.step.deps.map((dep) => dep.step))) {
      steps.get(upstream)!.dependents.push(progress);
      progress.waitingFor++;
    }
  return steps;
}
