import type { AssetCheckSpec } from './asset-check-spec';
import { conditionOf } from './automation/condition-of';
import { isKind } from './brand';
import { checkDeps, checkedAsset, type KnownAssets } from './check-links';
import { checkName, type Violation } from './definition-rules';
import { metadataEntries } from './metadata-entries';
import type { NodeDraft } from './node-draft';
import { selectionText } from './selection-text';
import type { AssetCheckSnapshot, AssetKeyString } from './snapshot';

/** What a spec says, of the step that evaluates it. Throws with message and remedy. */
export function specSnapshot(
  spec: AssetCheckSpec,
  assetKey: AssetKeyString,
  node: Pick<AssetCheckSnapshot, 'node' | 'canSubset' | 'cell' | 'partitions'>,
  known: KnownAssets,
): AssetCheckSnapshot {
  const { name, blocking, description, additionalDeps, metadata, automationCondition: given } = spec;
  const violations: Violation[] = [];
  const automationCondition =
    given && conditionOf(given, (selection) => selectionText(selection, known), violations);
  if (violations[0]) throw Object.assign(new Error(violations[0].message), violations[0]);
  return {
    assetKey,
    name,
    blocking,
    deps: checkDeps(additionalDeps, known),
    ...(description !== undefined && { description: String(description) }),
    metadata: metadataEntries(metadata),
    ...(automationCondition && { automationCondition }),
    ...node,
  };
}

/** The checks that the function of an asset answers for. */
export function ownChecks(
  draft: NodeDraft,
  known: KnownAssets,
): { readonly checks: readonly AssetCheckSnapshot[]; readonly violations: readonly Violation[] } {
  if (draft.checkSpecs.length === 0) return nothing;
  const violations: Violation[] = [];
  const checks = draft.checkSpecs.flatMap((spec) => {
    if (!isKind<AssetCheckSpec>(spec, 'AssetCheckSpec')) {
      violations.push({
        message: 'checkSpecs has a member that is not one',
        remedy: 'Write new AssetCheckSpec({ name, asset }).',
      });
      return [];
    }
    violations.push(...checkName('check', spec.name));
    try {
      return specSnapshot(spec, ownAsset(spec, draft, known), nodeOf(draft), known);
    } catch (error) {
      const { message, remedy = '' } = error as Violation;
      violations.push({ message, remedy });
      return [];
    }
  });
  const names = checks.map(({ assetKey, name }) => `"${name}" of "${assetKey}"`);
  for (const name of new Set(names.filter((each, index) => names.indexOf(each) !== index)))
    violations.push({ message: `it announces the check ${name} twice`, remedy: 'Rename one of them.' });
  return { checks, violations };
}

const nothing = { checks: [], violations: [] };

function ownAsset({ name, asset }: AssetCheckSpec, draft: NodeDraft, { scope }: KnownAssets): AssetKeyString {
  const keys = draft.outputs.map(({ assetKey }) => assetKey);
  if (asset === undefined && keys.length === 1) return keys[0]!;
  const problem = (message: string) =>
    Object.assign(new Error(message), {
      remedy: `Its assets are ${keys.map((key) => `"${key}"`).join(', ')}.`,
    });
  if (asset === undefined) throw problem(`check "${name}" does not say which asset it is of`);
  // What the asset itself is wrong about is told there.
  const key = checkedAsset(asset, `the asset of check "${name}"`, { scope, broken: new Set() });
  if (!keys.includes(key)) throw problem(`check "${name}" is of "${key}", which it does not make`);
  return key;
}

const nodeOf = ({ name, assets, entry }: NodeDraft) => ({
  node: name,
  ...(assets.some(({ canSubset }) => canSubset) && { canSubset: true }),
  ...(assets[0]?.partitions && { partitions: assets[0].partitions }),
  cell: entry.cell,
});
