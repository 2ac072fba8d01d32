import type { Sqlite3Static } from '@sqlite.org/sqlite-wasm';
import { eachCsvRow, TypeGuess, type CellType } from '../../base/csv';
import type { ArrowModule } from '../codecs/arrow-codec';
import { imageType } from '../view/value-shape';
import { typeText } from './type-text';

/** A column with the TypeScript type of its cells. */
export interface TypedName {
  readonly name: string;
  readonly type: string;
}

/** What a file is, as far as it takes to write code that reads it. */
export type FileDescription =
  | { readonly type: 'csv'; readonly columns: readonly { readonly name: string; readonly type: CellType }[] }
  /** The TypeScript type of its value. */
  | { readonly type: 'json'; readonly valueType: string }
  | { readonly type: 'parquet' | 'arrow'; readonly columns: readonly TypedName[] }
  | {
      readonly type: 'sqlite';
      readonly tables: readonly { readonly name: string; readonly columns: readonly TypedName[] }[];
    }
  | { readonly type: 'image' | 'text' | 'other' };

/** What the description of some formats takes; without it they are `other`. */
export interface FormatModules {
  readonly arrow: () => Promise<ArrowModule>;
  readonly sqlite?: () => Promise<Sqlite3Static>;
}

/** JSON of more bytes is not looked into: its type would be a guess from a part. */
const mostJson = 64_000_000;

/** By its first bytes where they tell, else by the ending of its name. What is broken is `other`. */
export async function describeFile(
  path: string,
  bytes: Uint8Array,
  modules: FormatModules,
): Promise<FileDescription> {
  try {
    return await described(path.toLowerCase(), bytes, modules);
  } catch {
    return { type: 'other' };
  }
}

async function described(path: string, bytes: Uint8Array, modules: FormatModules): Promise<FileDescription> {
  const begins = (word: string) => word === String.fromCharCode(...bytes.subarray(0, word.length));
  if (imageType(bytes)) return { type: 'image' };
  if (begins('PAR1')) {
    const { parquetColumns } = await import('./parquet-file');
    return { type: 'parquet', columns: parquetColumns(bytes) };
  }
  if (begins('ARROW1') || /\.(arrow|feather|arrows)$/.test(path)) {
    const { tableFromIPC } = await modules.arrow();
    const { fields } = tableFromIPC(bytes).schema;
    return {
      type: 'arrow',
      columns: fields.map(({ name, type }) => ({ name: String(name), type: String(type) })),
    };
  }
  if (begins('SQLite format 3\0') && modules.sqlite) {
    const { sqliteTables } = await import('./sqlite-file');
    return { type: 'sqlite', tables: sqliteTables(bytes, await modules.sqlite()) };
  }
  if (/\.(csv|tsv)$/.test(path)) return { type: 'csv', columns: csvColumns(new TextDecoder().decode(bytes)) };
  if (/\.(json|geojson)$/.test(path) && bytes.length <= mostJson)
    return { type: 'json', valueType: typeText(JSON.parse(new TextDecoder().decode(bytes))) };
  return { type: /\.(txt|md|html?|xml|yaml|yml|log)$/.test(path) ? 'text' : 'other' };
}

/** Each column with the narrowest type that all its cells have. */
export function csvColumns(text: string): readonly { readonly name: string; readonly type: CellType }[] {
  let columns: readonly { readonly name: string; readonly guess: TypeGuess }[] = [];
  eachCsvRow(text, undefined, {
    head: (names) => (columns = names.map((name) => ({ name, guess: new TypeGuess() }))),
    row: (cells) => columns.forEach(({ guess }, column) => guess.add(cells[column] ?? '')),
  });
  return columns.map(({ name, guess }) => ({ name, type: guess.type }));
}
