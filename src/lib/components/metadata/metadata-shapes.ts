import type { MetadataEntry } from '../../definitions/snapshot';
import { m } from '../../words/generated/messages.js';

type Row = Readonly<Record<string, unknown>>;
interface Column {
  readonly name: string;
  readonly type?: string;
  readonly description?: string;
  readonly constraints?: {
    readonly nullable?: boolean;
    readonly unique?: boolean;
    readonly other?: readonly string[];
  };
}

// What is in the log was written by any version: a value that is not of its kind's shape is shown as plain JSON.
const isRecord = (value: unknown): value is Row =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const isColumn = (value: unknown): value is Column => isRecord(value) && typeof value.name === 'string';

function columnsOf(schema: unknown): readonly Column[] | undefined {
  if (!isRecord(schema) || !Array.isArray(schema.columns)) return undefined;
  return schema.columns.every(isColumn) ? schema.columns : undefined;
}

/** Records and columns of a `table`. */
export function tableOf({ type, value }: MetadataEntry) {
  if (type !== 'table' || !isRecord(value)) return undefined;
  const columns = columnsOf(value.schema);
  const records: unknown = value.records;
  return columns && Array.isArray(records) ? { columns, records: records.filter(isRecord) } : undefined;
}

/** The columns of a `table_schema`, each as a row. */
export function schemaRows({ type, value }: MetadataEntry) {
  const columns = type === 'table_schema' ? columnsOf(value) : undefined;
  if (!columns) return undefined;
  const [name, kind, rules, about] = [
    m.metadata_column_name(),
    m.metadata_column_type(),
    m.metadata_column_rules(),
    m.metadata_column_about(),
  ];
  const rulesOf = ({ constraints: c }: Column) =>
    [c?.nullable === false && 'not null', c?.unique && 'unique', ...(c?.other ?? [])]
      .filter(Boolean)
      .join(', ');
  const rows = columns.map((column) => ({
    [name]: column.name,
    [kind]: column.type ?? 'string',
    [rules]: rulesOf(column),
    [about]: column.description,
  }));
  return { head: [name, kind, rules, about].map((title) => ({ name: title })), rows };
}
