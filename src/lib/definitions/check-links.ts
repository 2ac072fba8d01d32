import type { AssetDep, AssetDependency } from './asset-dep';
import type { AssetIn } from './asset-in';
import { isKind } from './brand';
import type { Violation } from './definition-rules';
import { keysOf, type Scope } from './link-node';
import { metadataEntries } from './metadata-entries';
import type { NodeDraft } from './node-draft';
import type { AssetDepSnapshot, AssetKeyString } from './snapshot';
import { didYouMean } from './suggestion';

/** What checks refer to. Assets with errors are known, and cannot be checked. */
export interface KnownAssets {
  readonly scope: Scope;
  readonly broken: ReadonlySet<NodeDraft>;
}

/** The one asset that a reference stands for. Throws with message and remedy where it is not there, or broken. */
export function checkedAsset(
  reference: unknown,
  what: string,
  { scope, broken }: KnownAssets,
): AssetKeyString {
  const keys = keysOf(reference, what, scope);
  const [key] = keys;
  if (keys.length !== 1 || key === undefined)
    throw violation(`${what} is several assets`, 'Choose one of them: .assets.NAME.');
  const draft = scope.byKey.get(key);
  if (!draft)
    throw violation(
      `${what} is the asset "${key}", which no cell defines.${didYouMean(key, scope.byKey.keys())}`,
      'Define it and export it, or correct the key.',
    );
  if (broken.has(draft))
    throw violation(`${what} is the asset "${key}", which has an error`, `Correct asset ${key}.`);
  return key;
}

/** An input of a check's step. */
export function checkInput(
  input: string,
  reference: unknown,
  known: KnownAssets,
): AssetDepSnapshot & { readonly input: string; readonly byPartition?: boolean } {
  const isIn = isKind<AssetIn>(reference, 'AssetIn');
  const target = isIn ? (reference.asset ?? [...reference.keyPrefix, input].join('/')) : reference;
  const key = checkedAsset(target, `input "${input}"`, known);
  const metadata = isIn ? metadataEntries(reference.metadata) : {};
  return {
    key,
    input,
    ...(Object.keys(metadata).length > 0 && { metadata }),
    ...(isIn && reference.partitionMapping && { mapping: reference.partitionMapping.snapshot }),
    ...(isIn && reference.byPartition && { byPartition: true }),
  };
}

/** What must come before a check. */
export function checkDeps(
  references: readonly AssetDependency[],
  known: KnownAssets,
): readonly AssetDepSnapshot[] {
  return references.flatMap((reference) => {
    const isDep = isKind<AssetDep>(reference, 'AssetDep');
    const mapping = isDep ? reference.partitionMapping : undefined;
    return keysOf(isDep ? reference.asset : reference, 'additionalDeps has a member that', known.scope).map(
      (key) => ({ key, ...(mapping && { mapping: mapping.snapshot }) }),
    );
  });
}

const violation = (message: string, remedy: string): Error & Violation =>
  Object.assign(new Error(message), { remedy });
