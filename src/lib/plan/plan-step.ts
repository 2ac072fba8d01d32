import { appended } from '../base/appended';
import type { Writable } from '../base/writable';
import type { AssetKeyString, AssetSnapshot, StepOutputHandle, StepSnapshot } from '../definitions/snapshot';
import { stepOfCheck, stepsBefore, type Computation } from './computations';
import type { ExecutionStep, PlannedSource, StepOutput } from './execution-plan';
import { planInputs, upstreamPartitions } from './plan-inputs';
import type { Planning } from './planning';
import { handlesOf, nameOf } from './sources';

/** One step of a computation as this run will execute it. */
export function planStep(step: StepSnapshot, computation: Computation, planning: Planning): ExecutionStep {
  const { job } = planning.request;
  const key = planning.planKey(step);
  const { outputs, made } = outputsOf(step, computation, planning);
  const checks = checksOf(step, computation);
  const inputs = planInputs(step, computation, planning);
  const { ordered, recorded, read } = assetDeps(step, computation, planning, made);
  const upstream = union(read, ordered);
  const mappedOver = planHandles(step.mappedOver ?? none, planning);
  let deps: readonly StepOutputHandle[] = none;
  for (const { source } of inputs) for (const handle of handlesOf(source)) deps = withDep(deps, handle, key);
  for (const handle of step.after) deps = withDep(deps, planning.planHandle(handle), key);
  for (const handle of mappedOver) deps = withDep(deps, handle, key);
  for (const asset of upstream) deps = withDep(deps, planning.makerOf(asset), key);
  deps = distinct(deps);

  const judged = made.length > 0 ? [] : checks.map((check) => check.assetKey);
  const blockedBy = planning.blockersOf(upstream, judged, key, deps);
  const after = union(ordered, recorded);
  const resources = union(step.resources, managersOf(inputs, outputs));
  const hooks = union(step.hooks ?? none, job?.hooks ?? none);
  const retryPolicy = step.retryPolicy ?? job?.retryPolicy;
  const partitions = partitionsOf(made, computation, planning);
  const afterPartitions = loadedPartitions(after, computation, planning);
  const planned: Writable<ExecutionStep> = {
    key,
    node: step.node,
    op: step.op,
    inputs,
    outputs,
    deps,
    priority: priorityOf(step, made),
  };
  if (after.length > 0) planned.after = after;
  if (afterPartitions) planned.afterPartitions = afterPartitions;
  if (checks.length > 0)
    planned.checks = checks.map(({ assetKey, name, blocking }) => ({ assetKey, name, blocking }));
  if (blockedBy.length > 0) planned.blockedBy = blockedBy;
  if (mappedOver.length > 0) planned.mappedOver = mappedOver;
  if (!isEmpty(step.tags)) planned.tags = step.tags;
  if (retryPolicy) planned.retryPolicy = retryPolicy;
  if (step.timeout !== undefined) planned.timeout = step.timeout;
  if (resources.length > 0) planned.resources = resources;
  if (hooks.length > 0) planned.hooks = hooks;
  if (step.pool !== undefined) planned.pool = step.pool;
  if (step.executor) planned.executor = step.executor;
  if (partitions) planned.partitions = partitions;
  return planned;
}

const checksOf = ({ key }: StepSnapshot, computation: Computation): Computation['checks'] =>
  computation.checks.length === 0
    ? none
    : computation.checks.filter((check) => stepOfCheck(check, computation) === key);

const planHandles = (
  handles: readonly StepOutputHandle[],
  planning: Planning,
): readonly StepOutputHandle[] =>
  handles.length === 0 ? none : handles.flatMap((handle) => planning.planHandle(handle) ?? []);

function isEmpty(tags: object): boolean {
  for (const _ in tags) return false;
  return true;
}

interface WantedOutputs {
  readonly outputs: readonly StepOutput[];
  /** The assets among them. */
  readonly made: readonly AssetSnapshot[];
}

/** The outputs that are wanted; an asset that is not is still yielded where other steps of its graph read it. */
function outputsOf(step: StepSnapshot, computation: Computation, planning: Planning): WantedOutputs {
  let outputs: readonly StepOutput[] = none;
  let made: readonly AssetSnapshot[] = none;
  for (const output of step.outputs) {
    const asset = planning.assetOf({ step: step.key, output: output.name }, computation);
    const isMade = asset && (computation.unwanted.length === 0 || planning.made(asset.key) !== undefined);
    if (asset && !isMade && !isReadWithin(computation, step)) continue;
    outputs = appended(outputs, planOutput(output, isMade ? asset : undefined));
    if (isMade) made = appended(made, asset);
  }
  return { outputs, made };
}

const isReadWithin = ({ steps }: Computation, { key }: StepSnapshot): boolean =>
  steps.some((other) => stepsBefore(other).has(key));

function planOutput(
  { name, isRequired, isDynamic, ioManagerKey }: StepSnapshot['outputs'][number],
  asset: AssetSnapshot | undefined,
): StepOutput {
  const output: Writable<StepOutput> = asset
    ? { name, isRequired: asset.isRequired, assetKey: asset.key, codeVersion: asset.codeVersion }
    : { name, isRequired };
  if (isDynamic) output.isDynamic = isDynamic;
  if (asset?.hasOwnCodeVersion) output.hasOwnCodeVersion = true;
  if (asset?.isObservable) output.isObservation = true;
  if (ioManagerKey !== undefined) output.ioManagerKey = ioManagerKey;
  return output;
}

interface AssetDeps {
  /** Assets whose values it loads. */
  readonly read: readonly AssetKeyString[];
  /** Assets that it waits for only. */
  readonly ordered: readonly AssetKeyString[];
  /** Assets that the step yields or judges depend on, though another step of the graph reads them. */
  readonly recorded: readonly AssetKeyString[];
}

