import type { SerializedError } from '../../base/errors';
import type { Line } from './value-lines';
import type { ColumnType } from './column-type';

/**
 * A stored value as it is first seen: of bounded size, whatever the value. More of a table or a tree is asked for by
 * pages (`TablePage`, `Line`s).
 */
export type ValueView =
  | { readonly type: 'nothing' }
  | { readonly type: 'text'; readonly text: string; readonly length: number }
  | { readonly type: 'image'; readonly mime: string; readonly bytes: Uint8Array }
  | { readonly type: 'bytes'; readonly head: Uint8Array; readonly size: number }
  | { readonly type: 'table'; readonly columns: readonly TableColumn[]; readonly rowCount: number }
  | { readonly type: 'error'; readonly error: SerializedError }
  | { readonly type: 'tree'; readonly line: Line };

export interface TableColumn {
  readonly name: string;
  readonly type: ColumnType;
  /** Characters that it should have room for. */
  readonly width: number;
}

/** Which rows of a table, in what order. A row must pass all filters. */
export interface TableQuery {
  readonly sort?: { readonly column: string; readonly descending?: boolean };
  readonly filters?: readonly TableFilter[];
}

export type TableFilter =
  /** Some cell of the row has the text, in whatever case. */
  | { readonly type: 'text'; readonly text: string }
  /** `from` ≤ the number, or the date in ms, ≤ `to`; with `below`, < `to`. */
  | {
      readonly type: 'range';
      readonly column: string;
      readonly from: number;
      readonly to: number;
      readonly below?: boolean;
    }
  | { readonly type: 'is'; readonly column: string; readonly value: string | boolean }
  | { readonly type: 'missing'; readonly column: string };

/** A cell as it is sent: a scalar as it is, with long text cut; anything else in one line of text. */
export type TableCell =
  string | number | bigint | boolean | Date | null | undefined | { readonly brief: string };

export interface TablePage {
  /** Rows that pass the filters. */
  readonly matching: number;
  /** Of each row its number in the table, from 0, and the cells of the asked columns. */
  readonly rows: readonly { readonly row: number; readonly cells: readonly TableCell[] }[];
}
