import { appended } from '../base/appended';
import type { Writable } from '../base/writable';
import type { AssetDefinition } from './asset';
import type { AssetCheckSpec } from './asset-check-spec';
import type { AssetDependency } from './asset-dep';
import type { AssetIns } from './asset-in';
import type { AutomationCondition } from './automation/automation-condition';
import type { ConditionSnapshot } from './automation/condition-snapshot';
import { assetKeyPath, assetKeyText, assetStepName } from './asset-key';
import { describeAsset } from './attribute-rules';
import type { AssetSpec } from './asset-spec';
import { kind } from './brand';
import type { Composed } from './composition/compose';
import type { OutputOrigin } from './composition/composition';
import { checkCompute } from './compute-rules';
import type { LocatedViolation } from './definition-error';
import { checkName, checkRunTags, type Violation } from './definition-rules';
import { draftOutputs, type OutputDraft } from './draft-outputs';
import type { DefinitionEntry } from './exported-definitions';
import type { MultiAssetDefinition } from './multi-asset';
import type { NodeOutput } from './node-definition';
import type { AssetDepSnapshot, AssetKeyString, AssetSnapshot } from './snapshot';

/** What makes assets, or declares one. */
export type AssetsDefinition = AssetDefinition | MultiAssetDefinition | AssetSpec;

/** A computation as its cell defines it, before its upstreams are looked up. */
export interface NodeDraft {
  readonly name: string;
  readonly entry: DefinitionEntry;
  /** Its place among all drafts. */
  readonly position: number;
  readonly definition: AssetsDefinition;
  readonly ins: AssetIns;
  readonly depRefs: readonly AssetDependency[];
  readonly checkSpecs: readonly AssetCheckSpec[];
  readonly outputs: readonly DraftOutput[];
  /** In the order of `outputs`. */
  readonly assets: readonly DraftAsset[];
  readonly violations: readonly LocatedViolation[];
  /** Of a graph: what its body says. */
  readonly composed?: Composed;
  /** Of a graph: where its assets come from, by output name. */
  readonly origins?: ReadonlyMap<string, OutputOrigin>;
  /** Filled when the upstreams are looked up: of all its assets together. */
  deps: readonly AssetDepSnapshot[];
  /** Who makes what each of `deps` names; `undefined` where no cell defines it. */
  upstreams: readonly (NodeDraft | undefined)[];
  /** Of those assets that have upstreams of their own. */
  ownDeps?: ReadonlyMap<AssetKeyString, readonly AssetDepSnapshot[]>;
}

/** An asset whose upstreams, and what its condition selects, are filled when they are looked up. */
export interface DraftAsset extends Omit<AssetSnapshot, 'deps' | 'automationCondition'> {
  deps: readonly AssetDepSnapshot[];
  automationCondition?: ConditionSnapshot;
}

/** An asset among the outputs of a computation. */
export interface DraftOutput extends NodeOutput {
  readonly assetKey: AssetKeyString;
  readonly ioManagerKey?: string;
  /** Its own upstreams, where they are not those of the whole. */
  readonly depRefs?: readonly AssetDependency[];
  readonly automationCondition?: AutomationCondition;
}

export const isSpec = (definition: AssetsDefinition): definition is AssetSpec =>
  definition[kind] === 'AssetSpec';

export const isGraph = (definition: AssetsDefinition): boolean =>
  definition[kind] === 'graphMultiAsset' || (definition[kind] === 'asset' && definition.isGraph === true);

export const isSeveral = (definition: AssetsDefinition): definition is MultiAssetDefinition =>
  definition[kind] === 'multiAsset' || definition[kind] === 'graphMultiAsset';

/** The output that makes an asset. */
export function outputOf(draft: NodeDraft | undefined, key: AssetKeyString): DraftOutput | undefined {
  if (draft) for (const output of draft.outputs) if (output.assetKey === key) return output;
  return undefined;
}

/** What errors call it. */
export const titleOf = ({ definition, outputs, name }: NodeDraft): string =>
  isSeveral(definition) ? `${definition[kind]} ${name}` : `asset ${outputs[0]?.assetKey ?? name}`;

