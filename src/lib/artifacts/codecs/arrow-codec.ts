import type * as Arrow from 'apache-arrow';
import { ValueNotStorable, ValueUnreadable } from '../codec-errors';
import { numberDictionaries } from './arrow-dictionaries';

/** What this codec uses of the module `apache-arrow`. */
export type ArrowModule = Pick<
  typeof Arrow,
  'tableToIPC' | 'tableFromIPC' | 'Table' | 'RecordBatch' | 'Schema'
>;

const remedy = 'Import "apache-arrow" in a cell of the notebook.';

/** By what it has rather than by its class: a notebook may bring its own copy of Arrow. */
export function isArrowTable(value: unknown): value is Arrow.Table {
  const { schema, batches, numRows } = (value ?? {}) as Partial<Arrow.Table>;
  return typeof numRows === 'number' && Array.isArray(batches) && Array.isArray(schema?.fields);
}

export function encodeArrow(table: Arrow.Table, arrow: ArrowModule | undefined): Uint8Array {
  if (!arrow) throw new ValueNotStorable('value', 'an Arrow table while Arrow is not loaded', remedy);
  return arrow.tableToIPC(numberDictionaries(table, arrow), 'stream');
}

export function decodeArrow(bytes: Uint8Array, arrow: ArrowModule | undefined): Arrow.Table {
  if (!arrow) throw new ValueUnreadable('it is an Arrow table and Arrow is not loaded', remedy);
  try {
    return arrow.tableFromIPC(new Uint8Array(bytes));
  } catch (error) {
    throw new ValueUnreadable(String(error), 'Materialize the asset again.', error);
  }
}
