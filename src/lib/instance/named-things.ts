import type { AssetKeyString } from '../definitions/snapshot';
import type { Cell } from '../notebook/notebook';
import { readNotebook } from '../notebook/read-notebook';
import type { Storage } from '../storage/storage';

/** Something that has a name and a place to go to. */
export interface NamedThing {
  readonly kind: 'notebook' | 'cell' | 'asset' | 'job' | 'schedule' | 'sensor';
  readonly name: string;
  /** Of the notebook that it is in, or is. */
  readonly location: string;
  /** Title of that notebook. */
  readonly title: string;
  /** Id of the cell that it is, or that defines it. */
  readonly cell?: string;
}

/** All that definitions and notebooks name, as it was when it was last loaded or saved. */
export async function namedThings(
  storage: Pick<Storage, 'listNotebooks' | 'locations'>,
): Promise<readonly NamedThing[]> {
  const [notebooks, locations] = await Promise.all([storage.listNotebooks(), storage.locations()]);
  const snapshots = new Map(locations.map(({ name, snapshot }) => [name, snapshot]));
  /** Of each asset the notebook that makes it: others only name it. */
  const makers = new Map<AssetKeyString, string>();
  for (const { id } of notebooks)
    for (const { key, isExecutable } of snapshots.get(id)?.assets ?? [])
      if (isExecutable || !makers.has(key)) makers.set(key, id);
  return notebooks.flatMap(({ id, title, source }) => {
    const of = { location: id, title };
    const thing =
      (kind: NamedThing['kind']) => (each: { readonly name: string; readonly cell?: string }) => ({
        ...of,
        kind,
        name: each.name,
        ...(each.cell !== undefined && { cell: each.cell }),
      });
    const snapshot = snapshots.get(id);
    const cells = readNotebook(source).cells.flatMap((cell) => {
      const name = cell.kind === 'notebook' ? undefined : cellTitle(cell);
      return name === undefined ? [] : { name, cell: cell.id };
    });
    return [
      { ...of, kind: 'notebook', name: title } as const,
      ...(snapshot?.assets ?? [])
        .filter(({ key }) => makers.get(key) === id)
        .map(({ key, cell }) => thing('asset')({ name: key, cell })),
      ...(snapshot?.jobs ?? []).map(thing('job')),
      ...(snapshot?.schedules ?? []).map(thing('schedule')),
      ...(snapshot?.sensors ?? []).map(thing('sensor')),
      ...(snapshot?.automationConditionSensors ?? []).map(thing('sensor')),
      ...cells.map(thing('cell')),
    ];
  });
}

/** What a cell is called: its name, or what its first line that says something is about. */
function cellTitle({ name, text }: Cell): string | undefined {
  const line = text.split('\n', 20).find((each) => /[\p{L}\p{N}]/u.test(each));
  return name ?? line?.replace(/^(?:[#\s]|(?:export|default|const|async|function)\s)+/, '').slice(0, 80);
}
