import type { AssetDefinition } from './asset';
import type { AssetIn } from './asset-in';
import { isKind } from './brand';
import { stepSnapshots } from './composition/step-snapshots';
import { configSchemaJson } from './config/json-schema';
import type { HookDefinition } from './hook';
import type { Scope } from './link-node';
import type { MultiAssetDefinition } from './multi-asset';
import { isGraph, isSpec, type NodeDraft } from './node-draft';
import type { NodeDefinition } from './node-definition';
import { resourceKeys } from './resource-needs';
import type {
  AssetCheckSnapshot,
  AssetDepSnapshot,
  AssetKeyString,
  InputSource,
  StepSnapshot,
} from './snapshot';
import { stepOptions } from './step-options';

export interface StepSurroundings {
  readonly scope: Scope;
  readonly hookName: (hook: HookDefinition) => string;
  /** The IO manager of what names none, where the location has replaced the host's. */
  readonly defaultManager?: string;
}

type Inputs = readonly (AssetDepSnapshot & { readonly input: string })[];

/** The steps that make the assets of a definition: one, or those of its graph; of an external asset none. */
export function assetSteps(draft: NodeDraft, around: StepSurroundings): readonly StepSnapshot[] {
  const { definition, name, entry } = draft;
  if (isSpec(definition)) return [];
  if (isGraph(definition)) return graphSteps(draft, around);
  const inputs = inputsOf(draft);
  const options = definition.options as AssetDefinition['options'] & MultiAssetDefinition['options'];
  const outputs = draft.outputs.map(({ name, isRequired, ioManagerKey = around.defaultManager }) => ({
    name,
    isRequired,
    ...(ioManagerKey !== undefined && { ioManagerKey }),
  }));
  const managers = [
    ...inputs.map(({ key }) => managerOf(key, around)),
    ...outputs.map(({ ioManagerKey }) => ioManagerKey),
  ];
  const configSchema = configSchemaJson(options.configSchema);
  return [
    {
      key: name,
      node: name,
      op: name,
      inputs: inputs.map((dep) => ({ name: dep.input, source: sourceOf(dep, draft) })),
      after: [],
      outputs,
      tags: options.opTags ?? {},
      ...stepOptions(options, managers, around.hookName),
      ...(configSchema !== undefined && { configSchema }),
      cell: entry.cell,
    },
  ];
}

function graphSteps(draft: NodeDraft, around: StepSurroundings): readonly StepSnapshot[] {
  const inputs = new Map(inputsOf(draft).map((dep) => [dep.input, dep]));
  return stepSnapshots(draft.composed!.invocations, {
    node: draft.name,
    cell: draft.entry.cell,
    input(name) {
      const dep = inputs.get(name)!;
      return { source: sourceOf(dep, draft), ioManagerKey: managerOf(dep.key, around) };
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

/** Each input once, whichever of the assets needs it. */
function inputsOf({ deps, ins }: NodeDraft): Inputs {
  const isInput = (dep: AssetDepSnapshot): dep is Inputs[number] =>
    dep.input !== undefined && dep.input in ins;
  return deps.filter(isInput);
}

function sourceOf({ key, input }: Inputs[number], { ins }: NodeDraft): InputSource {
  const given = ins[input];
  const byPartition = isKind<AssetIn>(given, 'AssetIn') && given.byPartition;
  return { type: 'asset', key, ...(byPartition && { byPartition }) };
}

/** The IO manager that stores an asset. */
export function managerOf(
  key: AssetKeyString,
  { scope, defaultManager }: StepSurroundings,
): string | undefined {
  const draft = scope.byKey.get(key);
  const output = draft?.outputs.find(({ assetKey }) => assetKey === key);
  if (!draft || !output || isSpec(draft.definition)) return undefined;
  const origin = draft.origins?.get(output.name);
  const out = origin?.invocation.op.outs.find(([name]) => name === origin.output)?.[1];
  return output.ioManagerKey ?? out?.options.ioManagerKey ?? defaultManager;
}

/** What an isolate calls to make the assets of a definition that is no graph. */
export function assetNode(draft: NodeDraft, checks: readonly AssetCheckSnapshot[]): NodeDefinition {
  const { name, definition, outputs, ins } = draft;
  const { compute, options } = definition as AssetDefinition;
  const { canSubset = false } = definition.options as MultiAssetDefinition['options'];
  const keys = new Map(inputsOf(draft).map(({ key, input }) => [input, key]));
  return {
    name,
    inputs: Object.keys(ins).map((input) => ({ name: input, assetKey: keys.get(input) })),
    outputs: outputs.map(({ ioManagerKey: _, depRefs: __, ...output }) => output),
    checks: checks.map(({ assetKey, name: check }) => ({ assetKey, name: check, isRequired: !canSubset })),
    ...(options.configSchema && { configSchema: options.configSchema }),
    resources: resourceKeys(options.resources),
    compute: compute as NodeDefinition['compute'],
  };
}
