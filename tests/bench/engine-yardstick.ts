import type { RunEvent } from '$lib/events/event';
import { hotStatements } from '$lib/storage/sqlite/event-log';
import { eventToRow } from '$lib/storage/sqlite/event-row';
import { migrate } from '$lib/storage/sqlite/migrate';
import { migrations } from '$lib/storage/sqlite/migrations';
import type { SqliteConnection, SqlValue } from '$lib/storage/sqlite/sqlite-connection';
import type { TimedRun } from './trivial-runs';

/** How long SQLite alone takes for the events of a run (ms), on the connection's files and with its pragmas. */
export interface BareInserts {
  /** Into the table and the indexes that the engine has, committed where the run committed. */
  readonly asTheRun: number;
  /** Into a table without an index, 100 a transaction. */
  readonly withoutIndexes: number;
  /** In the browser: into the engine's table, 100 a transaction, by the interface that comes with SQLite. */
  readonly byLibrary?: number;
}

/** Inserts rows into the engine's table, so many a transaction; ms. */
export type InsertRows = (rows: readonly (readonly SqlValue[])[], each: number) => number;

/** A run, and the same events inserted right after it; ms. */
export interface Turn {
  readonly events: number;
  readonly ms: number;
  readonly bare: BareInserts;
}

const turns = 5;

/** Runs and inserts in turn, so that both meet the machine in the same state; of the turns that with the middle ratio. */
export async function besideBareInserts(
  connection: SqliteConnection,
  run: () => Promise<TimedRun>,
  byLibrary?: InsertRows,
): Promise<Turn> {
  await run(); // Warms up.
  const taken: Turn[] = [];
  for (let turn = 0; turn < turns; turn++) {
    const timed = await run();
    const rows = timed.log.map((event) => eventToRow(event.id, event));
    const bare = {
      ...bareInserts(connection, timed),
      ...(byLibrary && { byLibrary: byLibrary(rows, 100) }),
    };
    taken.push({ events: timed.log.length, ms: timed.ms, bare });
  }
  const ratio = ({ ms, bare }: Turn) => bare.asTheRun / ms;
  return taken.sort((one, other) => ratio(one) - ratio(other))[Math.floor(turns / 2)]!;
}

/** Inserts the events of a run, and nothing else: no step, no driver, no message between threads. */
function bareInserts(connection: SqliteConnection, { log, commits }: TimedRun): BareInserts {
  migrate(connection, migrations);
  connection.exec('delete from events');
  const asTheRun = insert(connection, split(log, commits), hotStatements.insertEvent, (event) =>
    eventToRow(event.id, event),
  );

  connection.exec('drop table if exists bare');
  connection.exec('create table bare (id integer primary key, run_id text, type text, body text)');
  const hundreds = log.filter((_, at) => at % 100 === 99).map(({ id }) => id);
  const withoutIndexes = insert(
    connection,
    split(log, hundreds),
    'insert into bare (run_id, type, body) values (?, ?, ?)',
    (event) => [event.runId, event.type, JSON.stringify(event)],
  );
  return { asTheRun, withoutIndexes };
}

/** The events in one list for each transaction; `ends` has the id of the last event of each. */
function split(log: readonly RunEvent[], ends: readonly number[]): readonly (readonly RunEvent[])[] {
  const starts = ends.map((end) => log.findIndex(({ id }) => id > end)).filter((start) => start > 0);
  return [0, ...starts].map((start, at) => log.slice(start, starts[at]));
}

function insert(
  connection: SqliteConnection,
  transactions: readonly (readonly RunEvent[])[],
  sql: string,
  row: (event: RunEvent) => readonly SqlValue[],
): number {
  const statement = connection.prepare(sql);
  const start = performance.now();
  for (const events of transactions) {
    connection.exec('begin immediate');
    for (const event of events) statement.run(...row(event));
    connection.exec('commit');
  }
  const ms = performance.now() - start;
  statement.finalize();
  return ms;
}
