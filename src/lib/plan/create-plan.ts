import { computationsOf, selectedAssets, stepsBefore, type Computation } from './computations';
import { MissingInputConfig } from './config-inputs';
import type { StepSnapshot } from '../definitions/snapshot';
import type { ExecutionPlan, ExecutionStep } from './execution-plan';
import { chooseExecutor } from './executor-choice';
import { InvalidSubsetError } from './invalid-subset';
import { selectOps } from './op-selection';
import type { PlanRequest } from './plan-request';
import { Planning } from './planning';
import { planStep } from './plan-step';
import { resourceOrder } from './resource-order';
import { topologicalOrder } from './topological-order';

/**
 * What a run will do: the steps of all computations that are wanted, in topological order. An input whose asset the
 * run does not make is loaded from storage when its step starts; whether it is there is found out then. Of a job of
 * ops an input whose step is not selected must have a value in the run config (Dagster's rule).
 *
 * Throws `InvalidSubsetError` where a selection cannot be executed as it is, and `InvalidRunConfig` where an input
 * lacks its value.
 */
export function createPlan(request: PlanRequest): ExecutionPlan {
  const { snapshot, job, reuse } = request;
  const selected = selectedAssets(job?.steps ? { snapshot } : request);
  const computations = job?.steps ? [opsOf(request, job.steps)] : computationsOf(request, selected);
  const planning = new Planning(request, selected, computations);
  const steps: ExecutionStep[] = [];
  for (const computation of computations)
    for (const step of computation.steps) steps.push(planStep(step, computation, planning));
  if (planning.missingInputs.length > 0) throw new MissingInputConfig(planning.missingInputs);

  const config = request.config ?? job?.config;
  const timeout = request.timeout ?? job?.timeout;
  const required = new Set<string>();
  for (const step of steps) for (const key of step.resources ?? none) required.add(key);
  const resources = resourceOrder(required, snapshot.resources);
  return {
    steps: topologicalOrder(steps),
    executor: chooseExecutor([request.executor, job?.executor, snapshot.executor], config),
    ...(config && { config }),
    ...(resources.length > 0 && { resources }),
    ...(reuse && { reuse }),
    ...(timeout !== undefined && { timeout }),
  };
}

const none: readonly never[] = [];

/** The selected steps of a job of ops. */
function opsOf({ opSelection }: PlanRequest, steps: readonly StepSnapshot[]): Computation {
  const all = { assets: [], checks: [], steps, deps: [], unwanted: [] };
  if (!opSelection) return all;
  const chosen = selectOps(
    opSelection,
    steps.map((step) => ({ key: step.key, upstream: stepsBefore(step) })),
  );
  if (chosen.size === 0)
    throw new InvalidSubsetError('The op selection is empty', {
      remedy: 'Name at least one op, or leave the selection out.',
    });
  return { ...all, steps: steps.filter(({ key }) => chosen.has(key)) };
}
