import type { ValueShape } from '../view/value-shape';
import { briefly } from '../view/value-lines';
import { plainJson } from './plain-text';
import { writeTable, type TableFormat } from './write-table';

/** `raw`: text and bytes as they are. */
export type FileFormat = TableFormat | 'raw';

/** A value as a file in that format. Throws where its shape has no such form. */
export async function writeValue(shape: ValueShape, format: FileFormat): Promise<Uint8Array> {
  if (shape.type === 'table' && format !== 'raw') return writeTable(shape.table, format);
  if (format === 'raw' && (shape.type === 'image' || shape.type === 'bytes')) return shape.bytes;
  if (format === 'raw' && shape.type === 'text') return new TextEncoder().encode(shape.text);
  if (format === 'json' && shape.type === 'tree')
    return new TextEncoder().encode(`${JSON.stringify(shape.value, plainJson, 2) ?? briefly(shape.value)}\n`);
  throw new TypeError(`A value of the kind ${shape.type} has no form as ${format}`);
}
