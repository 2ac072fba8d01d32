import { emptySnapshot, type AssetSnapshot, type DefinitionsSnapshot } from '$lib/definitions/snapshot';
import { AssetGraph } from '$lib/graph/asset-graph';

/** An asset as data, with what a test does not speak of filled in. */
export function assetSnapshot(key: string, over: Partial<AssetSnapshot> = {}): AssetSnapshot {
  return {
    key,
    node: key.replaceAll('/', '__'),
    output: 'result',
    isRequired: true,
    isExecutable: true,
    deps: [],
    group: 'default',
    tags: {},
    owners: [],
    kinds: [],
    metadata: {},
    codeVersion: '1',
    cell: key,
    ...over,
  };
}

export const snapshotOf = (assets: readonly AssetSnapshot[]): DefinitionsSnapshot => ({
  ...emptySnapshot,
  assets,
});

/** A graph of one location, `nb`, from `[upstream, downstream]` pairs. */
export function graphOf(edges: readonly (readonly string[])[]): AssetGraph {
  const keys = [...new Set(edges.flat())];
  const assets = keys.map((key) =>
    assetSnapshot(key, { deps: edges.filter(([, to]) => to === key).map(([from]) => ({ key: from! })) }),
  );
  return new AssetGraph([{ location: 'nb', snapshot: snapshotOf(assets) }]);
}
