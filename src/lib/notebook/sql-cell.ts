import type { Cells } from './cell-edits';
import { newCell } from './cell';

/** What a code cell says that is one SQL asset and nothing else, so that it is shown as its query. */
export interface SqlCell {
  /** The asset's name. */
  readonly name: string;
  /** What is in the call between `sql` and the query: options, or a row's type. */
  readonly call: string;
  /** As people write it; `${…}` stays. */
  readonly query: string;
}

const pattern =
  /^export const ([\p{ID_Start}$_][\p{ID_Continue}$]*) = sql((?:\(\{.*\}\)|<[^`]*>)?)`\n([^]*)\n`;$/u;

/** `undefined` where the text is not of just the form that `sqlText` writes. */
export function readSql(text: string): SqlCell | undefined {
  const [, name, call, written] = pattern.exec(text) ?? [];
  if (name === undefined || written === undefined) return undefined;
  const cell = { name, call: call ?? '', query: written.replace(/\\([\\`])/g, '$1') };
  return sqlText(cell) === text ? cell : undefined;
}

export const sqlText = ({ name, call, query }: SqlCell): string =>
  `export const ${name} = sql${call}\`\n${query.replace(/[\\`]/g, '\\$&')}\n\`;`;

/** The same on one line less at both ends, which is shown as code. */
export const sqlAsCode = (cell: SqlCell): string => sqlText(cell).replace('`\n', '`').replace(/\n`;$/, '`;');

/** A text as the query of an SQL cell; what is one already stays. */
export function asSql(text: string, name: string): string {
  if (readSql(text)) return text;
  const query = text.trim() === '' ? 'select *\nfrom ' : text;
  return sqlText({ name, call: '', query });
}

/** The first name of this form that no cell speaks of. */
export function freeName(cells: Cells, wish = 'query'): string {
  const all = cells.map(({ text }) => text).join('\n');
  for (let count = 1; ; count += 1) {
    const name = count === 1 ? wish : `${wish}${count}`;
    if (!new RegExp(`\\b${name}\\b`).test(all)) return name;
  }
}

const fromDagbook = /^import \{([^}]*)\} from (["'])dagbook\2/m;

/** The cells with `sql` imported: by the cell that imports from `dagbook`, or by a new one on top. */
export function withSqlImport(cells: Cells, newId: () => string): Cells {
  const code = cells.filter(({ kind }) => kind === 'code');
  const importing = code.map((cell) => ({ cell, names: fromDagbook.exec(cell.text)?.[1] }));
  if (importing.some(({ names }) => names?.split(',').some((name) => name.trim() === 'sql'))) return cells;
  const found = importing.find(({ names }) => names !== undefined)?.cell;
  if (found) {
    const text = found.text.replace(fromDagbook, (_, names: string, quote: string) => {
      const listed = names.trim().replace(/,$/, '');
      return `import { ${listed === '' ? 'sql' : `${listed}, sql`} } from ${quote}dagbook${quote}`;
    });
    return cells.map((cell) => (cell === found ? { ...cell, text } : cell));
  }
  const imports = { ...newCell('code', newId()), text: 'import { sql } from "dagbook";' };
  return cells.toSpliced(cells.findLastIndex(({ kind }) => kind === 'notebook') + 1, 0, imports);
}
