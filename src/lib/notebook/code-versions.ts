import { hashOf } from '../base/hash';
import type { Unit } from './cell-analysis';
import type { LinkedCell } from './link-cells';
import type { NotebookHeader } from './notebook';
import { pinOf } from './package-pin';

/** Functions of `dagbook` whose result stands for data: who uses it depends on the data, not on this code. */
const assetMakers = new Set([
  'asset',
  'multiAsset',
  'graphAsset',
  'graphMultiAsset',
  'observableSourceAsset',
  'sql',
  'AssetSpec',
]);

/** A unit and the cell whose names it sees. */
interface Place {
  readonly unit: Unit;
  readonly in: LinkedCell;
}

/**
 * The code version of every public name: a hash of its declaration, of all declarations that it uses, directly or
 * through others, and of the statements with effects in their cells. Imports count with the version that the header
 * pins or the app has, files that the code names with their content. Another asset counts by its name only.
 */
export function codeVersions(
  cells: readonly LinkedCell[],
  { imports, attachments }: Pick<NotebookHeader, 'imports' | 'attachments'>,
): Readonly<Record<string, string>> {
  const places = new Map(cells.map((cell) => [cell.cell.id, placesIn(cell)]));
  const find = (name: string, { cell, uses, analysis }: LinkedCell): Place | undefined => {
    if (analysis.declares.has(name)) return places.get(cell.id)!.get(name);
    const owner = uses.get(name);
    return owner === undefined ? undefined : places.get(owner)!.get(name);
  };
  const isAsset = ({ unit: { call }, in: cell }: Place): boolean => {
    const imported = call && find(call.name, cell)?.unit.imported;
    if (imported?.specifier !== 'dagbook') return false;
    return assetMakers.has(imported.name === '*' ? (call!.member ?? '') : imported.name);
  };

  const textOf = ({ code, imported }: Unit): string => {
    const files = code.strings
      .filter((path) => Object.hasOwn(attachments, path))
      .map((path) => attachments[path]);
    const pin = imported && pinOf(imported.specifier, imports);
    return [code.hash, pin ?? '', ...files].join(' ');
  };
  const known = new Map<Place, string>();
  const versionOf = (root: Place): string => {
    const before = known.get(root);
    if (before !== undefined) return before;
    const inCell = new Set<Unit>();
    const foreign = new Set<string>();
    const reach = (place: Place): void => {
      if (place !== root && isAsset(place)) return;
      if (place.in !== root.in) return void foreign.add(versionOf(place));
      if (inCell.has(place.unit)) return;
      inCell.add(place.unit);
      for (const { name } of place.unit.references) {
        const target = find(name, place.in);
        if (target) reach(target);
      }
    };
    reach(root);
    for (const unit of root.in.analysis.units) if (unit.isEffect) reach({ unit, in: root.in });
    const [own, ...others] = [...inCell].map(textOf);
    const version = hashOf([own, ...others.sort(), ...[...foreign].sort()].join('\n'));
    known.set(root, version);
    return version;
  };

  const names = cells.flatMap((cell) =>
    [...cell.defs].map(([name, local]) => ({ name, place: find(local, cell) })),
  );
  return Object.fromEntries(names.flatMap(({ name, place }) => (place ? [[name, versionOf(place)]] : [])));
}

const placesIn = (cell: LinkedCell): ReadonlyMap<string, Place> =>
  new Map(cell.analysis.units.flatMap((unit) => unit.declares.map((name) => [name, { unit, in: cell }])));
