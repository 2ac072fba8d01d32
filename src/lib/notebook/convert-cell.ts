import type { Cell, CellKind } from './notebook';
import { asSql, readSql, sqlText, sqlAsCode } from './sql-cell';

/** What a cell is to people: `sql` is code in the file. */
export const shownKind = ({ kind, text }: Cell): CellKind =>
  kind === 'code' && readSql(text) ? 'sql' : kind;

/** The cell as another kind; `name` is for what becomes the asset of a query. */
export function convertCell(cell: Cell, to: CellKind, name: string): Cell {
  if (shownKind(cell) === to || cell.kind === 'notebook') return cell;
  const sql = cell.kind === 'code' ? readSql(cell.text) : undefined;
  if (to === 'sql') return { ...cell, kind: 'code', text: asSql(cell.text, name) };
  const text = sql ? (to === 'code' ? sqlAsCode(sql) : sql.query) : cell.text;
  return { ...cell, kind: to, text };
}

/** A cell as it is edited: of an SQL cell its query alone. */
export interface ShownText {
  readonly kind: CellKind;
  readonly text: string;
  /** Of an SQL cell: the name of its asset. */
  readonly name?: string;
  /** Characters and lines of the cell's text that stand before it. */
  readonly before: { readonly characters: number; readonly lines: number };
  /** The cell's text, where this one is changed. */
  readonly written: (text: string) => string;
  readonly renamed: (name: string) => string;
}

export function shownText(cell: Cell): ShownText {
  const sql = cell.kind === 'code' ? readSql(cell.text) : undefined;
  if (!sql)
    return {
      kind: cell.kind,
      text: cell.text,
      before: { characters: 0, lines: 0 },
      written: (text) => text,
      renamed: () => cell.text,
    };
  return {
    kind: 'sql',
    text: sql.query,
    name: sql.name,
    before: { characters: cell.text.indexOf('`\n') + 2, lines: 1 },
    written: (query) => sqlText({ ...sql, query }),
    renamed: (name) => sqlText({ ...sql, name }),
  };
}
