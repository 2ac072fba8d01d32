import { parquetMetadata, parquetReadObjects, parquetSchema } from 'hyparquet';
import { compressors } from 'hyparquet-compressors';

const fileOf = (bytes: Uint8Array): ArrayBuffer =>
  bytes.byteLength === bytes.buffer.byteLength ? (bytes.buffer as ArrayBuffer) : new Uint8Array(bytes).buffer;

/** All records of a Parquet file, whatever its compression; whole numbers of 64 bits are `bigint`s. */
export const readParquet = (bytes: Uint8Array): Promise<Record<string, unknown>[]> =>
  parquetReadObjects({ file: fileOf(bytes), compressors });

/** The columns of a Parquet file, by its footer alone, and the TypeScript type of what `readParquet` gives for each. */
export function parquetColumns(
  bytes: Uint8Array,
): readonly { readonly name: string; readonly type: string }[] {
  return parquetSchema(parquetMetadata(fileOf(bytes))).children.map(({ element, children }) => {
    const { name, type, converted_type, logical_type, repetition_type } = element;
    const base = children.length > 0 ? 'unknown' : typeOf(type, logical_type?.type ?? converted_type);
    return { name, type: repetition_type === 'REQUIRED' || base === 'unknown' ? base : `${base} | null` };
  });
}

function typeOf(type: string | undefined, meaning: string | undefined): string {
  if (meaning && /^(DATE|TIMESTAMP)/.test(meaning)) return 'Date';
  switch (type) {
    case 'BOOLEAN':
      return 'boolean';
    case 'INT32':
    case 'FLOAT':
    case 'DOUBLE':
      return 'number';
    case 'INT64':
      return meaning === 'DECIMAL' ? 'number' : 'bigint';
    case 'INT96':
      return 'Date';
    case 'BYTE_ARRAY':
      return meaning === 'DECIMAL' ? 'number' : meaning === 'JSON' ? 'unknown' : 'string';
    default:
      return 'unknown';
  }
}
