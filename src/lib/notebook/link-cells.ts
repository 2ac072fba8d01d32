import type { SerializedError } from '../base/errors';
import { analyzeCell, placeOf, type CellAnalysis } from './cell-analysis';
import { guessNames } from './guess-names';
import type { Cell } from './notebook';

/** A code cell with its place among the others. */
export interface LinkedCell {
  readonly cell: Cell;
  readonly analysis: CellAnalysis;
  /** Public name → name inside the cell. */
  readonly defs: ReadonlyMap<string, string>;
  readonly exports: readonly string[];
  /** Used name → id of the cell that defines it. */
  readonly uses: ReadonlyMap<string, string>;
}

interface Entry {
  readonly cell: Cell;
  readonly analysis?: CellAnalysis;
  readonly defs: ReadonlyMap<string, string>;
}

/**
 * Joins cells by the top-level names they define and use. Names that begin with `_` and are not exported are private
 * to their cell; a name that no cell defines is taken for a global. `linked` is in dependency order, and in file
 * order where that leaves a choice; a cell that cannot run is missing, with one error that says why.
 */
export function linkCells(cells: readonly Cell[]): {
  readonly linked: readonly LinkedCell[];
  readonly errors: readonly SerializedError[];
} {
  const problems = new Map<Entry, SerializedError>();
  const entries = cells.map((cell): Entry => {
    const analysis = analyzeCell(cell.text);
    if (!('problem' in analysis)) return { cell, analysis, defs: publicNames(analysis) };
    const entry = { cell, defs: new Map(guessNames(cell.text).map((name) => [name, name])) };
    const { problem: message, remedy, line, column } = analysis;
    const at = { cell: titleOf(cell), line, column };
    if (!cell.disabled) problems.set(entry, { name: 'CellSyntaxError', message, remedy, at });
    return entry;
  });
  const owners = findOwners(entries, problems);
  const ownerOf = (name: string, user: Entry): Entry | undefined => {
    const owner = user.analysis!.declares.has(name) ? undefined : owners.get(name);
    return owner === user ? undefined : owner;
  };

  for (const entry of entries.filter(isRunnable)) {
    for (const [name, { start }] of entry.analysis!.writes) {
      const owner = ownerOf(name, entry);
      if (!owner || problems.has(entry)) continue;
      const message = `\`${name}\` belongs to cell ${titleOf(owner.cell)}, so that only that cell can assign to it`;
      const remedy = 'Give the new value another name, or assign it there.';
      problems.set(entry, errorAt(entry, 'ForeignAssignment', message, remedy, start));
    }
  }
  const order = dependencyOrder(entries.filter(isRunnable), ownerOf, problems);
  for (const entry of order) {
    for (const [name, { start }] of entry.analysis!.references) {
      const owner = ownerOf(name, entry);
      if (!owner || problems.has(entry) || (isRunnable(owner) && !problems.has(owner))) continue;
      problems.set(entry, missing(entry, name, owner.cell, start));
    }
  }
  const running = order.filter((entry) => !problems.has(entry));
  // Of the whole notebook: `export { a }` may stand in another cell than `a`.
  const exported = new Set(running.flatMap(({ analysis }) => [...analysis!.exports.keys()]));
  return {
    linked: running.map((entry) => linkedCell(entry, exported, (name) => ownerOf(name, entry)?.cell.id)),
    errors: entries.flatMap((entry) => problems.get(entry) ?? []),
  };
}

/** What an error calls a cell. */
export const titleOf = ({ name, id }: Cell): string => name ?? id;

const isRunnable = ({ cell, analysis }: Entry): boolean => analysis !== undefined && !cell.disabled;

function publicNames({ declares, exports }: CellAnalysis): ReadonlyMap<string, string> {
  const exported = new Set(exports.values());
  const own = [...declares].filter((name) => !name.startsWith('_') || exported.has(name));
  const renamed = [...exports].filter(([name, local]) => name !== local);
  return new Map([...own.map((name) => [name, name] as const), ...renamed]);
}

