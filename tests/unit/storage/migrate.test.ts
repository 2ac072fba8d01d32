import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { expect, test } from 'vitest';
import { hotStatements } from '$lib/storage/sqlite/event-log';
import { eventColumns } from '$lib/storage/sqlite/event-row';
import { migrate, schemaVersion } from '$lib/storage/sqlite/migrate';
import { migrations } from '$lib/storage/sqlite/migrations';
import { openNodeConnection } from '$lib/storage/sqlite/node-connection';
import { SqliteStorage } from '$lib/storage/sqlite/sqlite-storage';
import { temporaryFolder } from '../../temporary-folder';

const first = `create table cakes (name text); insert into cakes values ('sponge')`;
const second = 'alter table cakes add column price real';

test('a database comes to the newest version, and an older one is backed up first', () => {
  const path = join(temporaryFolder(), 'a.db');
  const connection = openNodeConnection(path);
  migrate(connection, [first]);
  expect(existsSync(`${path}.backup-v0`)).toBe(false);
  migrate(connection, [first, second]);
  migrate(connection, [first, second]);
  expect(schemaVersion(connection)).toBe(2);
  connection.close();
  const backup = new DatabaseSync(`${path}.backup-v1`);
  expect(backup.prepare('select * from cakes').all()).toEqual([{ name: 'sponge' }]);
  backup.close();
});

test('a migration that fails half-way leaves the database at the version before', () => {
  const path = join(temporaryFolder(), 'a.db');
  const connection = openNodeConnection(path);
  expect(() => migrate(connection, [first, `${second}; insert into nothing values (1)`])).toThrow('nothing');
  expect(schemaVersion(connection)).toBe(1);
  expect(connection.prepare('select * from cakes').columns).toEqual(['name']);
  migrate(connection, [first, second]);
  expect(connection.prepare('select * from cakes').columns).toEqual(['name', 'price']);
  connection.close();
});

test('a database of a newer version is refused and kept as it is', async () => {
  const path = join(temporaryFolder(), 'a.db');
  const newer = new DatabaseSync(path);
  newer.exec('create table future (x); pragma user_version = 1000');
  newer.close();
  expect(() => new SqliteStorage(openNodeConnection(path))).toThrowError(
    expect.objectContaining({ name: 'SchemaTooNew', remedy: expect.stringContaining('newer Dagbook') }),
  );
  const kept = new DatabaseSync(path);
  expect(kept.prepare(`select group_concat(name) from sqlite_master`).get()).toEqual({
    'group_concat(name)': 'future',
  });
  kept.close();
});

test('every statement written by hand fits the schema', () => {
  const connection = openNodeConnection(':memory:');
  migrate(connection, migrations);
  for (const [name, sql] of Object.entries(hotStatements)) {
    const { columns } = connection.prepare(sql);
    if (sql.includes(`select ${eventColumns}`)) expect(columns.join(', '), name).toBe(eventColumns);
  }
  connection.close();
});

test('the statements that run most use an index', () => {
  const connection = openNodeConnection(':memory:');
  migrate(connection, migrations);
  for (const name of ['page', 'materializations', 'latest', 'highestId', 'valuesOfRun'] as const) {
    const plan = connection.prepare(`explain query plan ${hotStatements[name]}`);
    const values = {
      page: ['r', 0, null, 10],
      materializations: ['a', 1],
      latest: ['[]'],
      valuesOfRun: ['r'],
    };
    const steps = plan.all(...(name === 'highestId' ? [] : values[name])).map((row) => String(row[3]));
    expect(
      steps.filter((step) => /^SCAN events$/.test(step)),
      `${name}: ${steps.join('; ')}`,
    ).toEqual([]);
  }
  connection.close();
});
