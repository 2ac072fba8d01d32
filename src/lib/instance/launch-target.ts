import { DagbookError } from '../base/errors';
import type { Workspace } from '../daemon/workspace';
import { didYouMean } from '../definitions/suggestion';
import type {
  AssetKeyString,
  AssetSnapshot,
  DefinitionsSnapshot,
  JobSnapshot,
} from '../definitions/snapshot';
import { AssetGraph } from '../graph/asset-graph';
import { madeTogether } from '../graph/made-together';
import { resolveSelection } from '../graph/selection/resolve-selection';
import { InvalidSubsetError } from '../plan/invalid-subset';
import type { LaunchRequest, LocationStatus } from './instance';
import type { Locations } from './locations';

/** What a launch is about: the job or the assets, as the notebook defines them now. */
export interface LaunchTarget {
  readonly snapshot: DefinitionsSnapshot;
  readonly bundle: string;
  readonly job?: JobSnapshot;
  /** Of all locations. */
  readonly graph: AssetGraph;
  /** What is to be made, or looked at; empty for a job of ops. */
  readonly selected: readonly AssetSnapshot[];
}

export async function launchTarget(
  { location, jobName, selection, assetSelection, checks }: LaunchRequest,
  { locations, workspace }: { readonly locations: Locations; readonly workspace: () => Promise<Workspace> },
): Promise<LaunchTarget> {
  const loaded = await locations.load(location);
  const { snapshot, bundle } = loaded;
  const job = jobName === undefined ? undefined : namedJob(jobName, snapshot);
  const graph = graphOf(loaded, await workspace());
  if (job?.steps) return { snapshot, bundle, job, graph, selected: [] };
  const keys = assetSelection
    ? inOrder(graph, assetSelection)
    : resolveSelection(selection ?? job?.selection ?? '*', graph);
  const own = keys.map((key) => graph.get(key)!).filter((asset) => asset.location === location);
  const selected = madeTogether(own);
  const isOfChecks = typeof checks === 'object' && checks.length > 0;
  if (selected.length === 0 && !isOfChecks)
    throw nothingSelected(assetSelection?.join(', ') ?? selection ?? job?.selection, own, snapshot);
  return { snapshot, bundle, ...(job && { job }), graph, selected };
}

function inOrder({ order }: AssetGraph, keys: readonly AssetKeyString[]): readonly AssetKeyString[] {
  const wanted = new Set(keys);
  return order.filter((key) => wanted.has(key));
}

/** That of the workspace, unless it was stored of another text, or gives an asset of this location to another one. */
function graphOf(
  { name, bundle, snapshot, errors }: LocationStatus,
  { locations, graph }: Workspace,
): AssetGraph {
  const isStored = locations.some((each) => each.name === name && each.bundle === bundle);
  if (isStored && errors.length === 0 && graph.errors.length === 0) return graph;
  const others = locations.filter((each) => each.name !== name);
  return new AssetGraph([
    { location: name, snapshot },
    ...others.map((each) => ({ location: each.name, snapshot: each.snapshot })),
  ]);
}

function nothingSelected(
  selection: string | undefined,
  elsewhere: readonly AssetSnapshot[],
  { assets }: DefinitionsSnapshot,
): DagbookError {
  const own = assets.filter(({ isExecutable }) => isExecutable).map(({ key }) => key);
  const what = selection === undefined ? '' : ` ${selection}`;
  const [word] = /[\w/.-]+(?="?[+)\d]*$)/.exec(selection ?? '') ?? [''];
  const message =
    elsewhere.length > 0
      ? `The selection${what} has only assets that are computed elsewhere: ${elsewhere.map(({ key }) => key).join(', ')}`
      : own.length === 0
        ? 'This notebook has no asset to materialize'
        : `The selection${what} matches no asset of this notebook.${own.includes(word) ? '' : didYouMean(word, own)}`;
  return new InvalidSubsetError(message, {
    remedy:
      own.length === 0 && elsewhere.length === 0
        ? 'Write a cell that exports one, such as export const answer = asset(() => 42);'
        : 'Select at least one asset that this notebook computes.',
  });
}

function namedJob(name: string, { jobs }: DefinitionsSnapshot): JobSnapshot {
  const job = jobs.find((each) => each.name === name);
  if (job) return job;
  const names = jobs.map((each) => each.name);
  throw new DagbookError(`There is no job ${name} in this notebook.${didYouMean(name, names)}`, {
    name: 'JobNotFound',
    remedy: `Its jobs are: ${names.join(', ') || 'none'}.`,
  });
}
