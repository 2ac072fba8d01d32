import { upstreamSteps } from '../plan/sources';
import type { ExecutionPlan } from '../plan/execution-plan';

/**
 * The pools of the steps that a run can begin with; empty where one of them is in no pool, since then the run has
 * something to do whatever the pools say (Dagster's rule for launching a queued run).
 */
export function rootPools({ steps }: ExecutionPlan): readonly string[] {
  const own = new Set(steps.map(({ key }) => key));
  const roots = steps.filter((step) => ![...upstreamSteps(step)].some((key) => own.has(key)));
  const pools = roots.map(({ pool }) => pool);
  return pools.includes(undefined) ? [] : [...new Set(pools as string[])];
}
