import type { ExecutionPlan, ExecutionStep } from '../../plan/execution-plan';
import type { RunState } from '../../events/run-state';
import { isStepEnd, waitingStep, type StepState } from '../../events/step-state';
import { stepKeys, templateOf } from './step-keys';

/** A stretch of a step's row, in ms since the epoch. */
export interface Bar {
  readonly kind: 'waiting' | 'work' | 'worker' | 'resources' | 'retry';
  readonly from: number;
  readonly to: number;
}

export interface GanttRow {
  readonly step: StepState;
  /** When all it needs was there. */
  readonly readyAt?: number;
  /** Its bars are drawn so many ms earlier. */
  readonly shift?: number;
}

/** One row for each step, in the order of `stepKeys`. */
export function ganttRows(plan: ExecutionPlan, state: RunState): readonly GanttRow[] {
  const planned = new Map(plan.steps.map((step) => [step.key, step]));
  return stepKeys(plan, state).map((key) => {
    const step = state.steps.get(key) ?? waitingStep(key);
    const plannedStep = planned.get(key) ?? planned.get(templateOf(key));
    return plannedStep ? { step, readyAt: readyAt(plannedStep, state) } : { step };
  });
}

/** All begin at `from`, the longest (until `now`, where they run) first: how long each took, not when. */
export function flatRows(rows: readonly GanttRow[], from: number, now: number): readonly GanttRow[] {
  return rows
    .map(({ step }) => ({ step, shift: (begunAt(step) ?? from) - from }))
    .sort((a, b) => lengthOf(b.step, now) - lengthOf(a.step, now));
}

/** ms that a step took, its worker and resources and waiting for another attempt with it; -1: it did not begin. */
export function lengthOf(step: StepState, now: number): number {
  const begun = begunAt(step);
  return begun === undefined ? -1 : (step.endedAt ?? now) - begun;
}

function begunAt({ markers, startedAt }: StepState): number | undefined {
  return markers[0] ? Math.min(markers[0].startedAt, startedAt ?? Infinity) : startedAt;
}

function readyAt(step: ExecutionStep, state: RunState): number | undefined {
  let latest = state.startedAt;
  for (const dep of step.deps) {
    const before = state.steps.get(dep.step);
    if (!before || !isStepEnd(before.status)) return undefined;
    if (before.endedAt !== undefined) latest = Math.max(latest ?? 0, before.endedAt);
  }
  return latest;
}

/** The bars of a row at the time `now`, in the order of drawing. */
export function barsOf({ step, readyAt: ready, shift = 0 }: GanttRow, now: number): readonly Bar[] {
  const bars: Bar[] = [];
  const begun = begunAt(step);
  const didNotRun = begun === undefined && isStepEnd(step.status);
  if (ready !== undefined && !didNotRun) bars.push({ kind: 'waiting', from: ready, to: begun ?? now });
  const end = step.endedAt ?? now;
  let workFrom = step.startedAt;
  for (const { kind, startedAt, endedAt = end } of step.markers) {
    if (kind === 'retry' && workFrom !== undefined) {
      bars.push({ kind: 'work', from: workFrom, to: startedAt });
      workFrom = endedAt < end ? endedAt : undefined;
    }
    bars.push({ kind, from: startedAt, to: endedAt });
  }
  if (workFrom !== undefined) bars.push({ kind: 'work', from: workFrom, to: end });
  const seen = bars.filter(({ from, to }) => to >= from);
  return shift === 0 ? seen : seen.map((bar) => ({ ...bar, from: bar.from - shift, to: bar.to - shift }));
}

/** Distances between ticks that people read easily, in ms. */
const steps = [
  1, 2, 5, 10, 20, 50, 100, 200, 500, 1e3, 2e3, 5e3, 10e3, 15e3, 30e3, 60e3, 120e3, 300e3, 600e3, 900e3, 1800e3,
  3600e3, 7200e3, 14_400e3, 43_200e3, 86_400e3,
]; // prettier-ignore

/** Offsets (ms) of ticks from `from` to `to`, which are offsets too; at most `count` of them. */
export function ticks(from: number, to: number, count: number): readonly number[] {
  const step = steps.find((size) => (to - from) / size <= Math.max(1, count)) ?? steps.at(-1)!;
  const first = Math.ceil(from / step);
  return Array.from({ length: Math.floor(to / step) - first + 1 }, (_, index) => (first + index) * step);
}
