import { serializeError } from '../../base/errors';
import type { ValuePointer } from '../../events/event';
import type { EncodedValue } from '../codec';
import { decodeValue } from '../codecs/decode-value';
import { describeFile, type FileDescription, type FormatModules } from '../formats/describe-file';
import { writeValue, type FileFormat } from '../formats/write-value';
import { lineOf, linesAt, type Line } from './value-lines';
import { compareValues, type ComparedPair } from './compare-values';
import { pageOf, queryTable } from './query-table';
import { summarizeColumn, type ColumnSummary } from './summarize-column';
import { typeOfCells } from './column-type';
import { shapeOf, shapeOfFile, type ValueShape } from './value-shape';
import { columnWidths, type ValueTable } from './value-table';
import type { CompareQuery, TablePage, TableQuery, ValueComparison, ValueView } from './value-view';

export interface ReadOptions extends FormatModules {
  /** Decodes nothing: the bytes behind a pointer, or `undefined` where they are lost. */
  readonly read: (pointer: ValuePointer) => Promise<EncodedValue | undefined>;
}

/** Encoded bytes of all values that are kept decoded, and of how many of them. */
const [mostBytes, mostValues] = [256_000_000, 8];
const [longestText, longestMarkdown, headBytes, mostOrders] = [20_000, 200_000, 1024, 4];

/** One value, decoded, with the orders of its rows that were asked for last. */
interface OpenValue {
  readonly value: unknown;
  readonly shape: ValueShape;
  readonly orders: Map<string, Uint32Array>;
}

/** Looks into stored values and sends what is seen, never a whole table: the end where the value lives. */
export type ValueEngine = ReturnType<typeof valueEngine>;

/** Answers `undefined` where the bytes of a value are lost. Rejects with `ValueUnreadable`. */
export function valueEngine({ read, arrow, sqlite }: ReadOptions) {
  const open = new Map<string, Promise<OpenValue | undefined>>();
  const sizes = new Map<string, number>();
  /** The pair that was compared last. */
  let compared: ComparedPair & { readonly pair: string } = { pair: '', changes: new Map() };

  async function decode(pointer: ValuePointer): Promise<OpenValue | undefined> {
    const stored = await read(pointer);
    if (!stored) return undefined;
    const value = decodeValue(stored, stored.codec === 'arrow' ? { arrow: await arrow() } : {});
    const shape =
      value instanceof Blob
        ? shapeOfFile(value.type, new Uint8Array(await value.arrayBuffer()))
        : shapeOf(value);
    return { value, shape, orders: new Map() };
  }

  /** The value decoded; those that were not asked for the longest are let go. */
  function opened(pointer: ValuePointer): Promise<OpenValue | undefined> {
    const { hash, size } = pointer;
    const found = open.get(hash) ?? decode(pointer);
    open.delete(hash);
    open.set(hash, found);
    sizes.set(hash, size);
    found.then(
      (value) => value ?? open.delete(hash),
      () => open.delete(hash),
    );
    for (const [oldest] of open) {
      const total = [...open.keys()].reduce((sum, each) => sum + sizes.get(each)!, 0);
      if (oldest === hash || (open.size <= mostValues && total <= mostBytes)) break;
      open.delete(oldest);
    }
    return found;
  }

  async function tableAt(pointer: ValuePointer): Promise<(OpenValue & { table: ValueTable }) | undefined> {
    const found = await opened(pointer);
    if (!found) return undefined;
    if (found.shape.type !== 'table') throw new TypeError('The value is no table');
    return { ...found, table: found.shape.table };
  }

  return {
    async view(pointer: ValuePointer): Promise<ValueView | undefined> {
      const found = await opened(pointer);
      return found && viewOf(found.shape);
    },

    /** Lines from `from` to before `to` under what `path` leads to. */
    async lines(
      pointer: ValuePointer,
      path: readonly number[],
      from: number,
      to: number,
    ): Promise<readonly Line[] | undefined> {
      const found = await opened(pointer);
      return found && linesAt(found.value, path, from, to);
    },

    /** Rows from `from` to before `to` of what the query finds; `columns` by number. */
    async rows(
      pointer: ValuePointer,
      query: TableQuery,
      page: { readonly from: number; readonly to: number; readonly columns: readonly number[] },
    ): Promise<TablePage | undefined> {
      const found = await tableAt(pointer);
      if (!found) return undefined;
      const { table, orders } = found;
      const asked = JSON.stringify(query);
      const order = orders.get(asked) ?? queryTable(table, query);
      orders.delete(asked);
      orders.set(asked, order);
      if (orders.size > mostOrders) orders.delete(orders.keys().next().value!);
      return pageOf(table, order, page);
    },

    async summary(pointer: ValuePointer, column: string): Promise<ColumnSummary | undefined> {
      const found = await tableAt(pointer);
      return found && summarizeColumn(found.table, column);
    },

    /** What differs between two values; a page of the changed rows. */
    async compare(
      older: ValuePointer,
      newer: ValuePointer,
      query: CompareQuery,
    ): Promise<ValueComparison | undefined> {
      if (older.hash === newer.hash) return { type: 'same' };
      const [before, after] = [await opened(older), await opened(newer)];
      if (!before || !after) return undefined;
      const pair = `${older.hash} ${newer.hash}`;
      if (compared.pair !== pair) compared = { pair, changes: new Map() };
      return compareValues(before.shape, after.shape, query, compared);
    },

    describeFile: (path: string, bytes: Uint8Array): Promise<FileDescription> =>
      describeFile(path, bytes, { arrow, sqlite }),

    /** The value as a file. */
    async export(pointer: ValuePointer, format: FileFormat): Promise<Uint8Array | undefined> {
      const found = await opened(pointer);
      return found && writeValue(found.shape, format);
    },
  };
}

function viewOf(shape: ValueShape): ValueView {
  switch (shape.type) {
    case 'nothing':
    case 'image':
    case 'frame':
    case 'plot':
      return shape;
    case 'markdown':
      return { type: 'markdown', text: shape.text.slice(0, longestMarkdown) };
    case 'pixels': {
      const { width, height, data } = shape.pixels;
      return { type: 'pixels', width, height, data };
    }
    case 'text':
      return { type: 'text', text: shape.text.slice(0, longestText), length: shape.text.length };
    case 'bytes':
      return { type: 'bytes', head: shape.bytes.slice(0, headBytes), size: shape.bytes.length };
    case 'error':
      return { type: 'error', error: serializeError(shape.error) };
    case 'tree':
      return { type: 'tree', line: lineOf(shape.value) };
    case 'table': {
      const { columns, rowCount, cell } = shape.table;
      const widths = columnWidths(shape.table);
      return {
        type: 'table',
        rowCount,
        columns: columns.map((name, column) => ({
          name,
          type: typeOfCells(rowCount, (row) => cell(row, column)),
          width: widths[column]!,
        })),
      };
    }
  }
}
