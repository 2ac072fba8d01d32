import type * as Arrow from 'apache-arrow';
import { joinedType, typeOfCell, type ColumnType } from '../view/column-type';
import type { ValueTable } from '../view/value-table';
import { plainText } from './plain-text';

export type TableFormat = 'csv' | 'json' | 'parquet' | 'arrow';

const encoder = new TextEncoder();

/** All of a table as a file; what a format has no type for is written as text. Libraries come when they are needed. */
export async function writeTable(table: ValueTable, format: TableFormat): Promise<Uint8Array> {
  switch (format) {
    case 'csv':
      return csv(table);
    case 'json':
      return json(table);
    case 'parquet':
      return parquet(table);
    case 'arrow':
      return arrow(table);
  }
}

const rowsOf = (table: ValueTable) => Array.from({ length: table.rowCount }, (_, row) => row);

/** RFC 4180; a missing cell is empty. */
async function csv(table: ValueTable): Promise<Uint8Array> {
  const { csvFormatRow } = await import('d3-dsv');
  const lines = rowsOf(table).map((row) =>
    csvFormatRow(table.columns.map((_, column) => plainText(table.cell(row, column)))),
  );
  return encoder.encode([csvFormatRow([...table.columns]), ...lines, ''].join('\n'));
}

function json(table: ValueTable): Uint8Array {
  const records = rowsOf(table).map((row) =>
    JSON.stringify(
      Object.fromEntries(table.columns.map((name, column) => [name, table.cell(row, column)])),
      (_, cell: unknown) => (typeof cell === 'bigint' ? String(cell) : cell),
    ),
  );
  return encoder.encode(`[\n${records.join(',\n')}\n]\n`);
}

/** What a file has for the cells of a column: amounts and flags as they are, all else as text. */
type Kind = 'int' | 'float' | 'boolean' | 'date' | 'text';

interface TypedColumn {
  readonly name: string;
  readonly kind: Kind;
  readonly cells: readonly unknown[];
}

const kinds: Partial<Record<ColumnType, Kind>> = { boolean: 'boolean', date: 'date' };

function typedColumns(table: ValueTable): readonly TypedColumn[] {
  return table.columns.map((name, column) => {
    let type: ColumnType = 'none';
    let isInt = true;
    for (let row = 0; row < table.rowCount; row++) {
      const cell = table.cell(row, column);
      type = joinedType(type, typeOfCell(cell));
      if (typeof cell === 'number') isInt &&= Number.isInteger(cell) && Math.abs(cell) < 2 ** 31;
      else if (typeof cell === 'bigint') isInt = false;
    }
    const kind = type === 'number' ? (isInt ? 'int' : 'float') : (kinds[type] ?? 'text');
    return { name, kind, cells: rowsOf(table).map((row) => typedCell(table.cell(row, column), kind)) };
  });
}

function typedCell(cell: unknown, kind: Kind): unknown {
  if (cell === null || cell === undefined) return null;
  if (kind === 'text') return plainText(cell);
  return typeof cell === 'bigint' ? Number(cell) : cell;
}

async function parquet(table: ValueTable): Promise<Uint8Array> {
  const { parquetWriteBuffer } = await import('hyparquet-writer');
  const types = {
    int: 'INT32',
    float: 'DOUBLE',
    boolean: 'BOOLEAN',
    date: 'TIMESTAMP',
    text: 'STRING',
  } as const;
  const columnData = typedColumns(table).map(({ name, kind, cells }) => ({
    name,
    type: types[kind],
    nullable: true,
    data: [...cells],
  }));
  return new Uint8Array(parquetWriteBuffer({ columnData }));
}

async function arrow(table: ValueTable): Promise<Uint8Array> {
  const arrow = await import('apache-arrow');
  const vectors = typedColumns(table).map(({ name, kind, cells }) => [
    name,
    arrow.vectorFromArray(cells, arrowType(arrow, kind)),
  ]);
  return arrow.tableToIPC(new arrow.Table(Object.fromEntries(vectors)), 'file');
}

function arrowType(arrow: typeof Arrow, kind: Kind): Arrow.DataType {
  switch (kind) {
    case 'int':
      return new arrow.Int32();
    case 'float':
      return new arrow.Float64();
    case 'boolean':
      return new arrow.Bool();
    case 'date':
      return new arrow.TimestampMillisecond();
    case 'text':
      return new arrow.Utf8();
  }
}
