import { DagbookError } from '../../base/errors';
import type { AssetExecutionContext } from '../../definitions/asset-execution-context';
import { SqlError } from '../../definitions/sql-error';
import type { ImportReader } from '../../location/inside/loaded-notebook';

/** `context.sql` of a step: SQLite comes when it is first asked. */
export const stepSql = (importReader: ImportReader): AssetExecutionContext['sql'] =>
  (async (query, tables = {}, parameters = []) => {
    const { querySql } = await sqlite(importReader);
    try {
      return await querySql(query, tables, parameters);
    } catch (cause) {
      if (cause instanceof DagbookError) throw cause;
      const message = String((cause as Error).message).replace(/^SQLITE_\w+: sqlite3 result code \d+: /, '');
      const { offset } = cause as { offset?: number };
      throw new SqlError(message, query, { offset, cause });
    }
  }) as AssetExecutionContext['sql'];

async function sqlite(importReader: ImportReader) {
  try {
    return (await importReader('dagbook/sqlite')) as typeof import('../../location/packages/sqlite');
  } catch (cause) {
    throw new DagbookError('SQLite was not loaded with this notebook', {
      name: 'SqlNotLoaded',
      remedy: 'Call it as context.sql(…): a cell that says "sql" has it loaded.',
      cause,
    });
  }
}
