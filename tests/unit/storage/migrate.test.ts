import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { expect, onTestFinished, test } from 'vitest';
import { hotStatements } from '$lib/storage/sqlite/event-log';
import { eventColumns } from '$lib/storage/sqlite/event-row';
import { factQueries } from '$lib/storage/sqlite/fact-records';
import { newestOfJobs } from '$lib/storage/sqlite/run-summaries';
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
  const values = {
    page: ['r', 0, null, 10],
    tail: [0, '[]', 10],
    ofAsset: ['a', 'ASSET_MATERIALIZATION', 1],
    latest: ['[]', 'ASSET_MATERIALIZATION'],
    latestOfPartitions: ['a', 'ASSET_MATERIALIZATION', '[]'],
    latestOfEachPartition: ['a', 'ASSET_MATERIALIZATION'],
    latestOfEachCheck: ['a'],
    wipe: ['a'],
    wipePartitions: ['a', '[]'],
    highestId: [],
    valuesOfRun: ['r'],
    partitionRuns: ['bake', 'kitchen'],
    newestOfJobs: ['[]'],
  };
  const statements = { ...hotStatements, ...factQueries, newestOfJobs };
  for (const [name, given] of Object.entries(values)) {
    const plan = connection.prepare(`explain query plan ${statements[name as keyof typeof values]}`);
    const steps = plan.all(...given).map((row) => String(row[3]));
    expect(
      steps.filter((step) => /^SCAN (events|runs|one|first|last)$/.test(step)),
      `${name}: ${steps.join('; ')}`,
    ).toEqual([]);
  }
  connection.close();
});

test('a database of version 1 keeps its runs, their tags and materializations', async () => {
  const path = join(temporaryFolder(), 'a.db');
  const before = openNodeConnection(path);
  migrate(before, migrations.slice(0, 1));
  before.exec(`
    insert into runs values ('r', 'bake', 'kitchen', 'b', '{"steps":[{"outputs":[{"assetKey":"cake"}]},{"outputs":[{},{"assetKey":"an/icing"}]}]}', '{"by":"hand"}', 1, 'SUCCESS', 2, 3);
    insert into events values
      (7, 'r', 'ASSET_MATERIALIZATION', 2, 'DEBUG', '', 'cake', 'cake', null, '{"dataVersion":"v"}');
  `);
  before.close();

  const storage = new SqliteStorage(openNodeConnection(path));
  onTestFinished(() => storage.close());
  expect(await storage.listRuns({ tags: { by: 'hand' } })).toMatchObject([{ id: 'r', jobName: 'bake' }]);
  expect(await storage.runSummaries()).toMatchObject([
    { outline: { steps: 2, assets: 2, firstAssets: ['cake', 'an/icing'] } },
  ]);
  expect((await storage.latestMaterializations(['cake'])).get('cake')).toMatchObject({ id: 7, runId: 'r' });
  const data = { metadata: {}, tags: {}, dataVersion: 'w' };
  const at = { runId: '', timestamp: 4, level: 'DEBUG', message: '', assetKey: 'cake' } as const;
  const [next] = await storage.append([{ ...at, type: 'ASSET_OBSERVATION', data }]);
  expect(next!.id).toBe(8);
});
