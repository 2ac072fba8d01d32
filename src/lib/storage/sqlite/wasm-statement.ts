import type { Database, PreparedStatement, Sqlite3Static } from '@sqlite.org/sqlite-wasm';
import type { SqlRow, SqlStatement, SqlValue } from './sqlite-connection';

/** SQLite's own numbers (sqlite3.h). */
const row = 100;
const done = 101;
const type = { integer: 1, float: 2, text: 3, blob: 4 };
const memoryStaysUntilNextBind = 0;

const encoder = new TextEncoder();
const decoder = new TextDecoder('utf-8', { ignoreBOM: true });

/** A failed call, with SQLite's extended result code under the name that `node:sqlite` gives it. */
export class SqliteError extends Error {
  readonly errcode: number;

  constructor(message: string, errcode: number) {
    super(message);
    this.name = 'SqliteError';
    this.errcode = errcode;
  }
}

/** The part of WebAssembly memory where the parameters of the statement that runs now are laid out. */
export class Scratch {
  readonly #sqlite3: Sqlite3Static;
  #address = 0;
  #size = 0;

  constructor(sqlite3: Sqlite3Static) {
    this.#sqlite3 = sqlite3;
  }

  /** The address of at least `size` bytes; what was there before is gone. */
  reserve(size: number): number {
    if (size <= this.#size) return this.#address;
    this.free();
    const wanted = Math.max(65_536, size);
    this.#address = Number(this.#sqlite3.wasm.alloc(wanted));
    this.#size = wanted;
    return this.#address;
  }

  free(): void {
    if (this.#size) this.#sqlite3.wasm.dealloc(this.#address);
    this.#size = 0;
  }
}

/**
 * A prepared statement on SQLite's exported functions themselves: binding all of a row's texts in one stretch of
 * memory takes half the time of the object API, and that time is what inserting events consists of.
 */
export class WasmStatement implements SqlStatement {
  readonly columns: readonly string[];
  readonly #sqlite3: Sqlite3Static;
  readonly #database: Database;
  readonly #statement: PreparedStatement;
  readonly #address: number;
  readonly #scratch: Scratch;

  constructor(sqlite3: Sqlite3Static, database: Database, scratch: Scratch, sql: string) {
    this.#sqlite3 = sqlite3;
    this.#database = database;
    this.#scratch = scratch;
    this.#statement = database.prepare(sql);
    this.#address = Number(this.#statement.pointer);
    this.columns = this.#statement.columnCount ? this.#statement.getColumnNames() : [];
  }

  all(...values: readonly SqlValue[]): SqlRow[] {
    const rows: SqlRow[] = [];
    try {
      this.#bind(values);
      while (this.#step()) rows.push(this.#row());
    } finally {
      this.#sqlite3.wasm.exports.sqlite3_reset(this.#address);
    }
    return rows;
  }

  run(...values: readonly SqlValue[]): void {
    try {
      this.#bind(values);
      while (this.#step());
    } finally {
      this.#sqlite3.wasm.exports.sqlite3_reset(this.#address);
    }
  }

  finalize(): void {
    this.#statement.finalize();
  }

  #bind(values: readonly SqlValue[]): void {
    const { exports } = this.#sqlite3.wasm;
    let address = this.#scratch.reserve(values.reduce<number>((sum, value) => sum + mostBytes(value), 0));
    const memory = this.#sqlite3.wasm.heap8u();
    values.forEach((value, index) => {
      let code: number;
      if (value === null) code = exports.sqlite3_bind_null(this.#address, index + 1);
      else if (typeof value === 'number') code = this.#bindNumber(index + 1, value);
      else {
        const length = write(value, memory, address);
        const bind = typeof value === 'string' ? exports.sqlite3_bind_text : exports.sqlite3_bind_blob;
        code = bind(this.#address, index + 1, address, length, memoryStaysUntilNextBind);
        address += length;
      }
      if (code) throw this.#error(code);
    });
  }

  #bindNumber(index: number, value: number): number {
    const { exports } = this.#sqlite3.wasm;
    if (value === (value | 0)) return exports.sqlite3_bind_int(this.#address, index, value);
    return Number.isSafeInteger(value)
      ? exports.sqlite3_bind_int64(this.#address, index, BigInt(value))
      : exports.sqlite3_bind_double(this.#address, index, value);
  }

  #step(): boolean {
    const code = this.#sqlite3.wasm.exports.sqlite3_step(this.#address);
    if (code !== row && code !== done) throw this.#error(code);
    return code === row;
  }

  #row(): SqlRow {
    return this.columns.map((_, index) => this.#column(index));
  }

  #column(index: number): SqlValue {
    const { exports } = this.#sqlite3.wasm;
    switch (exports.sqlite3_column_type(this.#address, index)) {
      case type.integer:
      case type.float:
        return exports.sqlite3_column_double(this.#address, index);
      case type.text:
        return decoder.decode(this.#bytes(index, exports.sqlite3_column_text(this.#address, index)));
      case type.blob:
        return this.#bytes(index, exports.sqlite3_column_blob(this.#address, index)).slice();
      default:
        return null;
    }
  }

  /** To be called with an address just got: fetching a long value can make the memory grow, which replaces the heap. */
  #bytes(index: number, start: number): Uint8Array {
    const { exports } = this.#sqlite3.wasm;
    const length = exports.sqlite3_column_bytes(this.#address, index);
    return this.#sqlite3.wasm.heap8u().subarray(start, start + length);
  }

  #error(code: number): SqliteError {
    return new SqliteError(this.#sqlite3.capi.sqlite3_errmsg(this.#database), code);
  }
}

/** UTF-8 needs at most three bytes for each UTF-16 unit. One more, so that an empty text has an address too. */
const mostBytes = (value: SqlValue): number =>
  typeof value === 'string' ? value.length * 3 + 1 : value instanceof Uint8Array ? value.length + 1 : 0;

function write(value: string | Uint8Array, memory: Uint8Array, address: number): number {
  if (typeof value === 'string') return encoder.encodeInto(value, memory.subarray(address)).written;
  memory.set(value, address);
  return value.length;
}
