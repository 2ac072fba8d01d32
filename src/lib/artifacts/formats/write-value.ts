import type { ValueShape } from '../view/value-shape';
import { briefly } from '../view/value-lines';
import { plainJson } from './plain-text';
import { writePng } from './png-file';
import { writeTable, type TableFormat } from './write-table';

/** `raw`: text and bytes as they are. */
export type FileFormat = TableFormat | 'raw';

const json = (value: unknown): Uint8Array =>
  new TextEncoder().encode(`${JSON.stringify(value, plainJson, 2) ?? briefly(value)}\n`);

/** A value as a file in that format. Throws where its shape has no such form. */
export async function writeValue(shape: ValueShape, format: FileFormat): Promise<Uint8Array> {
  if (shape.type === 'table' && format !== 'raw') return writeTable(shape.table, format);
  if (format === 'raw' && (shape.type === 'image' || shape.type === 'bytes')) return shape.bytes;
  if (format === 'raw' && (shape.type === 'text' || shape.type === 'markdown' || shape.type === 'frame'))
    return new TextEncoder().encode(shape.text);
  if (format === 'raw' && shape.type === 'pixels') return writePng(shape.pixels);
  if (format === 'json' && shape.type === 'plot') return json(shape.spec);
  if (format === 'json' && shape.type === 'tree') return json(shape.value);
  throw new TypeError(`A value of the kind ${shape.type} has no form as ${format}`);
}
