import { appended } from '../base/appended';
import type { Writable } from '../base/writable';
import type { AssetDefinition } from './asset';
import type { AssetIn } from './asset-in';
import { isKind } from './brand';
import { stepSnapshots } from './composition/step-snapshots';
import { configSchemaJson } from './config/json-schema';
import type { HookDefinition } from './hook';
import type { Scope } from './link-node';
import type { MultiAssetDefinition } from './multi-asset';
import { isGraph, isSpec, outputOf, type DraftOutput, type NodeDraft } from './node-draft';
import type { NodeDefinition, NodeOutput } from './node-definition';
import { resourceKeys } from './resource-needs';
import type {
  AssetCheckSnapshot,
  AssetDepSnapshot,
  AssetKeyString,
  InputSource,
  StepOutputSnapshot,
  StepSnapshot,
} from './snapshot';
import { requiredKeys, withOptions } from './step-options';

export interface StepSurroundings {
  readonly scope: Scope;
  readonly hookName: (hook: HookDefinition) => string;
  /** The IO manager of what names none, where the location has replaced the host's. */
  readonly defaultManager?: string;
}

type Input = AssetDepSnapshot & { readonly input: string };

/** The steps that make the assets of a definition: one, or those of its graph; of an external asset none. */
export function assetSteps(draft: NodeDraft, around: StepSurroundings): readonly StepSnapshot[] {
  const { definition, name, entry } = draft;
  if (isSpec(definition)) return [];
  if (isGraph(definition)) return graphSteps(draft, around);
  const options = definition.options as AssetDefinition['options'] & MultiAssetDefinition['options'];
  let inputs: StepSnapshot['inputs'] = none;
  for (const dep of draft.deps)
    if (isInput(dep, draft))
      inputs = appended(inputs, { name: dep.input, source: sourceOf(dep, draft, around) });
  let outputs: StepSnapshot['outputs'] = none;
  for (const { name, isRequired, ioManagerKey = around.defaultManager } of draft.outputs)
    outputs = appended(
      outputs,
      ioManagerKey === undefined ? { name, isRequired } : { name, isRequired, ioManagerKey },
    );
  const managers = managersOf(draft, outputs, around);
  const configSchema = configSchemaJson(options.configSchema);
  const step: Writable<StepSnapshot> = {
    key: name,
    node: name,
    op: name,
    inputs,
    after: none,
    outputs,
    tags: options.opTags ?? noTags,
    resources: requiredKeys(options, managers),
    cell: entry.cell,
  };
  if (configSchema !== undefined) step.configSchema = configSchema;
  return [withOptions(step, options, around.hookName)];
}

const none: readonly never[] = [];
const noTags = {};

/** The IO managers with which a step loads and stores; most need only the default. */
function managersOf(
  draft: NodeDraft,
  outputs: readonly StepOutputSnapshot[],
  around: StepSurroundings,
): readonly string[] {
  let managers: readonly string[] = none;
  for (let index = 0; index < draft.deps.length; index++) {
    const dep = draft.deps[index]!;
    if (!isInput(dep, draft)) continue;
    const manager =
      inputManagerOf(draft.ins[dep.input], around) ?? managerIn(draft.upstreams[index], dep.key, around);
    if (manager !== undefined) managers = appended(managers, manager);
  }
  for (const { ioManagerKey } of outputs)
    if (ioManagerKey !== undefined) managers = appended(managers, ioManagerKey);
  return managers;
}

function graphSteps(draft: NodeDraft, around: StepSurroundings): readonly StepSnapshot[] {
  const inputs = new Map<string, Input>();
  for (const dep of draft.deps) if (isInput(dep, draft)) inputs.set(dep.input, dep);
  return stepSnapshots(draft.composed!.invocations, {
    node: draft.name,
    cell: draft.entry.cell,
    input(name) {
      const dep = inputs.get(name)!;
      return {
        source: sourceOf(dep, draft, around),
        ioManagerKey: inputManagerOf(draft.ins[name], around) ?? managerOf(dep.key, around),
      };
    },
    assetManager: (invocation, output) =>
      draft.outputs.find(({ name }) => {
        const origin = draft.origins?.get(name);
        return origin?.invocation === invocation && origin.output === output;
      })?.ioManagerKey,
    defaultManager: around.defaultManager,
    hookName: around.hookName,
  });
}

const isInput = (dep: AssetDepSnapshot, { ins }: NodeDraft): dep is Input =>
  dep.input !== undefined && dep.input in ins;

function sourceOf({ key, input }: Input, { ins }: NodeDraft, around: StepSurroundings): InputSource {
  const given = ins[input];
  const source: Writable<Extract<InputSource, { type: 'asset' }>> = { type: 'asset', key };
  if (isKind<AssetIn>(given, 'AssetIn') && given.byPartition) source.byPartition = true;
  const inputManagerKey = inputManagerOf(given, around);
  if (inputManagerKey !== undefined) source.inputManagerKey = inputManagerKey;
  return source;
}

/** Who is to load an input, where it says so. The host's own manager need not be asked: it loads what it stored. */
export function inputManagerOf(
  given: unknown,
  { defaultManager }: Pick<StepSurroundings, 'defaultManager'>,
): string | undefined {
  const key = isKind<AssetIn>(given, 'AssetIn') ? given.inputManagerKey : undefined;
  return key === 'io_manager' ? defaultManager : key;
}

/** The IO manager that stores an asset. */
export const managerOf = (key: AssetKeyString, around: StepSurroundings): string | undefined =>
  managerIn(around.scope.byKey.get(key), key, around);

function managerIn(
  draft: NodeDraft | undefined,
  key: AssetKeyString,
  { defaultManager }: StepSurroundings,
): string | undefined {
  const output = outputOf(draft, key);
  if (!draft || !output || isSpec(draft.definition)) return undefined;
  const origin = draft.origins?.get(output.name);
  const out = origin?.invocation.op.outs.find(([name]) => name === origin.output)?.[1];
  return output.ioManagerKey ?? out?.options.ioManagerKey ?? defaultManager;
}

/** What an isolate calls to make the assets of a definition that is no graph. */
export function assetNode(draft: NodeDraft, checks: readonly AssetCheckSnapshot[]): NodeDefinition {
  const { name, definition, outputs, ins, deps } = draft;
  const { compute, options } = definition as AssetDefinition;
  const { canSubset = false } = definition.options as MultiAssetDefinition['options'];
  const node: Writable<NodeDefinition> = {
    name,
    inputs: Object.keys(ins).map((name) => ({
      name,
      assetKey: deps.find(({ input }) => input === name)?.key,
    })),
    outputs: outputs.map(nodeOutput),
    checks:
      checks.length === 0
        ? none
        : checks.map(({ assetKey, name: check }) => ({ assetKey, name: check, isRequired: !canSubset })),
    resources: resourceKeys(options.resources),
    compute: compute as NodeDefinition['compute'],
  };
  if (options.configSchema) node.configSchema = options.configSchema;
  const after = deps.filter(({ input }) => input === undefined).map(({ key }) => key);
  if (after.length > 0) node.after = after;
  return node;
}

/** Without what only the step knows. */
function nodeOutput(output: DraftOutput): NodeOutput {
  if (output.ioManagerKey === undefined && !output.depRefs) return output;
  const { ioManagerKey: _, depRefs: __, ...rest } = output;
  return rest;
}
