import { DagbookError } from '../base/errors';
import { headerText, readBody } from './header';
import { joinedOrder } from './joined-order';
import { mergeTexts } from './merge-texts';
import type { Cell, Notebook } from './notebook';
import { sameCell, sameJson } from './same-cell';
import { TakenIds } from './taken-ids';

/** A cell that both sides changed: mine stayed, theirs became a cell of its own below it. */
export interface MergeConflict {
  readonly mine: string;
  readonly theirs: string;
}

/**
 * Joins two notebooks that both come from `base`, cell by cell (by id). What only one side changed is taken from it;
 * where both changed the text of a cell, their edits are joined (`mergeTexts`); where they contradict each other, my cell
 * stays and theirs is inserted below it under a new id. A deleted cell that the other side edited stays. Header entries are joined one by one, and mine win. Pure: both sides
 * get the same new ids.
 */
export function mergeNotebooks(
  base: Notebook,
  mine: Notebook,
  theirs: Notebook,
): { readonly notebook: Notebook; readonly conflicts: readonly MergeConflict[] } {
  const [inBase, inMine, inTheirs] = [byId(base), byId(mine), byId(theirs)];
  const taken = new TakenIds([...inBase.keys(), ...inMine.keys(), ...inTheirs.keys()]);
  const conflicts: MergeConflict[] = [];

  const cells = joinedOrder([...inBase.keys()], [...inMine.keys()], [...inTheirs.keys()]).flatMap(
    (id): readonly Cell[] => {
      const [before, left, right] = [inBase.get(id), inMine.get(id), inTheirs.get(id)];
      if (!left || !right) {
        const kept = (left ?? right)!;
        return before && sameCell(before, kept) ? [] : [kept];
      }
      const merged = mergeCell(before, left, right);
      if (merged) return [merged];
      const copyId = taken.derive(`${right.id} ${right.text}`);
      taken.add(copyId);
      conflicts.push({ mine: id, theirs: copyId });
      const { source: _, ...copy } = right;
      return [left, { ...copy, id: copyId, kind: right.kind === 'notebook' ? 'raw' : right.kind }];
    },
  );
  const preamble = mine.preamble === base.preamble ? theirs.preamble : mine.preamble;
  return { notebook: { preamble, cells }, conflicts };
}

const byId = ({ cells }: Notebook) => new Map(cells.map((cell) => [cell.id, cell]));

/** Both sides' changes in one cell, or `undefined` where they contradict each other. */
function mergeCell(before: Cell | undefined, mine: Cell, theirs: Cell): Cell | undefined {
  if (sameCell(mine, theirs) || (before && sameCell(before, theirs))) return mine;
  if (before && sameCell(before, mine)) return theirs;
  if (mine.kind === 'notebook' && theirs.kind === 'notebook') return mergeHeaders(before, mine, theirs);
  if (!before) return undefined;
  const merged: Record<string, unknown> = {};
  for (const field of ['id', 'kind', 'text', 'name', 'hide', 'disabled', 'unknown'] as const) {
    const isMine = !sameJson(before[field], mine[field]);
    const isDisputed =
      isMine && !sameJson(before[field], theirs[field]) && !sameJson(mine[field], theirs[field]);
    if (isDisputed && field !== 'text') return undefined;
    const value = isDisputed
      ? mergeTexts(before.text, mine.text, theirs.text)
      : (isMine ? mine : theirs)[field];
    if (isDisputed && value === undefined) return undefined;
    if (value !== undefined) merged[field] = value;
  }
  return merged as unknown as Cell;
}

function mergeHeaders(before: Cell | undefined, mine: Cell, theirs: Cell): Cell | undefined {
  const [old, left, right] = [before ? readBody(before) : {}, readBody(mine), readBody(theirs)];
  if (left instanceof DagbookError || right instanceof DagbookError) return undefined;
  const entries = mergeEntries(old instanceof DagbookError ? {} : old, left, right);
  const unknown = mergeEntries(before?.unknown ?? {}, mine.unknown ?? {}, theirs.unknown ?? {});
  return { ...mine, text: sameJson(entries, left) ? mine.text : headerText(entries), unknown };
}

type Entries = Readonly<Record<string, unknown>>;

/** Three-way union of records, records inside them too. */
function mergeEntries(base: Entries, mine: Entries, theirs: Entries): Entries {
  const names = [...new Set([...Object.keys(mine), ...Object.keys(theirs)])];
  const merged = names.map((name) => {
    const [old, left, right] = [base[name], mine[name], theirs[name]];
    if (isRecord(left) && isRecord(right))
      return [name, mergeEntries(isRecord(old) ? old : {}, left, right)] as const;
    return [name, sameJson(old, left) ? right : left] as const;
  });
  return Object.fromEntries(merged.filter(([, value]) => value !== undefined));
}

const isRecord = (value: unknown): value is Entries =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
