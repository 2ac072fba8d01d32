import { appended } from '../base/appended';
import type { Writable } from '../base/writable';
import { cutComputation } from '../graph/cut-computation';
import { didYouMean } from '../definitions/suggestion';
import type {
  AssetCheckSnapshot,
  AssetDepSnapshot,
  AssetKeyString,
  AssetSnapshot,
  StepSnapshot,
} from '../definitions/snapshot';
import { InvalidSubsetError } from './invalid-subset';
import type { CheckKey, PlanRequest } from './plan-request';

/** What is wanted of one computation, with the steps that it takes. */
export interface Computation {
  readonly assets: readonly AssetSnapshot[];
  readonly checks: readonly AssetCheckSnapshot[];
  readonly steps: readonly StepSnapshot[];
  /** What the wanted assets and checks wait for, each edge once. */
  readonly deps: readonly AssetDepSnapshot[];
  /** What it could make besides, and will not. */
  readonly unwanted: readonly AssetSnapshot[];
}

export type SelectedAssets = ReadonlyMap<AssetKeyString, AssetSnapshot>;

/**
 * The computations that make the selected assets and evaluate the chosen checks. Throws `InvalidSubsetError` where a
 * name is unknown, nothing is left to do, or a computation would have to be cut that cannot be.
 */
export function computationsOf(
  request: PlanRequest,
  selected: SelectedAssets = selectedAssets(request),
): readonly Computation[] {
  const nodes = nodesOf(request.snapshot);
  const checks = chosenChecks(request, selected);
  const wanted: Node[] = [];
  const want = (name: string) => {
    const node = nodes.get(name)!;
    if (node.wanted++ === 0) wanted.push(node);
  };
  for (const asset of selected.values()) if (asset.isExecutable) want(asset.node);
  for (const check of checks) want(check.node);

  const computations: Computation[] = [];
  for (const all of wanted) {
    if (all.wanted === all.assets.length + all.checks.length) {
      computations.push(whole(all));
      continue;
    }
    const isSelected = (asset: AssetSnapshot) => selected.has(asset.key);
    const isChosen = (check: AssetCheckSnapshot) => checks.has(check);
    const part = { assets: all.assets.filter(isSelected), checks: all.checks.filter(isChosen) };
    if ([...all.assets, ...all.checks].every((each) => each.canSubset)) {
      const unwanted = all.assets.filter((asset) => !isSelected(asset));
      computations.push({ ...part, steps: stepsFor(part, all.steps), deps: depsOf(part), unwanted });
      continue;
    }
    if (part.assets.length < all.assets.length) refusePart(all, part);
    // Checks that its own function answers for come along.
    if (all.assets.length > 0) computations.push(whole(all));
    else if (typeof request.checks === 'object') refuseChecks(all, part.checks);
  }
  if (computations.length === 0)
    throw new InvalidSubsetError('The selection holds nothing to materialize', {
      remedy: 'Select at least one asset that this notebook computes.',
    });
  return computations;
}

/** All that stands under one name in a snapshot. */
interface Node extends Writable<Computation> {
  readonly name: string;
  /** How many of its assets and checks are. */
  wanted: number;
}

function nodesOf({ assets, checks, steps }: PlanRequest['snapshot']): ReadonlyMap<string, Node> {
  const nodes = new Map<string, Node>();
  const nodeOf = (name: string): Node => {
    let node = nodes.get(name);
    if (!node) {
      node = { name, assets: none, checks: none, steps: none, deps: none, unwanted: none, wanted: 0 };
      nodes.set(name, node);
    }
    return node;
  };
  for (const asset of assets) {
    if (!asset.isExecutable) continue;
    const node = nodeOf(asset.node);
    node.assets = appended(node.assets, asset);
  }
  for (const check of checks) {
    const node = nodeOf(check.node);
    node.checks = appended(node.checks, check);
  }
  for (const step of steps) {
    const node = nodeOf(step.node);
    node.steps = appended(node.steps, step);
  }
  return nodes;
}

type Wanted = Pick<Computation, 'assets' | 'checks'>;

const none: readonly never[] = [];

function whole(node: Node): Computation {
  node.deps = depsOf(node);
  return node;
}

function depsOf({ assets, checks }: Wanted): readonly AssetDepSnapshot[] {
  // Of one asset each edge is there once.
  if (assets.length === 1 && checks.length === 0) return assets[0]!.deps;
  const deps = new Map<string, AssetDepSnapshot>();
  for (const of of [...assets, ...checks])
    for (const dep of of.deps) deps.set(`${dep.input ?? ''}:${dep.key}`, dep);
  return [...deps.values()];
}

