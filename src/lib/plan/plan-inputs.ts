import { appended } from '../base/appended';
import type { Writable } from '../base/writable';
import type { AssetDepSnapshot, AssetKeyString, InputSource, StepSnapshot } from '../definitions/snapshot';
import type { Computation } from './computations';
import { configInput, missingInput } from './config-inputs';
import type { PlannedSource, StepInput } from './execution-plan';
import { handleOf, type Planning } from './planning';
import { nameOf } from './sources';

/** The inputs of a step, with what only the plan knows of their sources. */
export function planInputs(
  step: StepSnapshot,
  computation: Computation,
  planning: Planning,
): readonly StepInput[] {
  let inputs: readonly StepInput[] = none;
  for (const { name, source } of wantedInputs(step, computation)) {
    const planned = source.type === 'config' ? undefined : plannedSource(name, source, computation, planning);
    inputs = appended(inputs, { name, source: planned ?? fromConfig(step, name, source, planning) });
  }
  return inputs;
}

const none: readonly never[] = [];

/** Of a step that makes only some of its assets: not the inputs that belong to the others. */
function wantedInputs(
  { inputs }: StepSnapshot,
  { unwanted, steps, deps }: Computation,
): StepSnapshot['inputs'] {
  if (unwanted.length === 0 || steps.length > 1) return inputs;
  const names = new Set(deps.map((dep) => dep.input));
  const ofOthers = new Set(unwanted.flatMap((asset) => asset.deps.map((dep) => dep.input)));
  return inputs.filter(({ name }) => names.has(name) || !ofOthers.has(name));
}

/** `undefined` where its value can only come from the run config, or from a manager of its own. */
function plannedSource(
  input: string,
  source: InputSource,
  computation: Computation,
  planning: Planning,
): PlannedSource | undefined {
  switch (source.type) {
    case 'value':
      return source;
    case 'config':
      return source.default === undefined ? undefined : { type: 'value', value: source.default };
    case 'asset':
      return assetSource(input, source, computation, planning);
    case 'fanIn': {
      const sources = source.sources.flatMap(
        (member) => plannedSource(input, member, computation, planning) ?? [],
      );
      return sources.length === 0 && source.sources.length > 0 ? undefined : { type: 'fanIn', sources };
    }
    case 'step':
    case 'collect': {
      const handle = planning.planHandle(source);
      if (!handle) return undefined;
      const { type, inputManagerKey } = source;
      if (inputManagerKey !== undefined) return { type, ...handle, inputManagerKey };
      const ioManagerKey = planning.managerOf(source);
      return { type, ...handle, ...(ioManagerKey !== undefined && { ioManagerKey }) };
    }
  }
}

function assetSource(
  input: string,
  { key, byPartition, inputManagerKey }: Extract<InputSource, { type: 'asset' }>,
  computation: Computation,
  planning: Planning,
): PlannedSource {
  const made = planning.made(key);
  const partitions = upstreamPartitions(input, key, computation, planning);
  // What is observed has its value from elsewhere.
  const planned: Writable<Extract<PlannedSource, { type: 'asset' }>> =
    made && !made.isObservable ? { type: 'asset', key, madeBy: handleOf(made) } : { type: 'asset', key };
  if (partitions) planned.partitions = partitions.keys;
  if (byPartition) planned.byPartition = byPartition;
  if (partitions?.allowMissing) planned.allowMissing = true;
  if (inputManagerKey !== undefined) return { ...planned, inputManagerKey };
  const ioManagerKey = planning.managerOfAsset(key);
  if (ioManagerKey !== undefined) planned.ioManagerKey = ioManagerKey;
  return planned;
}

/** The partitions of an upstream that an input loads; `undefined` where it is not partitioned. */
export function upstreamPartitions(
  input: string,
  key: AssetKeyString,
  { deps, assets, checks }: Computation,
  { partitions: { upstream } }: Planning,
) {
  if (!upstream) return undefined;
  const dep =
    deps.find((each) => each.key === key && each.input === input) ?? deps.find((each) => each.key === key);
  if (!dep) return upstream({ key });
  const waits = (each: { readonly deps: readonly AssetDepSnapshot[] }) => each.deps.includes(dep);
  return upstream(dep, checks.findLast(waits)?.assetKey ?? assets.findLast(waits)?.key);
}

function fromConfig(
  step: StepSnapshot,
  input: string,
  source: InputSource,
  { config, missingInputs }: Planning,
): PlannedSource {
  const given = configInput(config, step.key, input);
  const inputManagerKey = 'inputManagerKey' in source ? source.inputManagerKey : undefined;
  if (given === undefined && inputManagerKey !== undefined)
    return { type: 'managed', inputManagerKey, path: `${step.key.replaceAll('.', '/')}/${input}` };
  const value = given === undefined && source.type === 'config' ? source.default : given;
  if (value === undefined) missingInputs.push(missingInput(step.key, input, unselected(source)));
  return { type: 'value', value: value ?? null };
}

const unselected = (source: InputSource): string | undefined =>
  source.type === 'step' || source.type === 'collect'
    ? nameOf(source)
    : source.type === 'fanIn'
      ? source.sources.map(unselected).join(', ')
      : undefined;
