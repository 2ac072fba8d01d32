import {
  DefaultConnectionProvider,
  DefaultQueryExecutor,
  DummyDriver,
  QueryCreator,
  SqliteAdapter,
  SqliteQueryCompiler,
  type Compilable,
} from 'kysely';
import type { SqliteConnection, SqlStatement, SqlValue } from './sqlite-connection';
import type { Tables } from './tables';

/**
 * Builds typed queries. It does not run them: `Queries` does, synchronously, so that they can be part of a transaction.
 * Hence no `Kysely`, which would bring its schema builder and all that runs queries into the page.
 */
export const from = new QueryCreator<Tables>({
  executor: new DefaultQueryExecutor(
    new SqliteQueryCompiler(),
    new SqliteAdapter(),
    new DefaultConnectionProvider(new DummyDriver()),
  ),
});

const mostPrepared = 100;

/** Runs Kysely's queries on a connection, each text prepared once. */
export class Queries {
  readonly #connection: SqliteConnection;
  readonly #prepared = new Map<string, SqlStatement>();

  constructor(connection: SqliteConnection) {
    this.#connection = connection;
  }

  all<Row>(query: Compilable<Row>): Row[] {
    const { sql, parameters } = query.compile();
    return this.rows(sql, ...(parameters as SqlValue[])) as Row[];
  }

  /** Of a statement in words, where Kysely has none for it. */
  rows(sql: string, ...parameters: SqlValue[]): Readonly<Record<string, unknown>>[] {
    const statement = this.#prepare(sql);
    return statement
      .all(...parameters)
      .map((row) => Object.fromEntries(statement.columns.map((column, index) => [column, row[index]])));
  }

  first<Row>(query: Compilable<Row>): Row | undefined {
    return this.all(query)[0];
  }

  run(query: Compilable): void {
    const { sql, parameters } = query.compile();
    this.#prepare(sql).run(...(parameters as SqlValue[]));
  }

  close(): void {
    for (const statement of this.#prepared.values()) statement.finalize();
    this.#prepared.clear();
  }

  #prepare(sql: string): SqlStatement {
    let statement = this.#prepared.get(sql);
    if (!statement) {
      if (this.#prepared.size >= mostPrepared) this.close();
      statement = this.#connection.prepare(sql);
      this.#prepared.set(sql, statement);
    }
    return statement;
  }
}
