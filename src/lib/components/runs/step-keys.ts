import type { RunState } from '../../events/run-state';
import type { ExecutionPlan } from '../../plan/execution-plan';

/** A step key as it is read: graphs around it, the op, and for which values of dynamic outputs it ran. */
export interface StepKeyParts {
  readonly graphs: string;
  readonly op: string;
  readonly mapping: string;
}

/** `recipes.clean[k0]` → `recipes.`, `clean`, `[k0]`. */
export function stepKeyParts(key: string): StepKeyParts {
  const [, path = key, mapping = ''] = /^([^[]*)(\[.*\])?$/s.exec(key) ?? [];
  const cut = path.lastIndexOf('.') + 1;
  return { graphs: path.slice(0, cut), op: path.slice(cut), mapping };
}

/** The step of the plan that a step of the log is a copy of, where it is one: `n[k0][j1]` of `n[?][?]`. */
export const templateOf = (key: string): string => key.replace(/\[[^\]]*\]/g, '[?]');

/**
 * All steps of a run, in the order of its plan: copies of a mapped step stand in its place as soon as there is one;
 * steps that the log alone knows come last.
 */
export function stepKeys(plan: ExecutionPlan, state: RunState | undefined): readonly string[] {
  const planned = new Set(plan.steps.map(({ key }) => key));
  const others = [...(state?.steps.keys() ?? [])].filter((key) => !planned.has(key));
  const copies = Map.groupBy(others, (key) => {
    const template = templateOf(key);
    return planned.has(template) ? template : undefined;
  });
  const inPlace = plan.steps.flatMap(({ key }) => copies.get(key) ?? [key]);
  return [...inPlace, ...(copies.get(undefined) ?? [])];
}

export const stepTotal = (plan: ExecutionPlan, state: RunState | undefined): number =>
  stepKeys(plan, state).length;
