import type { FileDescription } from '../artifacts/formats/describe-file';
import type { FileFormat } from '../artifacts/formats/write-value';
import type { ColumnSummary } from '../artifacts/view/summarize-column';
import type { Line } from '../artifacts/view/value-lines';
import type {
  CompareQuery,
  TablePage,
  TableQuery,
  ValueComparison,
  ValueView,
} from '../artifacts/view/value-view';
import type { Json } from '../base/json';
import type { ValuePointer } from '../events/event';
import type { ShownView } from './kept-views';
import type { ViewValues } from './view-values';

/** A value as stored; the caller decodes it with `artifacts/codecs`. */
export interface StoredValue extends ValuePointer {
  readonly bytes: Uint8Array;
}

/** The part of the `Instance` that looks into stored values, and keeps what inputs have. */
export interface ValueCalls {
  /** What the inputs (`view`) of a location have, by name, of those that somebody has changed. */
  viewValues(location: string): Promise<ViewValues>;
  /** For the next runs; `undefined`: as its definition says. Rejects with `InvalidViewValue`. */
  setViewValue(location: string, name: string, value: Json | undefined): Promise<void>;
  /**
   * Computes a view cell with the stored values of its assets and what its inputs have; no event tells of it. What its
   * function throws is in the answer. Rejects with `NotebookInPreview` where the notebook's code may not run, with
   * `InputNotLoaded` where an asset has no value, with `ViewNotFound`.
   */
  evaluateViewCell(location: string, name: string): Promise<ShownView>;
  /** What the view cells of a location showed last, by name, also when that was long ago. */
  shownViews(location: string): Promise<Readonly<Record<string, ShownView>>>;
  /** Whether the view cells of a location shall compute themselves anew; default yes. */
  viewsRunThemselves(location: string): Promise<boolean>;
  letViewsRunThemselves(location: string, isOn: boolean): Promise<void>;
  /** `undefined` where the value is lost or was never stored. */
  value(pointer: ValuePointer): Promise<StoredValue | undefined>;
  /** What a stored value looks like at first, in bounded size. `undefined`, here and below, where it is lost. */
  viewValue(pointer: ValuePointer): Promise<ValueView | undefined>;
  /** What an attached file is, by its name and its bytes. `undefined` where they are not in this instance. */
  describeFile(path: string, hash: string): Promise<FileDescription | undefined>;
  /** Lines from `from` to before `to` under the part of a value to which `path` leads, child by child. */
  valueLines(
    pointer: ValuePointer,
    path: readonly number[],
    from: number,
    to: number,
  ): Promise<readonly Line[] | undefined>;
  /** Rows of a table from `from` to before `to`, sorted and filtered where the value lives; `columns` by number. */
  tableRows(
    pointer: ValuePointer,
    query: TableQuery,
    page: { readonly from: number; readonly to: number; readonly columns: readonly number[] },
  ): Promise<TablePage | undefined>;
  /** One column of a table, over all its rows. */
  summarizeColumn(pointer: ValuePointer, column: string): Promise<ColumnSummary | undefined>;
  /** What differs between an older value and a newer one, and a page of the rows that do. */
  compareValues(
    older: ValuePointer,
    newer: ValuePointer,
    query: CompareQuery,
  ): Promise<ValueComparison | undefined>;
  /** A value as a file: tables in any format, text and bytes `raw`, all else as JSON. */
  exportValue(pointer: ValuePointer, format: FileFormat): Promise<Uint8Array | undefined>;
}
