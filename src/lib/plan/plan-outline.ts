import type { ExecutionPlan } from './execution-plan';

/** What a list says of a plan without the plan itself, which may be of thousands of steps. */
export interface PlanOutline {
  readonly steps: number;
  readonly assets: number;
  /** The first two of the assets that it makes. */
  readonly firstAssets: readonly string[];
}

export function planOutline({ steps }: Pick<ExecutionPlan, 'steps'>): PlanOutline {
  const keys = new Set(steps.flatMap(({ outputs }) => outputs.flatMap(({ assetKey }) => assetKey ?? [])));
  return { steps: steps.length, assets: keys.size, firstAssets: [...keys].slice(0, 2) };
}
