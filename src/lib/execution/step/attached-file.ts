import { parseCsv, type CellType } from '../../base/csv';
import { DagbookError } from '../../base/errors';
import type { AttachedFile } from '../../definitions/attached-file';
import type { ImportReader } from '../../location/inside/loaded-notebook';
import type { ReadAttachment } from '../../location/isolate';

/** A file that is read when one of its methods is called; `importReader` gives what reads some formats. */
export function attachedFile(
  path: string,
  readAttachment: ReadAttachment,
  importReader: ImportReader,
): AttachedFile {
  const bytes = () => readAttachment(path);
  const text = async () => new TextDecoder().decode(await bytes());

  async function reader<Module>(specifier: string, format: string, ending: string): Promise<Module> {
    try {
      return (await importReader(specifier)) as Module;
    } catch (cause) {
      throw new DagbookError(`What reads ${format} files is not loaded for "${path}"`, {
        name: 'ReaderNotLoaded',
        remedy: `Attach the file under a name that ends in ${ending}.`,
        cause,
      });
    }
  }

  const file = {
    path,
    bytes,
    text,
    json: async () => JSON.parse(await text()) as unknown,
    csv: async (types?: Readonly<Record<string, CellType>>, options?: { readonly delimiter?: string }) =>
      parseCsv(await text(), { types, ...options }),
    async parquet() {
      const { readParquet } = await reader<ParquetReader>('dagbook/parquet', 'Parquet', '.parquet');
      return readParquet(await bytes());
    },
    async arrow() {
      const { tableFromIPC } = await reader<ArrowReader>('apache-arrow', 'Arrow', '.arrow');
      return tableFromIPC(await bytes());
    },
    async sqlite(query: string, parameters?: readonly (string | number | null)[]) {
      const { querySqlite } = await reader<SqliteReader>('dagbook/sqlite', 'SQLite', '.sqlite');
      return querySqlite(await bytes(), query, parameters);
    },
  };
  return file as unknown as AttachedFile;
}

type ParquetReader = typeof import('../../location/packages/parquet');
type ArrowReader = Pick<typeof import('apache-arrow'), 'tableFromIPC'>;
type SqliteReader = typeof import('../../location/packages/sqlite');
