import type { SerializedError } from '../../base/errors';
import type { PlotSpec } from '../../definitions/display';
import type { Pixels } from '../codecs/decode-value';
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
  | ({ readonly type: 'pixels' } & Pixels)
  | { readonly type: 'markdown'; readonly text: string }
  | { readonly type: 'frame'; readonly kind: 'html' | 'svg'; readonly text: string }
  | { readonly type: 'plot'; readonly spec: PlotSpec }
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

/** What is asked of two values: by which column rows are the same, and which of the changed rows are sent. */
export interface CompareQuery {
  /** Default: one that tells all rows apart, if there is one. `null`: none. */
  readonly key?: string | null;
  readonly from: number;
  readonly to: number;
}

/** What differs between an older and a newer value. */
export type ValueComparison =
  | { readonly type: 'same' }
  /** They differ, in a way that is not told row by row. */
  | { readonly type: 'other' }
  | {
      readonly type: 'rows';
      readonly key?: string;
      readonly keys: readonly string[];
      readonly columns: readonly string[];
      readonly counts: Readonly<Record<'added' | 'removed' | 'changed' | 'unchanged', number>>;
      readonly rows: readonly ChangedRow[];
    };

/** Cells by column; of a changed row `before` is there where a cell differs. */
export interface ChangedRow {
  readonly kind: 'added' | 'removed' | 'changed';
  readonly cells: readonly { readonly cell: TableCell; readonly before?: { readonly cell: TableCell } }[];
}
