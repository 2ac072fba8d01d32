import type { AssetDefinition } from './asset';
import type { AssetIn } from './asset-in';
import { assetKeyPath, assetKeyText } from './asset-key';
import { isKind } from './brand';
import type { Violation } from './definition-rules';
import { metadataEntries } from './metadata-entries';
import type { AssetOutput, MultiAssetDefinition } from './multi-asset';
import type { NodeDraft } from './node-draft';
import type { AssetDepSnapshot, AssetKeyString } from './snapshot';
import { didYouMean } from './suggestion';

/** All that a location defines, to look references up in. */
export interface Scope {
  readonly byDefinition: ReadonlyMap<unknown, NodeDraft>;
  readonly byKey: ReadonlyMap<AssetKeyString, NodeDraft>;
}

interface Upstreams {
  readonly deps: readonly AssetDepSnapshot[];
  readonly violations: readonly Violation[];
}

/** Looks up what a definition's `ins` and `deps` refer to. An asset that is in both is loaded. */
export function linkNode({ definition: { options } }: NodeDraft, scope: Scope): Upstreams {
  const deps: AssetDepSnapshot[] = [];
  const violations: Violation[] = [];
  const attempt = (work: () => void) => {
    try {
      work();
    } catch (error) {
      const { message, remedy = '' } = error as Violation;
      violations.push({ message, remedy });
    }
  };
  for (const [input, reference] of Object.entries(options.ins ?? {})) {
    attempt(() => deps.push(linkInput(input, reference, scope)));
  }
  const loaded = new Set(deps.map(({ key }) => key));
  for (const reference of options.deps ?? []) {
    attempt(() => {
      for (const key of keysOf(reference, 'deps has a member that', scope)) {
        if (!loaded.has(key)) deps.push({ key });
        loaded.add(key);
      }
    });
  }
  return { deps, violations };
}

function linkInput(input: string, reference: unknown, scope: Scope): AssetDepSnapshot {
  const isIn = isKind<AssetIn>(reference, 'AssetIn');
  const target = isIn ? reference.asset : reference;
  const metadata = isIn ? metadataEntries(reference.metadata) : {};
  const what = `input "${input}"`;
  if (isKind<MultiAssetDefinition>(target, 'multiAsset')) {
    throw violation(
      `${what} is a multiAsset, which makes several assets`,
      `Choose one of them, such as .assets.${Object.keys(target.assets)[0]}.`,
    );
  }
  if (typeof target === 'string' && !isIn) {
    throw violation(
      `${what} is text`,
      `Write new AssetIn(${JSON.stringify(target)}) for the asset of that key.`,
    );
  }
  const key = keysOf(target, what, scope)[0]!;
  if (!scope.byKey.has(key)) {
    throw violation(
      `${what} is the asset "${key}", which no cell defines.${didYouMean(key, scope.byKey.keys())}`,
      'Define it and export it, correct the key, or move it to deps if its value is not needed.',
    );
  }
  return { key, input, ...(Object.keys(metadata).length > 0 && { metadata }) };
}

/** The keys that a reference stands for; `what` names it in errors. Throws with message and remedy. */
export function keysOf(reference: unknown, what: string, { byDefinition }: Scope): readonly AssetKeyString[] {
  if (typeof reference === 'string') return [assetKeyText(assetKeyPath(reference))];
  const isOutput = isKind<AssetOutput>(reference, 'assetOutput');
  if (
    !isOutput &&
    !isKind<AssetDefinition>(reference, 'asset') &&
    !isKind<MultiAssetDefinition>(reference, 'multiAsset')
  ) {
    throw violation(
      `${what} is not an asset but ${describe(reference)}`,
      'Give an asset that another cell exports, or its key.',
    );
  }
  const draft = byDefinition.get(isOutput ? reference.definition : reference);
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

const violation = (message: string, remedy: string) => Object.assign(new Error(message), { remedy });

function describe(value: unknown): string {
  if (value === undefined) return 'undefined (is its cell evaluated, and the name right?)';
  if (value === null) return 'null';
  return typeof value === 'object' ? 'another object' : `a ${typeof value}`;
}
