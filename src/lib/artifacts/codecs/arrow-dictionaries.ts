import type { Data, DataType, Dictionary, Field, Table } from 'apache-arrow';
import type { ArrowModule } from './arrow-codec';

/**
 * The same table with its dictionaries numbered 0, 1, 2 … in the order of the columns. Arrow numbers them by a counter
 * of the whole thread, which would give equal tables different bytes.
 */
export function numberDictionaries(table: Table, arrow: ArrowModule): Table {
  if (!table.schema.dictionaries.size) return table;
  const numbers = new Map<number, number>();
  const fields = table.schema.fields.map((field) => numberField(field, numbers));
  const schema = new arrow.Schema(fields, table.schema.metadata);
  const batches = table.batches.map((batch) => {
    const children = batch.data.children.map((child, index) => retype(child, fields[index]!.type));
    return new arrow.RecordBatch(schema, withChildren(batch.data, batch.data.type, children) as never);
  });
  return new arrow.Table(schema, batches);
}

const numberField = (field: Field, numbers: Map<number, number>): Field =>
  field.clone({ type: numberType(field.type, numbers) }) as Field;

/** Types are immutable values to Arrow; a copy that differs in its number or its children is the same kind of type. */
function numberType(type: DataType, numbers: Map<number, number>): DataType {
  const children = (type.children as Field[] | undefined)?.map((field) => numberField(field, numbers));
  const { id, dictionary } = type as Dictionary;
  if (dictionary && !numbers.has(id)) numbers.set(id, numbers.size);
  return Object.assign(Object.create(Object.getPrototypeOf(type)), type, {
    ...(children && { children }),
    ...(dictionary && { id: numbers.get(id) }),
  });
}

function retype(data: Data, type: DataType): Data {
  const children = data.children.map((child, index) => retype(child, (type.children[index] as Field).type));
  return withChildren(data, type, children);
}

const withChildren = (data: Data, type: DataType, children: Data[]): Data =>
  data.clone(type, data.offset, data.length, data.nullCount, data.buffers as never, children as never);
