import { DagbookError } from '../base/errors';
import type { AssetKeyString, AssetSnapshot, ExecutorChoice } from '../definitions/snapshot';
import type { ExecutionPlan, ExecutionStep } from './execution-plan';
import { topologicalOrder } from './topological-order';

/** The selection names an asset that is not there, or part of a step that cannot compute only a part. */
export class InvalidSubsetError extends DagbookError {
  static override readonly name: string = 'InvalidSubsetError';
}

export interface PlanRequest {
  /** Every asset of the location. */
  readonly assets: readonly AssetSnapshot[];
  /** Keys of those to materialize; one that is computed elsewhere is left out. */
  readonly selected: Iterable<AssetKeyString>;
  readonly executor: ExecutorChoice;
}

/**
 * What a run over the selected assets will do: one step for each node, in topological order. An input whose asset is
 * not selected is loaded from storage when its step starts; whether it is there is found out then.
 * Throws `InvalidSubsetError` where a selection cannot be executed as it is.
 */
export function createPlan({ assets, selected, executor }: PlanRequest): ExecutionPlan {
  const byKey = new Map(assets.map((asset) => [asset.key, asset]));
  const chosen = new Map<AssetKeyString, AssetSnapshot>();
  for (const key of selected) {
    const asset = byKey.get(key);
    if (!asset)
      throw new InvalidSubsetError(`There is no asset ${key} here`, {
        remedy: 'Check the spelling of the selection, or load the notebook that defines it.',
      });
    if (asset.isExecutable) chosen.set(key, asset);
  }
  if (chosen.size === 0)
    throw new InvalidSubsetError('The selection holds nothing to materialize', {
      remedy: 'Select at least one asset that this notebook computes.',
    });

  const byNode = Map.groupBy(
    assets.filter((asset) => asset.isExecutable),
    (asset) => asset.node,
  );
  const nodes = new Set([...chosen.values()].map((asset) => asset.node));
  const steps = [...nodes].map((node) => {
    const made = byNode.get(node)!;
    if (made.some((asset) => !chosen.has(asset.key))) refusePart(node, made, chosen);
    return planStep(node, made, chosen);
  });
  return { steps: topologicalOrder(steps), executor };
}

/** Dagster's DagsterInvalidSubsetError; `canSubset` is not known yet. */
function refusePart(
  node: string,
  made: readonly AssetSnapshot[],
  chosen: ReadonlyMap<AssetKeyString, unknown>,
): never {
  const keys = made.map((asset) => asset.key);
  const selected = keys.filter((key) => chosen.has(key)).join(', ');
  throw new InvalidSubsetError(
    `${node} computes ${keys.join(', ')} in one step and cannot compute only ${selected}`,
    { remedy: `Select all of them: ${keys.join(', ')}`, at: { cell: made[0]?.cell } },
  );
}

function planStep(
  node: string,
  made: readonly AssetSnapshot[],
  chosen: ReadonlyMap<AssetKeyString, AssetSnapshot>,
): ExecutionStep {
  const maker = (key: AssetKeyString) => {
    const upstream = chosen.get(key);
    return upstream && upstream.node !== node ? { step: upstream.node, output: upstream.output } : undefined;
  };
  const needs = new Map(
    made.flatMap((asset) => asset.deps).map((dep) => [`${dep.input ?? ''}:${dep.key}`, dep]),
  );
  const after = [...needs.values()].filter((dep) => dep.input === undefined).map((dep) => dep.key);
  const deps = new Map([...needs.values()].map((dep) => [dep.key, maker(dep.key)]));
  return {
    key: node,
    node,
    inputs: [...needs.values()].flatMap(({ key, input }) => {
      if (input === undefined) return [];
      const from = maker(key);
      return [{ name: input, assetKey: key, ...(from && { from }) }];
    }),
    ...(after.length > 0 && { after }),
    outputs: made.map(({ output, key, isRequired, codeVersion }) => ({
      name: output,
      assetKey: key,
      isRequired,
      codeVersion,
    })),
    deps: [...deps.values()].filter((dep) => dep !== undefined),
    priority: Math.max(...made.map(priorityOf)),
  };
}

/** Dagster's `dagster/priority` tag: a whole number, 0 where it is none. */
function priorityOf({ tags }: AssetSnapshot): number {
  const text = tags['dagster/priority'] ?? '';
  return /^[+-]?\d+$/.test(text) ? Number(text) : 0;
}