/** The step that yields an asset, or evaluates a check. */
export const stepOfAsset = ({ step, node }: AssetSnapshot): string => step ?? node;

export function stepOfCheck(
  check: AssetCheckSnapshot,
  { assets, steps }: Pick<Computation, 'assets' | 'steps'>,
): string {
  const asset = assets.find(({ key }) => key === check.assetKey);
  return asset ? stepOfAsset(asset) : (steps.find(({ key }) => key === check.node) ?? steps.at(-1))!.key;
}

/** In the order of the selection. */
export function selectedAssets({ snapshot, selected = none }: PlanRequest): SelectedAssets {
  const assets = new Map<AssetKeyString, AssetSnapshot | undefined>();
  for (const key of selected) assets.set(key, undefined);
  for (const asset of snapshot.assets) if (assets.has(asset.key)) assets.set(asset.key, asset);
  assets.forEach((asset, key) => {
    if (!asset) refuseUnknown(key, snapshot.assets);
  });
  return assets as SelectedAssets;
}

function refuseUnknown(key: AssetKeyString, assets: readonly AssetSnapshot[]): never {
  const known = assets.map((asset) => asset.key);
  throw new InvalidSubsetError(`There is no asset ${key} here.${didYouMean(key, known)}`, {
    remedy: 'Check the spelling of the selection, or load the notebook that defines it.',
  });
}

function chosenChecks(
  { snapshot, checks = true }: PlanRequest,
  selected: SelectedAssets,
): ReadonlySet<AssetCheckSnapshot> {
  if (checks === false) return new Set();
  if (checks === true) return new Set(snapshot.checks.filter((check) => selected.has(check.assetKey)));
  const byName = new Map(snapshot.checks.map((check) => [checkName(check), check]));
  return new Set(
    checks.map((key) => {
      const check = byName.get(checkName(key));
      if (check) return check;
      throw new InvalidSubsetError(
        `There is no check ${checkName(key)} here.${didYouMean(checkName(key), byName.keys())}`,
        { remedy: 'A check is named by its asset and its own name: ASSET:CHECK.' },
      );
    }),
  );
}

const checkName = ({ assetKey, name }: CheckKey): string => `${assetKey}:${name}`;

/** Of the steps of a graph those that its wanted parts need. */
function stepsFor(wanted: Wanted, steps: readonly StepSnapshot[]): readonly StepSnapshot[] {
  if (steps.length <= 1) return steps;
  const byKey = new Map(steps.map((step) => [step.key, step]));
  const needed = new Set([
    ...wanted.assets.map(stepOfAsset),
    ...wanted.checks.map((check) => stepOfCheck(check, { ...wanted, steps })),
  ]);
  // A set that grows while it is walked through is walked to its new end.
  for (const key of needed) for (const upstream of stepsBefore(byKey.get(key)!)) needed.add(upstream);
  return steps.filter((step) => needed.has(step.key));
}

/** Keys of the steps that a step depends on. */
export function stepsBefore({ inputs, after, mappedOver = [] }: StepSnapshot): ReadonlySet<string> {
  const keys = new Set<string>();
  const add = (source: StepSnapshot['inputs'][number]['source']): void => {
    if (source.type === 'fanIn') source.sources.forEach(add);
    else if (source.type === 'step' || source.type === 'collect') keys.add(source.step);
  };
  for (const { source } of inputs) add(source);
  for (const { step } of [...after, ...mappedOver]) keys.add(step);
  return keys;
}

/** Dagster's DagsterInvalidSubsetError. */
function refusePart({ name, assets }: Node, part: Wanted): never {
  const keys = assets.map((asset) => asset.key).join(', ');
  const remedy = { remedy: `Select all of them: ${keys}`, at: { cell: assets[0]?.cell } };
  if (part.assets.length === 0)
    throw new InvalidSubsetError(
      `Check ${checkName(part.checks[0]!)} is evaluated by the step that computes ${keys}`,
      remedy,
    );
  const { message } = cutComputation(
    name,
    assets.map((asset) => asset.key),
    part.assets.map((asset) => asset.key),
  );
  throw new InvalidSubsetError(message, remedy);
}

function refuseChecks({ name, checks }: Node, part: readonly AssetCheckSnapshot[]): never {
  const names = checks.map(checkName).join(', ');
  throw new InvalidSubsetError(
    `${name} evaluates ${names} in one step and cannot evaluate only ${part.map(checkName).join(', ')}`,
    { remedy: `Choose all of them: ${names}`, at: { cell: checks[0]?.cell } },
  );
}
