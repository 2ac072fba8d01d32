import type { ViewCellSnapshot } from '../../definitions/view-cell-snapshot';
import type { AssetIndex } from './asset-index';
import { reached } from './edited-assets';

/** Which cells feed which, by id. */
export interface CellLineage {
  readonly upstream: ReadonlyMap<string, readonly string[]>;
  readonly downstream: ReadonlyMap<string, readonly string[]>;
}

/** From the dependencies of the cells' assets and views, and from who uses whose names. */
export function cellLineage(
  { byKey, cells }: Pick<AssetIndex, 'byKey' | 'cells'>,
  users: ReadonlyMap<string, readonly string[]>,
  views: readonly ViewCellSnapshot[] = [],
): CellLineage {
  const byName = [...users].flatMap(([from, all]) => all.map((to) => ({ from, to })));
  const byAsset = [...byKey.values()].flatMap(({ asset }) =>
    asset.deps.map(({ key }) => ({ from: cells.get(key), to: asset.cell })),
  );
  const byView = views.flatMap(({ cell, uses }) =>
    uses.map((use) => ({ from: use.from === 'asset' ? cells.get(use.key) : undefined, to: cell })),
  );
  const edges = [...byName, ...byAsset, ...byView].filter(
    (edge): edge is { from: string; to: string } =>
      edge.from !== undefined && edge.to !== undefined && edge.from !== edge.to,
  );
  return {
    upstream: ends(edges.map(({ from, to }) => [to, from])),
    downstream: ends(edges.map(({ from, to }) => [from, to])),
  };
}

/** How a cell stands to another one: directly before or behind it, or further. */
export type Relation = 'self' | 'input' | 'output' | 'upstream' | 'downstream';

/** The cells that have to do with one, each with how. */
export function relationsOf(
  cell: string,
  { upstream, downstream }: CellLineage,
): ReadonlyMap<string, Relation> {
  const inputs = upstream.get(cell) ?? [];
  const outputs = downstream.get(cell) ?? [];
  const all = (relation: Relation, ids: Iterable<string>) => [...ids].map((id) => [id, relation] as const);
  return new Map<string, Relation>([
    ...all(
      'upstream',
      reached(inputs, (id) => upstream.get(id) ?? []),
    ),
    ...all(
      'downstream',
      reached(outputs, (id) => downstream.get(id) ?? []),
    ),
    ...all('input', inputs),
    ...all('output', outputs),
    [cell, 'self'],
  ]);
}

const ends = (pairs: readonly (readonly [string, string])[]): ReadonlyMap<string, readonly string[]> =>
  new Map(
    Array.from(Map.groupBy(pairs, ([from]) => from), ([from, all]) => [from, [...new Set(all.map(([, to]) => to))]]), // prettier-ignore
  );