/**
 * Which assets a step depends on. What orders a whole graph orders its first steps; so does all that the graph reads
 * where it may be reused, since that is decided before any of it begins.
 */
function assetDeps(
  step: StepSnapshot,
  computation: Computation,
  planning: Planning,
  made: readonly AssetSnapshot[],
): AssetDeps {
  const { steps, checks, deps } = computation;
  if (deps.length < 2 && step.inputs.length === deps.length && checks.length === 0) {
    // The usual step depends on nothing but the one asset that it reads.
    if (deps.length === 0) return noDeps;
    const { source } = step.inputs[0]!;
    if (source.type === 'asset' && source.key === deps[0]!.key)
      return { read: [source.key], ordered: none, recorded: none };
  }
  const read = new Set<AssetKeyString>();
  const addRead = (source: StepSnapshot['inputs'][number]['source']): void => {
    if (source.type === 'asset') read.add(source.key);
    else if (source.type === 'fanIn') source.sources.forEach(addRead);
  };
  for (const { source } of step.inputs) addRead(source);
  const own = made.length > 1 ? new Set(made.map((asset) => asset.key)) : undefined;
  const isKnown = (key: AssetKeyString) => read.has(key) || (own ? own.has(key) : key === made[0]?.key);

  const waitsForAll = planning.request.reuse && steps.length > 1;
  const waitsFor = deps.flatMap(({ key, input }) =>
    (input !== undefined && !waitsForAll) || isKnown(key) ? none : key,
  );
  if (computation.assets.length === 0)
    for (const { assetKey } of checks) if (!isKnown(assetKey)) waitsFor.push(assetKey);
  const isFirst = steps.length === 1 || [...stepsBefore(step)].every((key) => !planning.has(key));
  const ordered = isFirst ? union(waitsFor, none) : none;

  const others: AssetKeyString[] = [];
  for (const { deps } of made) for (const { key } of deps) if (!isKnown(key)) others.push(key);
  return { read: [...read], ordered, recorded: union(others, none) };
}

/** The partitions of assets that it does not read itself, and other steps of its graph do. */
function loadedPartitions(
  after: readonly AssetKeyString[],
  computation: Computation,
  planning: Planning,
): ExecutionStep['afterPartitions'] {
  if (!planning.partitions.upstream || computation.steps.length === 1) return undefined;
  const loaded: Record<AssetKeyString, readonly string[]> = {};
  for (const { key, input } of computation.deps) {
    if (input === undefined || !after.includes(key)) continue;
    const partitions = upstreamPartitions(input, key, computation, planning);
    if (partitions) loaded[key] = partitions.keys;
  }
  return isEmpty(loaded) ? undefined : loaded;
}

function loadersOf(source: PlannedSource): readonly string[] {
  if (source.type === 'fanIn') return source.sources.flatMap(loadersOf);
  if ('inputManagerKey' in source && source.inputManagerKey !== undefined) return [source.inputManagerKey];
  return 'ioManagerKey' in source && source.ioManagerKey !== undefined ? [source.ioManagerKey] : none;
}

function managersOf(inputs: ExecutionStep['inputs'], outputs: readonly StepOutput[]): readonly string[] {
  let managers: readonly string[] = none;
  for (const { source } of inputs) for (const key of loadersOf(source)) managers = appended(managers, key);
  for (const { ioManagerKey } of outputs)
    if (ioManagerKey !== undefined) managers = appended(managers, ioManagerKey);
  return managers;
}

function partitionsOf(
  made: readonly AssetSnapshot[],
  { assets, checks }: Computation,
  { partitions, request }: Planning,
): ExecutionStep['partitions'] {
  if (request.job?.steps) return partitions.job;
  if (!partitions.assets) return undefined;
  const keys = [
    ...[...made, ...assets].map((asset) => asset.key),
    ...checks.flatMap((check) => (check.partitions ? [check.assetKey] : [])),
  ];
  for (const key of keys) {
    const found = partitions.assets.get(key);
    if (found) return found;
  }
  return undefined;
}

/** Dagster's `dagster/priority` tag, of the op or the asset: a whole number, 0 where it is none. */
function priorityOf({ tags }: StepSnapshot, made: readonly AssetSnapshot[]): number {
  const own = tags['dagster/priority'];
  if (own !== undefined) return wholeNumber(own);
  let most = -Infinity;
  for (const { tags } of made) most = Math.max(most, wholeNumber(tags['dagster/priority']));
  return made.length === 0 ? 0 : most;
}

const wholeNumber = (text: string | undefined): number =>
  text !== undefined && /^[+-]?\d+$/.test(text) ? Number(text) : 0;

const none: readonly never[] = [];
const noDeps: AssetDeps = { read: none, ordered: none, recorded: none };

/** Most steps have nothing to unite: a plan of many is made in no time. */
function union(a: readonly string[], b: readonly string[]): readonly string[] {
  if (a.length + b.length < 2) return a.length > 0 ? a : b;
  return [...new Set([...a, ...b])];
}

/** No step depends on itself. */
const withDep = (
  deps: readonly StepOutputHandle[],
  dep: StepOutputHandle | undefined,
  own: string,
): readonly StepOutputHandle[] =>
  !dep || dep.step === own || isSame(dep, deps.at(-1)) ? deps : appended(deps, dep);

const isSame = (a: StepOutputHandle, b: StepOutputHandle | undefined): boolean =>
  a.step === b?.step && a.output === b.output;

/** Each handle once. */
function distinct(handles: readonly StepOutputHandle[]): readonly StepOutputHandle[] {
  if (handles.length < 2) return handles;
  return [...new Map(handles.map((handle) => [nameOf(handle), handle])).values()];
}
