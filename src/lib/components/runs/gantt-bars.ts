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
export function barsOf({ step, readyAt: ready }: GanttRow, now: number): readonly Bar[] {
  const bars: Bar[] = [];
  const begun = step.markers[0]
    ? Math.min(step.markers[0].startedAt, step.startedAt ?? Infinity)
    : step.startedAt;
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
  return bars.filter(({ from, to }) => to >= from);
}

/** Distances between ticks that people read easily, in ms. */
const steps = [
  1, 2, 5, 10, 20, 50, 100, 200, 500, 1e3, 2e3, 5e3, 10e3, 15e3, 30e3, 60e3, 120e3, 300e3, 600e3, 900e3, 1800e3,
  3600e3, 7200e3, 14_400e3, 43_200e3, 86_400e3,
]; // prettier-ignore

/** Offsets (ms) of ticks over `length` ms, at most `count` of them. */
export function ticks(length: number, count: number): readonly number[] {
  const step = steps.find((size) => length / size <= Math.max(1, count)) ?? steps.at(-1)!;
  return Array.from({ length: Math.floor(length / step) + 1 }, (_, index) => index * step);
}