/** A spec only names what something else makes, under whatever key that has. */
const underPrefix = (
  outs: readonly OutputDraft[],
  definition: AssetsDefinition,
  { keyPrefix }: DefinitionEntry,
): readonly OutputDraft[] =>
  keyPrefix === undefined || isSpec(definition)
    ? outs
    : outs.map((out) => ({
        ...out,
        path: [...assetKeyPath(keyPrefix), ...out.path],
        writtenKey: assetKeyText(out.path),
      }));

/** What a definition says of itself, checked by the rules that need no other definition. */
export function draftNode(
  definition: AssetsDefinition,
  name: string,
  entry: DefinitionEntry,
  position: number,
): NodeDraft {
  const violations: Violation[] = [];
  const outs = underPrefix(draftOutputs(definition, name, violations), definition, entry);
  const options = definition.options as MultiAssetDefinition['options'] & AssetDefinition['options'];
  const { ins = noEntries, deps = none, checkSpecs = none, opTags = noEntries, canSubset = false } = options;
  if (isSeveral(definition))
    violations.push(...checkName(isGraph(definition) ? 'the graph' : 'the step', name));
  for (const input in ins) violations.push(...checkName('input', input));
  violations.push(...checkCompute(options), ...checkRunTags(opTags));
  if (!canSubset) violations.push(...checkSamePartitions(outs));

  const node = isSeveral(definition) ? name : assetStepName(outs[0]!.path);
  const isObservable = definition[kind] === 'asset' && definition.isObservable === true;
  let assets: readonly DraftAsset[] = none;
  let outputs: readonly DraftOutput[] = none;
  for (const out of outs) {
    const asset = draftAsset(out, node, entry, !isSpec(definition));
    if (isObservable) asset.isObservable = true;
    if (canSubset) asset.canSubset = canSubset;
    describeAsset(asset, out.path, out.attributes, violations);
    assets = appended(assets, asset);
    outputs = appended(outputs, draftOutput(out, asset.key, isObservable));
  }
  return {
    name: node,
    entry,
    position,
    definition,
    ins,
    depRefs: deps,
    checkSpecs,
    outputs,
    assets,
    violations,
    deps: none,
    upstreams: none,
  };
}

function draftAsset(
  { output, path, isRequired, attributes: { codeVersion } }: OutputDraft,
  node: string,
  entry: DefinitionEntry,
  isExecutable: boolean,
): Writable<DraftAsset> {
  const asset: Writable<DraftAsset> = {
    key: assetKeyText(path),
    node,
    output,
    isRequired,
    isExecutable,
    group: 'default',
    tags: noEntries,
    owners: none,
    kinds: none,
    metadata: noEntries,
    codeVersion: codeVersion ?? entry.codeVersion,
    cell: entry.cell,
    deps: none,
  };
  if (codeVersion !== undefined) asset.hasOwnCodeVersion = true;
  return asset;
}

function draftOutput(
  { output: name, writtenKey, isRequired, type, ioManagerKey, attributes, deps }: OutputDraft,
  assetKey: AssetKeyString,
  isObservation: boolean,
): DraftOutput {
  const output: Writable<DraftOutput> = { name, assetKey, isRequired };
  if (writtenKey !== undefined) output.writtenKey = writtenKey;
  if (isObservation) output.isObservation = true;
  if (type) output.type = type;
  if (attributes.metadata) output.metadata = attributes.metadata;
  if (ioManagerKey !== undefined) output.ioManagerKey = ioManagerKey;
  if (deps) output.depRefs = deps;
  if (attributes.automationCondition) output.automationCondition = attributes.automationCondition;
  return output;
}

const none: readonly never[] = [];
const noEntries = {};

/** Dagster's rule: what is made together has the same partitions. */
function checkSamePartitions(outs: readonly OutputDraft[]): readonly Violation[] {
  if (outs.length < 2) return none;
  const all = outs.map(({ attributes }) => attributes.partitionsDef?.snapshot);
  if (all.every((each) => each === all[0])) return [];
  if (new Set(all.map((each) => JSON.stringify(each))).size === 1) return [];
  return [
    {
      message: 'its assets have different partitions',
      remedy: 'Give all the same partitionsDef, or let them be made one without the others: canSubset: true.',
    },
  ];
}
