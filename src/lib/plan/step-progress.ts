import type { ExecutionStep } from './execution-plan';
import { upstreamSteps } from './sources';

/**
 * `waiting` for steps before it, `ready` to execute, `submitted` to an executor but not heard of yet; `resolved`: a
 * mapped step whose place its copies have taken. The last five are ends.
 */
export type ExecutionState =
  | 'waiting' | 'ready' | 'submitted' | 'running' | 'up_for_retry' | 'resolved'
  | 'succeeded' | 'reused' | 'failed' | 'skipped' | 'abandoned'; // prettier-ignore

export const isEnd = (state: ExecutionState): boolean =>
  state === 'succeeded' ||
  state === 'reused' ||
  state === 'failed' ||
  state === 'skipped' ||
  state === 'abandoned';

/** A step in the course of a run. */
export interface Progress {
  readonly step: ExecutionStep;
  readonly dependents: Progress[];
  /** Outputs of the present attempt, with the mapping keys of a dynamic one in the order of yielding. */
  readonly yielded: Map<string, Set<string>>;
  state: ExecutionState;
  /** Upstream steps that have not ended. */
  waitingFor: number;
  /** Attempts begun. */
  attempts: number;
  /** What a mapped step was resolved to. */
  copies: readonly Progress[];
  /** The steps that failed, where it failed, was abandoned or may have to be. */
  because: readonly string[];
  /** It counts against the tag concurrency limits. */
  hasSlots: boolean;
}

export const newProgress = (step: ExecutionStep): Progress => ({
  step,
  dependents: [],
  yielded: new Map(),
  state: 'waiting',
  waitingFor: 0,
  attempts: 0,
  copies: [],
  because: [],
  hasSlots: false,
});

/** Higher priority first, ties by key (Dagster's order). */
export const goesBefore = (a: Progress, b: Progress): boolean =>
  a.step.priority === b.step.priority ? a.step.key < b.step.key : a.step.priority > b.step.priority;

/** The steps that a mapped step became, those of inner levels in the place of their own. */
export const leaves = (progress: Progress): readonly Progress[] =>
  progress.state === 'resolved' ? progress.copies.flatMap(leaves) : [progress];

/** What one step waits for: those of its upstream steps that are in the plan, copies in the place of their step. */
export const upstreamOf = ({ step }: Progress, steps: ReadonlyMap<string, Progress>): readonly Progress[] =>
  [...upstreamSteps(step)].flatMap((key) => leaves(steps.get(key)!));

export const isLost = (progress: Progress | undefined): boolean =>
  progress?.state === 'failed' || progress?.state === 'abandoned';

/** The first failure is the one that is named. */
export function blame(progress: Progress, { because }: Progress): void {
  if (progress.because.length === 0) progress.because = because;
}
