import type { CellType } from '../base/csv';

export type { CellType };

type CellOf<Type extends CellType> = {
  readonly text: string;
  readonly number: number | null;
  readonly boolean: boolean | null;
  readonly date: Date | null;
}[Type];

/** A record of a CSV file of which these columns have a type; all others are text. */
export type CsvRecord<Types extends Readonly<Record<string, CellType>>> = {
  [Column in keyof Types]: CellOf<Types[Column]>;
};

/** What of a table of the package `apache-arrow` can be said without it. */
export interface ArrowTable {
  readonly numRows: number;
  readonly schema: { readonly fields: readonly { readonly name: string }[] };
  getChild(name: string): Iterable<unknown> | null;
  /** Its rows. */
  toArray(): readonly Readonly<Record<string, unknown>>[];
}

/** A file that is attached to the notebook. Each method rejects where the file cannot be read. */
export interface AttachedFile {
  readonly path: string;
  /** The file's content as JSON; `Value` is what the caller says it is, nothing checks it. */
  json<Value = unknown>(): Promise<Value>;
  /** The file's content as UTF-8 text. */
  text(): Promise<string>;
  bytes(): Promise<Uint8Array>;
  /**
   * Records of a CSV or TSV file with a header line; `types` names the columns that are more than text. An empty cell is
   * `null`, of a text column `""`. `delimiter`: default the one that the first line has. Errors: `CsvError`.
   */
  csv<const Types extends Readonly<Record<string, CellType>>>(
    types?: Types,
    options?: { readonly delimiter?: string },
  ): Promise<CsvRecord<Types>[]>;
  /** Records of a Parquet file; `Row` is what the caller says they are. */
  parquet<Row = Record<string, unknown>>(): Promise<Row[]>;
  /** The table of an Arrow file or stream; who has the package says its type: `arrow<Table>()`. */
  arrow<Table = ArrowTable>(): Promise<Table>;
  /** What a query answers from a SQLite database; `Row` is what the caller says it is. */
  sqlite<Row = Record<string, unknown>>(
    query: string,
    parameters?: readonly (string | number | null)[],
  ): Promise<Row[]>;
}
