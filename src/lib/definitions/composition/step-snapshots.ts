import type { HookDefinition } from '../hook';
import type { In } from '../in';
import type { AnyOut } from '../out';
import type {
  AssetKeyString,
  InputSource,
  StepOutputHandle,
  StepOutputSnapshot,
  StepSnapshot,
} from '../snapshot';
import { isKind } from '../brand';
import { configSchemaJson } from '../config/json-schema';
import { stepOptions } from '../step-options';
import type { Invocation, Origin, OutputOrigin } from './composition';

/** What the steps of a graph must be told of what is around it. */
export interface GraphSurroundings {
  /** The computation that they are part of. */
  readonly node: string;
  readonly cell?: string;
  /** What an input of the whole stands for, and which IO manager stored it. */
  readonly input: (name: string) => { readonly source: InputSource; readonly ioManagerKey?: string };
  /** The IO manager that stores an asset that a job reads. */
  readonly managerOfAsset?: (key: AssetKeyString) => string | undefined;
  /** The IO manager that the asset asks for which an output is. */
  readonly assetManager: (invocation: Invocation, output: string) => string | undefined;
  /** Of what names none. */
  readonly defaultManager?: string;
  readonly hookName: (hook: HookDefinition) => string;
}

/** The invocations of a graph as steps. */
export function stepSnapshots(
  invocations: readonly Invocation[],
  around: GraphSurroundings,
): readonly StepSnapshot[] {
  return invocations.map((invocation) => {
    const { key, op, opName, inputs, after, mappedOver, tags, hooks, retryPolicy } = invocation;
    const outputs = op.outs.map(([name, out]) => outputSnapshot(invocation, name, out, around));
    const loaderOf = (input: string) => inputManager(op.options.ins?.[input], around);
    const managers = [
      ...[...inputs].flatMap(([name, origin]) => loadersOf(origin, loaderOf(name), around)),
      ...outputs.map(({ ioManagerKey }) => ioManagerKey),
    ];
    const configSchema = configSchemaJson(op.options.configSchema);
    return {
      key,
      node: around.node,
      op: opName,
      inputs: [...inputs].map(([name, origin]) => ({
        name,
        source: loadedBy(loaderOf(name), sourceOf(origin, around)),
      })),
      after: after.map(outputHandle),
      outputs,
      ...(mappedOver.length > 0 && { mappedOver: mappedOver.map(outputHandle) }),
      tags,
      ...stepOptions({ ...op.options, hooks, retryPolicy }, managers, around.hookName),
      ...(configSchema !== undefined && { configSchema }),
      ...(around.cell !== undefined && { cell: around.cell }),
    };
  });
}

/** The output of a step by its key. */
export const outputHandle = ({ invocation, output }: OutputOrigin): StepOutputHandle => ({
  step: invocation.key,
  output,
});

function outputSnapshot(
  invocation: Invocation,
  name: string,
  out: AnyOut,
  around: GraphSurroundings,
): StepOutputSnapshot {
  const isDynamic = isKind(out, 'DynamicOut');
  const ioManagerKey = managerOf(invocation, name, around);
  const { isRequired = true } = out.options;
  return {
    name,
    isRequired,
    ...(isDynamic && { isDynamic }),
    ...(ioManagerKey !== undefined && { ioManagerKey }),
  };
}

function managerOf(invocation: Invocation, output: string, around: GraphSurroundings): string | undefined {
  const out = invocation.op.outs.find(([name]) => name === output)?.[1];
  return around.assetManager(invocation, output) ?? out?.options.ioManagerKey ?? around.defaultManager;
}

/** Who is to load an input, where its op says so. The host's own manager need not be asked. */
function inputManager(given: In | undefined, { defaultManager }: GraphSurroundings): string | undefined {
  const key = given?.options.inputManagerKey;
  return key === 'io_manager' ? defaultManager : key;
}

/** The managers that load an input: its own, or those that stored what it is connected to. */
function loadersOf(
  origin: Origin,
  inputManagerKey: string | undefined,
  around: GraphSurroundings,
): readonly (string | undefined)[] {
  switch (origin.type) {
    case 'output':
    case 'collect':
      return [inputManagerKey ?? managerOf(origin.invocation, origin.output, around)];
    case 'input': {
      const { source, ioManagerKey } = around.input(origin.name);
      return [ownManager(source) ?? inputManagerKey ?? ioManagerKey];
    }
    case 'asset':
      return [inputManagerKey ?? around.managerOfAsset?.(origin.key)];
    case 'config':
      return [inputManagerKey];
    case 'fanIn':
      return origin.members.flatMap((member) => loadersOf(member, inputManagerKey, around));
    default:
      return [];
  }
}

/** What an `AssetIn` says comes before what the op's input says. */
function loadedBy(inputManagerKey: string | undefined, source: InputSource): InputSource {
  if (inputManagerKey === undefined || source.type === 'value' || ownManager(source) !== undefined)
    return source;
  return source.type === 'fanIn'
    ? { ...source, sources: source.sources.map((member) => loadedBy(inputManagerKey, member)) }
    : { ...source, inputManagerKey };
}

const ownManager = (source: InputSource): string | undefined =>
  'inputManagerKey' in source ? source.inputManagerKey : undefined;

function sourceOf(origin: Origin, around: GraphSurroundings): InputSource {
  switch (origin.type) {
    case 'output':
      return { type: 'step', ...outputHandle(origin) };
    case 'collect':
      return { type: 'collect', ...outputHandle(origin) };
    case 'input':
      return around.input(origin.name).source;
    case 'fanIn':
      return { type: 'fanIn', sources: origin.members.map((member) => sourceOf(member, around)) };
    default:
      return origin;
  }
}
