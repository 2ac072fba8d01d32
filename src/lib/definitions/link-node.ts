import { appended } from '../base/appended';
import type { Writable } from '../base/writable';
import type { AssetDefinition } from './asset';
import type { AssetDep } from './asset-dep';
import type { AssetIn } from './asset-in';
import { assetKeyPath, assetKeyText } from './asset-key';
import type { AssetSpec } from './asset-spec';
import { isKind } from './brand';
import type { Violation } from './definition-rules';
import { metadataEntries } from './metadata-entries';
import type { AssetOutput, MultiAssetDefinition } from './multi-asset';
import { outputOf, type DraftOutput, type NodeDraft } from './node-draft';
import { checkMapping } from './partitions/check-mapping';
import type { PartitionMapping } from './partitions/partition-mapping';
import type { AssetDepSnapshot, AssetKeyString, AssetSnapshot } from './snapshot';
import { didYouMean } from './suggestion';

/** All that a location defines, to look references up in. */
export interface Scope {
  readonly draftOf: (definition: unknown) => NodeDraft | undefined;
  readonly byKey: ReadonlyMap<AssetKeyString, NodeDraft>;
  /** The keys of `byKey` that stand under the notebook's prefix, by what cells call them: the same without it. */
  readonly prefixed: ReadonlyMap<AssetKeyString, AssetKeyString>;
  /** By the name of the computation. */
  readonly byName: ReadonlyMap<string, NodeDraft>;
  /** Throws where the text is no asset selection. */
  readonly readSelection?: ReadSelection;
}

/** The parser of asset selections, which this room has not: it throws with message and remedy. */
export type ReadSelection = (text: string) => unknown;

/** Fills in what a definition's `ins` and `deps` refer to; answers what is wrong with them. */
export function linkNode(draft: NodeDraft, scope: Scope): readonly Violation[] {
  const violations: Violation[] = [];
  const inputs = linkInputs(draft, scope, violations);
  if (draft.depRefs.length === 0 && !draft.outputs.some(hasDeps)) draft.deps = inputs;
  else linkDeps(draft, inputs, scope, violations);
  for (const { key } of draft.deps) draft.upstreams = appended(draft.upstreams, scope.byKey.get(key));
  for (const asset of draft.assets) asset.deps = draft.ownDeps?.get(asset.key) ?? draft.deps;
  return violations;
}

function linkInputs(draft: NodeDraft, scope: Scope, violations: Violation[]): readonly AssetDepSnapshot[] {
  let inputs: readonly AssetDepSnapshot[] = none;
  for (const input in draft.ins) {
    try {
      inputs = appended(inputs, linkInput(input, draft.ins[input], draft, scope));
    } catch (error) {
      violations.push(said(error));
    }
  }
  return inputs;
}

/** Fills in `deps`, and `ownDeps`. An asset that is in `ins` and in `deps` is loaded. */
function linkDeps(
  draft: NodeDraft,
  inputs: readonly AssetDepSnapshot[],
  scope: Scope,
  violations: Violation[],
): void {
  const link = (references: readonly unknown[], what: string) => {
    const order = references.flatMap((each) => {
      try {
        return linkDep(each, what, draft, scope);
      } catch (error) {
        violations.push(said(error));
        return none;
      }
    });
    return withoutRepeats(order);
  };
  const loaded = new Set(inputs.map(({ key }) => key));
  const whole = link(draft.depRefs, 'deps has a member that').filter(({ key }) => !loaded.has(key));
  const own = draft.outputs.flatMap(({ assetKey, name, depRefs }) =>
    depRefs ? [[assetKey, link(depRefs, `the deps of output "${name}" have a member that`)] as const] : [],
  );
  draft.deps = [...inputs, ...whole];
  if (own.length === 0) return;

  const named = new Set(own.flatMap(([, deps]) => deps.map(({ key }) => key)));
  const common = [...inputs, ...whole].filter(({ key }) => !named.has(key));
  const ownDeps = own.map(([assetKey, deps]) => {
    const order = deps.filter(({ key }) => !loaded.has(key));
    const wanted = new Set(deps.map(({ key }) => key));
    return [assetKey, [...inputs.filter(({ key }) => wanted.has(key)), ...order, ...common]] as const;
  });
  const all = [...inputs, ...whole, ...own.flatMap(([, deps]) => deps)];
  const internal = new Set(draft.outputs.map(({ assetKey }) => assetKey));
  draft.deps = withoutRepeats(all).filter(({ key }) => !internal.has(key));
  draft.ownDeps = new Map(ownDeps);
}

const none: readonly never[] = [];

const hasDeps = ({ depRefs }: DraftOutput): boolean => depRefs !== undefined;

const said = (error: unknown): Violation => {
  const { message, remedy = '' } = error as Violation;
  return { message, remedy };
};

function isEmpty(record: object): boolean {
  for (const _ in record) return false;
  return true;
}

/** Of several with one key the first: it says more than those after it. Inputs are all kept. */
function withoutRepeats(deps: readonly AssetDepSnapshot[]): readonly AssetDepSnapshot[] {
  const seen = new Set<string>();
  return deps.filter(({ key, input }) => {
    const isNew = !seen.has(key);
    seen.add(key);
    return isNew || input !== undefined;
  });
}

