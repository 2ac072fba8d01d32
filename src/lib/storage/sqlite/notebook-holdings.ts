import type { NotebookHoldings } from '../maintenance-storage';
import { rowsOf, type SqliteConnection } from './sqlite-connection';

/** What each notebook takes beside its present text: its runs' values are found by the events that name them. */
export const notebookHoldings = (connection: SqliteConnection): readonly NotebookHoldings[] =>
  rowsOf(
    connection,
    `with versions as (select id, count(*) as versions, sum(bytes) as bytes from notebook_history group by id),
      named as (
        select distinct runs.location as id, value_hash, json_extract(data, '$.value.size') as size
        from events join runs on runs.id = events.run_id where value_hash is not null),
      results as (select id, count(*) as results, sum(size) as bytes from named group by id)
    select notebooks.id, coalesce(versions, 0), coalesce(versions.bytes, 0), coalesce(results, 0),
      coalesce(results.bytes, 0)
    from notebooks left join versions on versions.id = notebooks.id left join results on results.id = notebooks.id`,
  ).map(([id, ...counts]) => {
    const [versions, versionBytes, results, resultBytes] = counts.map(Number) as [
      number,
      number,
      number,
      number,
    ];
    return { id: id as string, versions, versionBytes, results, resultBytes };
  });
