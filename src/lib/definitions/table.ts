import type { Json } from '../base/json';
import { jsonNumber, plainJson } from './plain-json';

export interface TableColumn {
  readonly name: string;
  /** Any word; those that are inferred are `string`, `int`, `float`, `bool`, `json` and `any`. Default `string`. */
  readonly type?: string;
  readonly description?: string;
  readonly constraints?: {
    /** Default `true`. */
    readonly nullable?: boolean;
    readonly unique?: boolean;
    readonly other?: readonly string[];
  };
  readonly tags?: Readonly<Record<string, string>>;
}

export interface TableSchema {
  readonly columns: readonly TableColumn[];
  /** Rules of the whole table, in words. */
  readonly constraints?: readonly string[];
}

/** How a schema may be written: column → type, a list of columns, or the whole schema. */
export type TableSchemaSource = Readonly<Record<string, string>> | readonly TableColumn[] | TableSchema;

export function tableSchema(source: TableSchemaSource): TableSchema {
  if (Array.isArray(source)) return { columns: source };
  if (Array.isArray((source as TableSchema).columns)) return source as TableSchema;
  return { columns: Object.entries(source).map(([name, type]) => ({ name, type: String(type) })) };
}

/** Records with scalar cells; what a cell cannot hold (Dagster: str, int, float, bool, None) becomes JSON text. */
export function tableValue(records: readonly object[], schema?: TableSchemaSource): Json {
  if (!Array.isArray(records)) throw new TypeError('a table needs a list of records');
  return plainJson({
    records: records.map((record) =>
      Object.fromEntries(Object.entries(record).map(([name, cell]) => [name, scalar(cell)])),
    ),
    schema: schema ? tableSchema(schema) : inferredSchema(records),
  });
}

function scalar(cell: unknown): Json {
  if (typeof cell === 'number') return jsonNumber(cell);
  const json = plainJson(cell);
  return typeof json === 'object' && json !== null ? JSON.stringify(json) : json;
}

/** The columns of all records, in the order in which they first appear. */
function inferredSchema(records: readonly object[]): TableSchema {
  const types = new Map<string, string | undefined>();
  for (const [name, cell] of records.flatMap((record) => Object.entries(record))) {
    types.set(name, joined(types.get(name), cellType(cell)));
  }
  return { columns: [...types].map(([name, type]) => ({ name, type: type ?? 'any' })) };
}

function cellType(cell: unknown): string | undefined {
  if (cell === null || cell === undefined) return undefined;
  if (typeof cell === 'number') return Number.isSafeInteger(cell) ? 'int' : 'float';
  if (typeof cell === 'bigint') return 'int';
  if (typeof cell === 'string' || cell instanceof Date) return 'string';
  return typeof cell === 'boolean' ? 'bool' : 'json';
}

function joined(a: string | undefined, b: string | undefined): string | undefined {
  if (a === undefined || a === b) return b;
  if (b === undefined) return a;
  const numeric = (type: string) => type === 'int' || type === 'float';
  return numeric(a) && numeric(b) ? 'float' : 'any';
}
