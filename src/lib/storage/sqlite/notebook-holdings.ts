import { afterWaitingTasks } from '../../base/macrotask';
import type { NotebookHoldings } from '../maintenance-storage';
import { rowsOf, type SqliteConnection } from './sqlite-connection';

/** Values looked at before others have their turn: some hundredths of a second. */
const atOnce = 1_000;

/** Values by notebook that come next after a hash, each value once for each notebook whose runs made it. */
const nextValues = `
  with next as materialized (
    select distinct value_hash as hash from events where value_hash > ?1 order by value_hash limit ${atOnce})
  select hash, location, max(json_extract(data, '$.value.size'))
    from next cross join events on value_hash = hash join runs on runs.id = run_id
    group by hash, location order by hash`;

/** What each notebook takes beside its present text: its runs' values are found by the events that name them. */
export async function notebookHoldings(connection: SqliteConnection): Promise<readonly NotebookHoldings[]> {
  const made = new Map<string, { results: number; resultBytes: number }>();
  let after: string | undefined = '';
  while (after !== undefined) {
    const values: readonly (readonly unknown[])[] = rowsOf(connection, nextValues, after);
    for (const [, location, size] of values) {
      const { results, resultBytes } = made.get(location as string) ?? { results: 0, resultBytes: 0 };
      made.set(location as string, { results: results + 1, resultBytes: resultBytes + Number(size) });
    }
    after = values.at(-1)?.[0] as string | undefined;
    await new Promise<void>((resolve) => afterWaitingTasks(resolve));
  }
  return rowsOf(
    connection,
    `select id, (select count(*) from notebook_history where id = notebooks.id),
      (select coalesce(sum(bytes), 0) from notebook_history where id = notebooks.id) from notebooks`,
  ).map(([id, versions, versionBytes]) => ({
    ...{ id: id as string, versions: Number(versions), versionBytes: Number(versionBytes) },
    ...(made.get(id as string) ?? { results: 0, resultBytes: 0 }),
  }));
}
