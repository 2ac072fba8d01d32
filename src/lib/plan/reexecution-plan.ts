import { DagbookError } from '../base/errors';
import type { StepOutputHandle } from '../definitions/snapshot';
import type { NewEvent } from '../events/event';
import { foldRun } from '../events/run-state';
import { ActiveExecution } from './active-execution';
import { unknownKey } from './bind-mapping';
import type { ExecutionPlan, ExecutionStep, PlannedSource } from './execution-plan';
import { selectOps } from './op-selection';
import { handlesOf, missingOutputs, nameOf, orderingDeps, upstreamSteps, type Outcomes } from './sources';
import { topologicalOrder } from './topological-order';

/** The run cannot be executed again in this way. */
export class InvalidReexecution extends DagbookError {
  static override readonly name: string = 'InvalidReexecution';
}

export interface ReexecutionPlanRequest {
  readonly parent: { readonly id: string; readonly plan: ExecutionPlan };
  /** All that the parent's log says. */
  readonly log: readonly NewEvent[];
  /**
   * `failure`: what failed, was abandoned or never came to its end. A list: as an op selection, of step keys; `m` is
   * all copies of a mapped step, `m[a]` one of them.
   */
  readonly steps: 'all' | 'failure' | readonly string[];
}

/**
 * What executing (a part of) a run again does. Copies of mapped steps that succeeded are not repeated, unless the step
 * that yields their keys is. What the steps read of others comes from the parent run, and assets in their newest
 * version. Throws `InvalidReexecution` where the parent has not failed, or a chosen step lacks an input, and
 * `InvalidSubsetError` for steps that it does not have.
 */
export function reexecutionPlan({ parent, log, steps }: ReexecutionPlanRequest): ExecutionPlan {
  if (steps === 'all') return parent.plan;
  const execution = new ActiveExecution(parent.plan);
  for (const event of log) execution.apply(event);
  const chosen = steps === 'failure' ? unfinished(parent.id, execution, log) : chosenSteps(steps, execution);
  const again = steps === 'failure' ? withInputs(chosen, execution) : chosen;
  if (again.size === 0)
    throw new InvalidReexecution(
      `In run ${parent.id} every step has ended well: there is nothing to repeat`,
      {
        remedy: 'Execute all of it again.',
      },
    );
  if (steps !== 'failure')
    for (const key of again) assertYielded(key, unmadeMembers(key, again, execution), parent.id);
  const planned = [...again].map((key) => stepAgain(key, again, execution, parent.id));
  return { ...parent.plan, steps: topologicalOrder(planned) };
}

function unfinished(
  runId: string,
  execution: ActiveExecution,
  log: readonly NewEvent[],
): ReadonlySet<string> {
  const { status } = foldRun(log);
  if (status !== 'FAILURE' && status !== 'CANCELED')
    throw new InvalidReexecution(`Run ${runId} is ${status}: only one that failed or was canceled goes on`, {
      remedy: 'Execute all of it again, or choose steps.',
    });
  return new Set(openSteps(execution).filter((key) => !isDone(execution, key)));
}

/** All steps but mapped ones whose place their copies have taken. */
const openSteps = (execution: ActiveExecution): readonly string[] =>
  execution.stepKeys().filter((key) => execution.state(key) !== 'resolved');

const isDone = (execution: ActiveExecution, key: string): boolean =>
  ['succeeded', 'reused', 'skipped'].includes(execution.state(key)!);

/** Without steps that would only be skipped: an optional output that they need was not yielded. */
function withInputs(keys: ReadonlySet<string>, execution: ActiveExecution): ReadonlySet<string> {
  const left = new Set(keys);
  for (let before = -1; before !== left.size;) {
    before = left.size;
    for (const key of left) if (missing(key, left, execution).length > 0) left.delete(key);
  }
  return left;
}

/** The outputs that a step needs and would not find. */
function missing(key: string, again: ReadonlySet<string>, execution: ActiveExecution): readonly string[] {
  const step = execution.plannedStep(key)!;
  const single = step.inputs.flatMap(({ source }) => (source.type === 'step' ? [source] : []));
  const ofMapped = [...(step.mappedOver ?? []), ...single.filter(isTemplate)];
  return [
    ...missingOutputs(step, outcomes(again, execution)),
    ...ofMapped.filter((handle) => !again.has(handle.step)).map(nameOf),
  ];
}

