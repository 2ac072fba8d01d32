import sqlite3InitModule from '@sqlite.org/sqlite-wasm';
import type { Database, Sqlite3Static } from '@sqlite.org/sqlite-wasm';
import wasmUrl from '@sqlite.org/sqlite-wasm/sqlite3.wasm?url';
import { StorageFull } from '../../base/storage-full';
import { StorageFailed } from '../storage-errors';
import { damageOf, sqliteCode } from './damage';
import type { SqliteConnection } from './sqlite-connection';
import { Scratch, WasmStatement } from './wasm-statement';

let loading: Promise<Sqlite3Static> | undefined;

/**
 * Compiles SQLite, once per thread: 0.1–0.2 s that a standby spends before it is the leader. It needs no lock and
 * touches no file.
 */
export function preloadSqlite(): Promise<Sqlite3Static> {
  loading ??= load().catch((error: unknown) => {
    loading = undefined;
    throw error;
  });
  return loading;
}

function load(): Promise<Sqlite3Static> {
  // The other file systems would start workers of their own where the page is cross-origin isolated.
  Object.assign(globalThis, {
    sqlite3ApiConfig: { disable: { vfs: { opfs: true, 'opfs-vfs': true, 'opfs-wl': true, kvvfs: true } } },
  });
  const init = sqlite3InitModule as (options: object) => Promise<Sqlite3Static>;
  return init({ locateFile: () => wasmUrl });
}

/** A database that is gone with the thread: for browsers (or private windows) that offer nothing better. */
export async function openMemoryConnection(): Promise<SqliteConnection> {
  const sqlite3 = await preloadSqlite();
  return wasmConnection(sqlite3, new sqlite3.oo1.DB(':memory:'), inMemory(sqlite3));
}

/** A database that was written to bytes, in memory. Throws where SQLite does not take them for one. */
export function openBytes(sqlite3: Sqlite3Static, bytes: Uint8Array): SqliteConnection {
  const { capi, wasm } = sqlite3;
  const copy = bytes.slice();
  // As written with a write-ahead log, which memory cannot have.
  for (const version of [18, 19]) if (copy[version] === 2) copy[version] = 1;
  const database = new sqlite3.oo1.DB(':memory:');
  const address = wasm.allocFromTypedArray(copy);
  const flags = capi.SQLITE_DESERIALIZE_FREEONCLOSE | capi.SQLITE_DESERIALIZE_RESIZEABLE;
  database.checkRc(
    capi.sqlite3_deserialize(database.pointer!, 'main', address, copy.length, copy.length, flags),
  );
  return wasmConnection(sqlite3, database, inMemory(sqlite3));
}

const inMemory = (sqlite3: Sqlite3Static): WasmPlace => ({
  kind: 'memory',
  hasLostCommits: false,
  backUp: () => {},
  about: () => ({ file: 'in memory', backups: [] }),
  snapshot: (database) => sqlite3.capi.sqlite3_js_db_export(database),
  isFull: async () => false,
  closed: () => {},
});

export interface WasmPlace {
  readonly kind: string;
  readonly hasLostCommits: boolean;
  readonly backUp: SqliteConnection['backUp'];
  readonly about: SqliteConnection['about'];
  readonly snapshot: (database: Database) => Uint8Array;
  /** Whether the place has no room left; asked after an I/O error. */
  readonly isFull: () => Promise<boolean>;
  readonly closed: () => void;
}

const sqliteIoError = 10;
const sqliteFull = 13;

export function wasmConnection(
  sqlite3: Sqlite3Static,
  database: Database,
  place: WasmPlace,
): SqliteConnection {
  const scratch = new Scratch(sqlite3);
  return {
    kind: place.kind,
    hasLostCommits: place.hasLostCommits,
    backUp: place.backUp,
    about: place.about,
    snapshot: () => new Uint8Array(place.snapshot(database)),
    exec: (sql) => void database.exec(sql),
    prepare: (sql) => new WasmStatement(sqlite3, database, scratch, sql),
    async explain(thrown) {
      const code = sqliteCode(thrown);
      const full = code === sqliteFull || (code === sqliteIoError && (await place.isFull()));
      if (full) return new StorageFull('this in the database', thrown);
      return damageOf(thrown, place.about()) ?? new StorageFailed(thrown);
    },
    close() {
      database.close();
      scratch.free();
      place.closed();
    },
  };
}
