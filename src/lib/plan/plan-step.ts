import type { AssetKeyString, AssetSnapshot, StepOutputHandle, StepSnapshot } from '../definitions/snapshot';
import { stepOfCheck, stepsBefore, type Computation } from './computations';
import type { ExecutionStep, StepOutput } from './execution-plan';
import { planInputs } from './plan-inputs';
import type { Planning } from './planning';
import { handlesOf, nameOf } from './sources';

/** One step of a computation as this run will execute it. */
export function planStep(step: StepSnapshot, computation: Computation, planning: Planning): ExecutionStep {
  const { job } = planning.request;
  const key = planning.planKey(step.key)!;
  const outputs = outputsOf(step, computation, planning);
  const made = outputs.flatMap(({ assetKey }) => planning.makers.get(assetKey ?? '')?.asset ?? []);
  const checks = computation.checks.filter((check) => stepOfCheck(check, computation) === step.key);
  const inputs = planInputs(step, computation, planning);
  const { ordered, recorded, read } = assetDeps(step, computation, planning, made);
  const upstream = [...read, ...ordered];
  const mappedOver = (step.mappedOver ?? none).flatMap((handle) => planning.planHandle(handle) ?? []);
  const deps = distinct([
    ...inputs.flatMap(({ source }) => handlesOf(source)),
    ...step.after.flatMap((handle) => planning.planHandle(handle) ?? []),
    ...mappedOver,
    ...upstream.flatMap((asset) => planning.makers.get(asset) ?? []),
  ]).filter((dep) => dep.step !== key);

  const judged = made.length > 0 ? [] : checks.map((check) => check.assetKey);
  const blockedBy = planning.blockersOf(upstream, judged, [key, ...deps.map((dep) => dep.step)]);
  const after = union(ordered, recorded);
  const resources = union(step.resources, managersOf(inputs, outputs));
  const hooks = union(step.hooks ?? none, job?.hooks ?? none);
  const retryPolicy = step.retryPolicy ?? job?.retryPolicy;
  const partitions = partitionsOf(made, computation, planning);
  // A plan may have many thousands of steps: spreading what is absent would be most of the work.
  const planned: Draft = {
    key,
    node: step.node,
    op: step.op,
    inputs,
    outputs,
    deps,
    priority: priorityOf(step, made),
  };
  if (after.length > 0) planned.after = after;
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

type Draft = { -readonly [Field in keyof ExecutionStep]: ExecutionStep[Field] };

function isEmpty(tags: object): boolean {
  for (const _ in tags) return false;
  return true;
}

/** The outputs that are wanted; an asset that is not is still yielded where other steps of its graph read it. */
function outputsOf(step: StepSnapshot, { steps }: Computation, planning: Planning): readonly StepOutput[] {
  return step.outputs.flatMap(({ name, isRequired, isDynamic, ioManagerKey }) => {
    const asset = planning.assets.get(nameOf({ step: step.key, output: name }));
    const isMade = asset && planning.makers.has(asset.key);
    if (asset && !isMade && !steps.some((other) => stepsBefore(other).has(step.key))) return [];
    return [
      {
        name,
        // A dynamic output may always yield no value.
        isRequired: isDynamic ? true : isMade ? asset.isRequired : isRequired,
        ...(isDynamic && { isDynamic }),
        ...(isMade && {
          assetKey: asset.key,
          codeVersion: asset.codeVersion,
          ...(asset.hasOwnCodeVersion && { hasOwnCodeVersion: true }),
          ...(asset.isObservable && { isObservation: true }),
        }),
        ...(ioManagerKey !== undefined && { ioManagerKey }),
      },
    ];
  });
}

interface AssetDeps {
  /** Assets whose values it loads. */
  readonly read: ReadonlySet<AssetKeyString>;
  /** Assets that it waits for only. */
  readonly ordered: ReadonlySet<AssetKeyString>;
  /** Assets that the step yields or judges depend on, though another step of the graph reads them. */
  readonly recorded: ReadonlySet<AssetKeyString>;
}

/** Which assets a step depends on. What orders a whole graph orders its first steps. */
function assetDeps(
  step: StepSnapshot,
  computation: Computation,
  planning: Planning,
  made: readonly AssetSnapshot[],
): AssetDeps {
  const { steps, checks, deps } = computation;
  const read = new Set<AssetKeyString>();
  const addRead = (source: StepSnapshot['inputs'][number]['source']): void => {
    if (source.type === 'asset') read.add(source.key);
    else if (source.type === 'fanIn') source.sources.forEach(addRead);
  };
  for (const { source } of step.inputs) addRead(source);
  const own = new Set(made.map((asset) => asset.key));
  const isFirst = steps.length === 1 || [...stepsBefore(step)].every((key) => !planning.planKey(key));
  const ordered = new Set<AssetKeyString>();
  if (isFirst) {
    for (const { key, input } of deps) if (input === undefined) ordered.add(key);
    for (const { assetKey } of checks) if (computation.assets.length === 0) ordered.add(assetKey);
  }
  const recorded = new Set<AssetKeyString>();
  for (const { deps } of made)
    for (const { key } of deps) if (!read.has(key) && !own.has(key)) recorded.add(key);
  for (const key of ordered) if (read.has(key) || own.has(key)) ordered.delete(key);
  return { read, ordered, recorded };
}

const managersOf = (inputs: ExecutionStep['inputs'], outputs: readonly StepOutput[]): readonly string[] => {
  const ofSource = (source: ExecutionStep['inputs'][number]['source']): readonly string[] =>
    source.type === 'fanIn'
      ? source.sources.flatMap(ofSource)
      : 'ioManagerKey' in source && source.ioManagerKey !== undefined
        ? [source.ioManagerKey]
        : [];
  return [
    ...inputs.flatMap(({ source }) => ofSource(source)),
    ...outputs.flatMap(({ ioManagerKey }) => ioManagerKey ?? []),
  ];
};

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
  return made.length === 0
    ? 0
    : Math.max(...made.map((asset) => wholeNumber(asset.tags['dagster/priority'])));
}

const wholeNumber = (text = ''): number => (/^[+-]?\d+$/.test(text) ? Number(text) : 0);

const none: readonly never[] = [];

/** Most steps have nothing to unite: a plan of many is made in no time. */
function union(a: Iterable<string>, b: Iterable<string>): readonly string[] {
  const all = [...a, ...b];
  return all.length === 0 ? none : all.length === 1 ? all : [...new Set(all)];
}

/** Each handle once, without anything else that it carries. */
function distinct(handles: readonly StepOutputHandle[]): readonly StepOutputHandle[] {
  if (handles.length === 0) return none;
  if (handles.length === 1) return [{ step: handles[0]!.step, output: handles[0]!.output }];
  const byName = new Map<string, StepOutputHandle>();
  for (const { step, output } of handles) byName.set(nameOf({ step, output }), { step, output });
  return [...byName.values()];
}