function chosenSteps(selection: readonly string[], execution: ActiveExecution): ReadonlySet<string> {
  const steps = openSteps(execution).map((key) => ({
    key,
    upstream: [...upstreamSteps(execution.plannedStep(key)!)].flatMap(
      (step) => execution.copies(step) ?? [step],
    ),
  }));
  const keys = selectOps(selection, steps);
  // With the step that yields its keys, a mapped step is executed for whatever it yields now.
  const mapped = new Map<string, string>();
  for (const key of execution.stepKeys()) {
    const producer = execution.plannedStep(key)!.mappedOver?.[0]?.step;
    if (producer === undefined || !keys.has(producer)) continue;
    for (const copy of execution.copies(key) ?? []) if (!mapped.has(copy)) mapped.set(copy, key);
  }
  return new Set([...keys].map((key) => mapped.get(key) ?? key));
}

/**
 * Members of the lists that a step reads which the parent was to make, and has not: without them the list would be
 * another one. What was skipped is left out of it, as in any run.
 */
function unmadeMembers(
  key: string,
  again: ReadonlySet<string>,
  execution: ActiveExecution,
): readonly string[] {
  const { copies } = outcomes(again, execution);
  return execution
    .plannedStep(key)!
    .inputs.flatMap(({ source }) => (readsList(source) ? handlesOf(source) : []))
    .flatMap(({ step, output }) => (copies(step) ?? [step]).map((copy) => ({ step: copy, output })))
    .filter(({ step }) => !again.has(step) && !isDone(execution, step))
    .map(nameOf);
}

const readsList = ({ type }: PlannedSource): boolean => type === 'fanIn' || type === 'collect';

function assertYielded(key: string, lacks: readonly string[], parentRun: string): void {
  if (lacks.length === 0) return;
  const makers = new Set(lacks.map((name) => name.slice(0, name.lastIndexOf('.'))));
  throw new InvalidReexecution(`${key} needs ${lacks.join(', ')}, which run ${parentRun} did not yield`, {
    remedy: `Choose ${[...makers].join(', ')}, too.`,
  });
}

function stepAgain(
  key: string,
  again: ReadonlySet<string>,
  execution: ActiveExecution,
  parentRun: string,
): ExecutionStep {
  const planned = execution.plannedStep(key)!;
  assertYielded(key, missing(key, again, execution), parentRun);
  const { after, blockedBy, ...step } = execution.stepOf(key, outcomes(again, execution))!;
  const inputs = step.inputs.map(({ name, source }) => ({
    name,
    source: fromParent(source, again, parentRun),
  }));
  const deps = [
    ...inputs.flatMap(({ source }) => handlesOf(source)),
    ...orderingDeps(planned).flatMap(({ step, output }) =>
      (again.has(step) ? [step] : (execution.copies(step) ?? []).filter((copy) => again.has(copy))).map(
        (copy) => ({
          step: copy,
          output,
        }),
      ),
    ),
  ];
  const blocking = blockedBy?.filter((step) => again.has(step)) ?? [];
  return {
    ...step,
    inputs,
    ...(after && { after }),
    deps: [...new Map(deps.map((dep) => [nameOf(dep), dep])).values()],
    ...(blocking.length > 0 && { blockedBy: blocking }),
  };
}

/** What the steps of the new plan find: what these steps will yield, and what the parent's did. */
const outcomes = (again: ReadonlySet<string>, execution: ActiveExecution): Outcomes => ({
  has: (handle) => again.has(handle.step) || execution.has(handle),
  copies: (step) => (again.has(step) ? undefined : execution.copies(step)),
  mappingKeys: (handle) => (again.has(handle.step) ? undefined : execution.mappingKeys(handle)),
});

const isTemplate = ({ step }: StepOutputHandle): boolean => step.includes(unknownKey);

function fromParent(source: PlannedSource, again: ReadonlySet<string>, runId: string): PlannedSource {
  switch (source.type) {
    case 'fanIn':
      return { ...source, sources: source.sources.map((member) => fromParent(member, again, runId)) };
    case 'step':
    case 'collect':
      return again.has(source.step) || source.runId !== undefined ? source : { ...source, runId };
    case 'asset': {
      if (!source.madeBy || again.has(source.madeBy.step)) return source;
      const { madeBy: _, ...stored } = source;
      return stored;
    }
    case 'managed':
    case 'value':
      return source;
  }
}
