import type { StorageUse } from '../maintenance-storage';
import type { StorageInfo } from '../storage';
import { schemaVersion } from './migrate';
import { rowsOf, type SqliteConnection, valueOf } from './sqlite-connection';

/** Rows by which the size of a table's rows is judged: reading them all would take as long as the table is large. */
const sample = 1_000;

export function storageInfo(connection: SqliteConnection): StorageInfo {
  const number = (sql: string) => Number(valueOf(connection, sql));
  return {
    kind: connection.kind,
    schemaVersion: schemaVersion(connection),
    bytes: number('pragma page_count') * number('pragma page_size'),
    runs: number('select count(*) from runs'),
    events: number('select count(*) from events'),
  };
}

/** Bytes in use; what was freed within the file is not counted. */
export function bytesUsed(connection: SqliteConnection): number {
  const number = (sql: string) => Number(rowsOf(connection, sql)[0]![0]);
  return (number('pragma page_count') - number('pragma freelist_count')) * number('pragma page_size');
}

/**
 * What takes how much. Values, attached files and notebooks are measured, ticks and evaluations judged by their newest
 * rows, and what is left, with all indexes, is the runs and their events.
 */
export function storageUse(connection: SqliteConnection): readonly StorageUse[] {
  const one = (sql: string) => rowsOf(connection, sql)[0]!.map(Number) as [rows: number, bytes: number];
  const sampled = (table: string, bytes: string, newest: string) => {
    const [rows] = one(`select count(*), 0 from ${table}`);
    const [, mean] = one(
      `select 0, coalesce(avg(${bytes}), 0) from (select * from ${table} order by ${newest} desc limit ${sample})`,
    );
    return [rows, Math.round(rows * mean)] as const;
  };
  const values = (attached: number) =>
    one(`select count(*), coalesce(sum(length(bytes)), 0) from "values" where attached = ${attached}`);
  const parts = [
    ['ticks', sampled('ticks', 'length(body) + 100', 'timestamp')],
    ['evaluations', sampled('automation_evaluations', 'length(tree) + length(run_ids) + 100', 'timestamp')],
    ['values', values(0)],
    ['attachments', values(1)],
    [
      'notebooks',
      one(`select count(*), coalesce(sum(bytes), 0) from (
        select length(source) as bytes from notebooks union all select length(source) from notebook_history
        union all select length(body) from bundles union all select length(snapshot) from locations)`),
    ],
  ] as const;
  const measured = parts.map(([kind, [rows, bytes]]) => ({ kind, rows, bytes }));
  const rest = bytesUsed(connection) - measured.reduce((sum, { bytes }) => sum + bytes, 0);
  const [runs] = one('select count(*), 0 from runs');
  const [events] = one('select count(*), 0 from events');
  return [{ kind: 'runs', rows: runs + events, bytes: Math.max(0, rest) }, ...measured];
}
