import { dateText } from '../../../artifacts/view/value-table';
import type { TableCell, ValueView } from '../../../artifacts/view/value-view';
import type { ValuePointer } from '../../../events/event';
import type { ValueCalls } from '../../value-calls';
import { escaped } from './html';
import type { PageWords } from './page-words';

const [mostRows, mostColumns] = [100, 30];

type Table = Extract<ValueView, { type: 'table' }>;

/** The first rows and columns of a table; below, how many there are. */
export async function tableHtml(
  pointer: ValuePointer,
  { columns, rowCount }: Table,
  values: Pick<ValueCalls, 'tableRows'>,
  words: PageWords,
): Promise<string> {
  const shown = columns.slice(0, mostColumns);
  const wanted = { from: 0, to: mostRows, columns: shown.map((_, at) => at) };
  const { rows } = (await values.tableRows(pointer, {}, wanted)) ?? { rows: [] };
  const notes = [
    ...(rowCount > rows.length ? [words.rows(rows.length, rowCount)] : []),
    ...(columns.length > shown.length ? [words.columns(shown.length, columns.length)] : []),
  ];
  return plainTable(
    shown.map(({ name }) => name),
    rows.map(({ cells }) => cells),
    notes.join(' · '),
  );
}

/** Cells as they are, in a table that scrolls by itself. */
export function plainTable(
  head: readonly string[],
  rows: readonly (readonly (TableCell | object)[])[],
  note = '',
): string {
  const titles = head.map((name) => `<th scope="col">${escaped(name)}</th>`).join('');
  const body = rows.map((cells) => `<tr>${cells.map(cellHtml).join('')}</tr>`).join('\n');
  const below = note && `<p class="note">${escaped(note)}</p>`;
  return `<div class="table" tabindex="0"><table><thead><tr>${titles}</tr></thead><tbody>${body}</tbody></table></div>${below}`;
}

function cellHtml(cell: TableCell | object): string {
  const isNumber = typeof cell === 'number' || typeof cell === 'bigint';
  return `<td${isNumber ? ' class="number"' : ''}>${escaped(cellText(cell))}</td>`;
}

/** A cell of a table as a text. */
export function cellText(cell: TableCell | object): string {
  if (cell === null || cell === undefined) return '';
  if (cell instanceof Date) return dateText(cell);
  if (typeof cell !== 'object') return String(cell);
  return 'brief' in cell ? String(cell.brief) : JSON.stringify(cell);
}