/** Each name's cell: the first that defines it; a cell that cannot run owns only what no other does. */
function findOwners(
  entries: readonly Entry[],
  problems: Map<Entry, SerializedError>,
): ReadonlyMap<string, Entry> {
  const owners = new Map<string, Entry>();
  for (const entry of entries.filter(isRunnable)) {
    const twice = [...entry.defs.keys()].find((name) => owners.has(name));
    if (twice === undefined) for (const name of entry.defs.keys()) owners.set(name, entry);
    else problems.set(entry, duplicate(entry, twice, owners.get(twice)!.cell));
  }
  for (const entry of entries) {
    for (const name of entry.defs.keys()) if (!owners.has(name)) owners.set(name, entry);
  }
  return owners;
}

/** Depth first, so that a cell comes after those it uses. Cells that use each other in a circle become problems. */
function dependencyOrder(
  entries: readonly Entry[],
  ownerOf: (name: string, user: Entry) => Entry | undefined,
  problems: Map<Entry, SerializedError>,
): readonly Entry[] {
  const done = new Set<Entry>();
  const path: Entry[] = [];
  const visit = (entry: Entry): void => {
    if (done.has(entry)) return;
    path.push(entry);
    for (const name of entry.analysis!.references.keys()) {
      const owner = ownerOf(name, entry);
      if (!owner || !isRunnable(owner)) continue;
      if (path.includes(owner)) reportCycle(path.slice(path.indexOf(owner)), ownerOf, problems);
      else visit(owner);
    }
    path.pop();
    done.add(entry);
  };
  entries.forEach(visit);
  return [...done];
}

function reportCycle(
  cycle: readonly Entry[],
  ownerOf: (name: string, user: Entry) => Entry | undefined,
  problems: Map<Entry, SerializedError>,
): void {
  const names = [...cycle, cycle[0]!].map(({ cell }) => titleOf(cell)).join(' → ');
  const message = `These cells need each other in a circle: ${names}`;
  const remedy = 'Move what they share into a cell of its own.';
  for (const [index, entry] of cycle.entries()) {
    const next = cycle[(index + 1) % cycle.length];
    const use = [...entry.analysis!.references.values()].find(({ name }) => ownerOf(name, entry) === next)!;
    if (!problems.has(entry)) problems.set(entry, errorAt(entry, 'CyclicCells', message, remedy, use.start));
  }
}

function linkedCell(
  { cell, analysis, defs }: Entry,
  exported: ReadonlySet<string>,
  ownerId: (name: string) => string | undefined,
): LinkedCell {
  const uses = [...analysis!.references.keys()].flatMap((name) => {
    const id = ownerId(name);
    return id === undefined ? [] : [[name, id] as const];
  });
  return {
    cell,
    analysis: analysis!,
    defs,
    exports: [...defs.keys()].filter((name) => exported.has(name)),
    uses: new Map(uses),
  };
}

function errorAt({ cell, analysis }: Entry, name: string, message: string, remedy: string, offset: number) {
  return { name, message, remedy, at: { cell: titleOf(cell), ...placeOf(analysis!.code, offset) } };
}

function missing(entry: Entry, name: string, owner: Cell, offset: number): SerializedError {
  const state = owner.disabled ? 'is disabled' : 'is broken';
  const message = `This cell needs \`${name}\` of cell ${titleOf(owner)}, which ${state}`;
  return errorAt(
    entry,
    'BrokenDependency',
    message,
    owner.disabled ? 'Enable that cell.' : 'Repair that cell.',
    offset,
  );
}

function duplicate(entry: Entry, name: string, first: Cell): SerializedError {
  const message = `\`${name}\` is already defined in cell ${titleOf(first)}`;
  const remedy = 'Rename one of the two, or begin its name with "_" to keep it inside its cell.';
  const local = entry.defs.get(name)!;
  const declaration = entry.analysis!.units.find(({ declares }) => declares.includes(local));
  return errorAt(entry, 'DuplicateName', message, remedy, declaration?.start ?? 0);
}
