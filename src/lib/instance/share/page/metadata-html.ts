import type { MetadataEntries, MetadataEntry } from '../../../definitions/snapshot';
import { escaped, linkTo } from './html';
import { markdownHtml } from './markdown-html';
import { plainTable } from './table-html';

const mostRows = 50;

/** Metadata as label and value, each value by its kind; nothing where there is none. */
export function metadataHtml(entries: MetadataEntries): string {
  const rows = Object.entries(entries).map(
    ([label, entry]) => `<div><dt>${escaped(label)}</dt><dd>${entryHtml(entry)}</dd></div>`,
  );
  return rows.length > 0 ? `<dl>${rows.join('')}</dl>` : '';
}

function entryHtml({ type, value }: MetadataEntry): string {
  if (type === 'md' && typeof value === 'string') return `<div class="prose">${markdownHtml(value)}</div>`;
  if (type === 'url' && typeof value === 'string') return linkTo(value, escaped(value));
  if (type === 'timestamp' && typeof value === 'number') return escaped(new Date(value).toISOString());
  const table = type === 'table' ? tableOf(value) : undefined;
  if (table) return plainTable(table.columns, table.rows);
  if (typeof value === 'object' && value !== null)
    return `<pre class="text">${escaped(JSON.stringify(value, null, 2))}</pre>`;
  return escaped(String(value));
}

type Row = Readonly<Record<string, string | number | boolean | object | null>>;

/** What is in a log was written by any version: `undefined` for what is not records with columns. */
function tableOf(value: unknown) {
  const { records, schema } = (value ?? {}) as { records?: unknown; schema?: { columns?: unknown } };
  if (!Array.isArray(records) || !Array.isArray(schema?.columns)) return undefined;
  const columns = schema.columns.map((column) => String((column as { name?: unknown } | null)?.name));
  const rows = records
    .filter((record): record is Row => typeof record === 'object' && record !== null)
    .slice(0, mostRows);
  return { columns, rows: rows.map((row) => columns.map((name) => row[name])) };
}
