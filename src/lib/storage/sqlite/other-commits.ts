import type { AssetKeyString } from '../../definitions/snapshot';
import type { Change } from '../storage';
import { valueOf, type SqliteConnection, type SqlRow, type SqlStatement } from './sqlite-connection';

/** Small tables: of each row what it is called, and a text that differs when a person or a process has changed it. */
const watched: readonly { readonly sql: string; change(name: string): Change }[] = [
  {
    sql: "select name, bundle || ' ' || loaded_at from locations",
    change: (name) => ({ topic: 'location', name }),
  },
  {
    sql: "select id, revision || ' ' || coalesce(deleted_at, '') from notebooks",
    change: (id) => ({ topic: 'notebook', id }),
  },
  { sql: 'select key, value from settings', change: (key) => ({ topic: 'settings', key }) },
  {
    sql: 'select json_array(location, name), json_array(status, running_since, cursor) from instigators',
    change: (id) => {
      const [location, name] = JSON.parse(id) as [string, string];
      return { topic: 'instigator', location, name };
    },
  },
  {
    sql: "select id, status || body from backfills where status in ('REQUESTED', 'CANCELING')",
    change: (id) => ({ topic: 'backfill', id }),
  },
  {
    sql: "select name, count(*) || ' ' || total(position) from dynamic_partitions group by name",
    change: (name) => ({ topic: 'partitions', name }),
  },
];

/**
 * Finds what other processes have committed. SQLite counts their commits (`data_version`), so a look costs next to
 * nothing while there are none. What this process has changed itself may be told again. Deleted runs are not told.
 */
export class OtherCommits {
  readonly #version: SqlStatement;
  readonly #lastId: SqlStatement;
  readonly #events: SqlStatement;
  readonly #tables: readonly { readonly rows: SqlStatement; change(name: string): Change }[];
  #seenVersion: unknown;
  #seenId: number;
  #seen: readonly ReadonlyMap<string, unknown>[];

  constructor(connection: SqliteConnection) {
    this.#version = connection.prepare('pragma data_version');
    this.#lastId = connection.prepare('select coalesce(max(id), 0) from events');
    this.#events = connection.prepare(
      'select run_id, asset_key, max(id) from events where id > ? group by run_id, asset_key',
    );
    this.#tables = watched.map(({ sql, change }) => ({ rows: connection.prepare(sql), change }));
    this.#seenVersion = valueOf(connection, 'pragma data_version');
    this.#seenId = this.#newestId();
    this.#seen = this.#look();
  }

  /** What they have changed since the last call. */
  changes(): readonly Change[] {
    // Read in this order: where nobody else has committed until after, all events up to here are this process's own.
    const lastId = this.#newestId();
    const version = this.#version.all()[0]![0];
    if (version === this.#seenVersion) {
      this.#seenId = lastId;
      return [];
    }
    this.#seenVersion = version;
    const events = this.#events.all(this.#seenId);
    this.#seenId = Math.max(this.#seenId, ...events.map((row) => Number(row[2])));
    const before = this.#seen;
    this.#seen = this.#look();
    return [
      ...ofEvents(events),
      ...this.#seen.flatMap((now, table) => this.#differences(table, before[table]!, now)),
    ];
  }

  close(): void {
    for (const statement of [
      this.#version,
      this.#lastId,
      this.#events,
      ...this.#tables.map(({ rows }) => rows),
    ])
      statement.finalize();
  }

  readonly #newestId = () => Number(this.#lastId.all()[0]![0]);

  readonly #look = () =>
    this.#tables.map(({ rows }) => new Map(rows.all().map(([name, text]) => [String(name), text])));

  #differences(
    table: number,
    before: ReadonlyMap<string, unknown>,
    now: ReadonlyMap<string, unknown>,
  ): readonly Change[] {
    const names = new Set([...before.keys(), ...now.keys()]);
    return [...names].filter((name) => before.get(name) !== now.get(name)).map(this.#tables[table]!.change);
  }
}

function ofEvents(rows: readonly SqlRow[]): readonly Change[] {
  const runs = new Map<string, number>();
  const assets = new Set<AssetKeyString>();
  for (const [runId, assetKey, id] of rows) {
    if (runId) runs.set(String(runId), Math.max(runs.get(String(runId)) ?? 0, Number(id)));
    if (assetKey !== null) assets.add(assetKey as AssetKeyString);
  }
  return [
    ...[...runs].map(([runId, lastEventId]) => ({ topic: 'run' as const, runId, lastEventId })),
    ...[...assets].map((assetKey) => ({ topic: 'asset' as const, assetKey })),
  ];
}