function linkInput(input: string, reference: unknown, draft: NodeDraft, scope: Scope): AssetDepSnapshot {
  const isIn = isKind<AssetIn>(reference, 'AssetIn');
  const target = isIn ? (reference.asset ?? assetKeyText([...reference.keyPrefix, input])) : reference;
  const metadata = isIn ? metadataEntries(reference.metadata) : undefined;
  const what = `input "${input}"`;
  if (isIn && !['string', 'undefined'].includes(typeof reference.inputManagerKey))
    throw violation(`${what}: its inputManagerKey is not text`, 'Give the key of an IO manager.');
  if (isSeveralAssets(target)) {
    throw violation(
      `${what} is a ${isKind(target, 'multiAsset') ? 'multiAsset' : 'graphMultiAsset'}, which makes several assets`,
      `Choose one of them, such as .assets.${Object.keys(target.assets)[0]}.`,
    );
  }
  if (typeof target === 'string' && !isIn) {
    throw violation(
      `${what} is text`,
      `Write new AssetIn(${JSON.stringify(target)}) for the asset of that key.`,
    );
  }
  const key = oneKeyOf(target, what, scope);
  const mapping = mappingTo(key, isIn ? reference.partitionMapping : undefined, what, draft, scope);
  const dep: Writable<AssetDepSnapshot> = { key, input };
  if (metadata && !isEmpty(metadata)) dep.metadata = metadata;
  if (mapping) dep.mapping = mapping;
  return dep;
}

/** The key of the one asset that a reference stands for. Throws with message and remedy where no cell defines it. */
export function oneKeyOf(reference: unknown, what: string, scope: Scope): AssetKeyString {
  // Most are written as they are stored.
  const made = typeof reference === 'string' && outputOf(scope.byKey.get(reference), reference);
  if (made) return made.assetKey;
  const key = keysOf(reference, what, scope)[0]!;
  if (scope.byKey.has(key)) return key;
  throw violation(
    `${what} is the asset "${key}", which no cell defines.${didYouMean(key, scope.byKey.keys())}`,
    'Define it and export it, correct the key, or move it to deps if its value is not needed.',
  );
}

function linkDep(
  reference: unknown,
  what: string,
  draft: NodeDraft,
  scope: Scope,
): readonly AssetDepSnapshot[] {
  const isDep = isKind<AssetDep>(reference, 'AssetDep');
  const mapping = isDep ? reference.partitionMapping : undefined;
  return keysOf(isDep ? reference.asset : reference, what, scope).map((key) => {
    const data = mappingTo(key, mapping, `dep "${key}"`, draft, scope);
    return data ? { key, mapping: data } : { key };
  });
}

/** The partition mapping to an upstream, where one is given. Throws where it does not fit the two definitions. */
function mappingTo(
  key: AssetKeyString,
  given: PartitionMapping | undefined,
  what: string,
  draft: NodeDraft,
  { byKey }: Scope,
): AssetDepSnapshot['mapping'] {
  if (given !== undefined && !isKind<PartitionMapping>(given, 'PartitionMapping'))
    throw violation(
      `${what}: its partitionMapping is not one`,
      'Write new IdentityPartitionMapping(), or another such class.',
    );
  const downstream = draft.assets[0]?.partitions;
  if (!given && !downstream) return undefined;
  const upstream = byKey.get(key);
  if (!upstream) return given?.snapshot;
  const of = upstream.assets.find((asset: Pick<AssetSnapshot, 'key'>) => asset.key === key)?.partitions;
  for (const { message, remedy } of checkMapping(given?.snapshot, of, downstream))
    throw violation(`${what}: ${message}`, remedy);
  return given?.snapshot;
}

/** The key that a user wrote. */
function keyOf(text: string, { byKey, prefixed }: Scope): AssetKeyString {
  const written = byKey.has(text) ? text : assetKeyText(assetKeyPath(text));
  const key = byKey.has(written) ? written : (prefixed.get(written) ?? written);
  // The very text of who makes it: wherever it is looked up again, no letters must be compared.
  return outputOf(byKey.get(key), key)?.assetKey ?? key;
}

/** The keys that a reference stands for; `what` names it in errors. Throws with message and remedy. */
export function keysOf(reference: unknown, what: string, scope: Scope): readonly AssetKeyString[] {
  if (typeof reference === 'string') return [keyOf(reference, scope)];
  if (isKind<AssetSpec>(reference, 'AssetSpec')) return [reference.key];
  const isOutput = isKind<AssetOutput>(reference, 'assetOutput');
  if (!isOutput && !isKind<AssetDefinition>(reference, 'asset') && !isSeveralAssets(reference)) {
    throw violation(
      `${what} is not an asset but ${describe(reference)}`,
      'Give an asset that another cell exports, or its key.',
    );
  }
  const draft = scope.draftOf(isOutput ? reference.definition : reference);
  if (!draft) {
    throw violation(
      `${what} is an asset that no cell exports by name`,
      'Write export const NAME = … in its cell.',
    );
  }
  return draft.outputs
    .filter(({ name }) => !isOutput || name === reference.output)
    .map(({ assetKey }) => assetKey);
}

const isSeveralAssets = (value: unknown): value is MultiAssetDefinition =>
  isKind<MultiAssetDefinition>(value, 'multiAsset') || isKind<MultiAssetDefinition>(value, 'graphMultiAsset');

const violation = (message: string, remedy: string) => Object.assign(new Error(message), { remedy });

function describe(value: unknown): string {
  if (value === undefined) return 'undefined (is its cell evaluated, and the name right?)';
  if (value === null) return 'null';
  return typeof value === 'object' ? 'another object' : `a ${typeof value}`;
}
