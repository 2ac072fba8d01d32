import type { Salvaged } from '../database-recovery';
import { migrate, schemaVersion } from './migrate';
import { migrations } from './migrations';
import { inTransaction, rowsOf, type SqliteConnection, type SqlRow, valueOf } from './sqlite-connection';

const rowsAtOnce = 500;

/**
 * Copies every row that can still be read into an empty database of the same schema version; where not even the version can
 * be read, into one of the newest. Never throws for what cannot be read.
 */
export function salvageRows(
  damaged: SqliteConnection,
  into: SqliteConnection,
): Pick<Salvaged, 'rows' | 'torn'> {
  const version = readable(() => schemaVersion(damaged)) || migrations.length;
  migrate(into, migrations.slice(0, Math.min(version, migrations.length)));
  const tables = rowsOf(into, `select name, sql from sqlite_schema where type = 'table'`) as [
    string,
    string,
  ][];
  const rows: Record<string, number> = {};
  const torn: string[] = [];
  for (const [table, sql] of tables) {
    const read = /without rowid/i.test(sql) ? readInOrder(damaged, table) : readByRowid(damaged, table);
    insert(into, table, read.rows);
    rows[table] = countOf(into, table)!;
    // An index, where one is whole, knows of rows that were lost without an error.
    if (read.isTorn || rows[table] !== countOf(damaged, table)) torn.push(table);
  }
  return { rows, torn };
}

const countOf = (connection: SqliteConnection, table: string): number | undefined =>
  readable(() => Number(valueOf(connection, `select count(*) from "${table}"`)));

interface Read {
  readonly rows: readonly SqlRow[];
  readonly isTorn: boolean;
}

/** Ranges of rowids that cannot be read are halved until only what is damaged is left out. */
function readByRowid(damaged: SqliteConnection, table: string): Read {
  const ends = readable(() => rowsOf(damaged, `select min(rowid), max(rowid) from "${table}"`)[0]);
  if (!ends) return readInOrder(damaged, table);
  if (ends[0] === null) return { rows: [], isTorn: false };
  const rows: SqlRow[] = [];
  let isTorn = false;
  const read = (from: number, to: number): void => {
    const found = readable(() =>
      rowsOf(damaged, `select * from "${table}" where rowid between ? and ?`, from, to),
    );
    if (found) {
      rows.push(...found);
      return;
    }
    isTorn = true;
    if (from === to) return;
    const middle = Math.floor((from + to) / 2);
    read(from, middle);
    read(middle + 1, to);
  };
  const [first, last] = ends as [number, number];
  for (let from = first; from <= last; from += rowsAtOnce) read(from, Math.min(last, from + rowsAtOnce - 1));
  return { rows, isTorn };
}

/** From the front as far as possible. */
function readInOrder(damaged: SqliteConnection, table: string): Read {
  const rows: SqlRow[] = [];
  let size = rowsAtOnce;
  for (;;) {
    const found = readable(() =>
      rowsOf(damaged, `select * from "${table}" limit ? offset ?`, size, rows.length),
    );
    if (found) rows.push(...found);
    if (found ? found.length < size : size === 1) return { rows, isTorn: !found };
    if (!found) size = 1;
  }
}

/** What the migrations have put there gives way. A row that is twice in a damaged tree counts once. */
function insert(into: SqliteConnection, table: string, rows: readonly SqlRow[]): void {
  if (!rows.length) return;
  const insertion = into.prepare(
    `insert or ignore into "${table}" values (${rows[0]!.map(() => '?').join(', ')})`,
  );
  inTransaction(into, () => {
    into.exec(`delete from "${table}"`);
    for (const row of rows) readable(() => insertion.run(...row));
  });
  insertion.finalize();
}

function readable<Found>(read: () => Found): Found | undefined {
  try {
    return read();
  } catch {
    return undefined;
  }
}
