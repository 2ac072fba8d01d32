import fc from 'fast-check';
import { copyFileSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { expect, onTestFinished, test } from 'vitest';
import { openNodeConnection } from '$lib/storage/sqlite/node-connection';
import { valueOf } from '$lib/storage/sqlite/sqlite-connection';
import { losesCommits } from '$lib/storage/sqlite/write-ahead-log';
import { temporaryFolder } from '../../temporary-folder';

const pageSize = 4_096;
const frame = 24 + pageSize;
const commits = 20;

/** A database that is open, so that its log is there, with a page in each commit. */
function written() {
  const path = join(temporaryFolder(), 'a.db');
  const database = new DatabaseSync(path);
  onTestFinished(() => database.close());
  database.exec(`pragma page_size = ${pageSize}; pragma journal_mode = wal; pragma wal_autocheckpoint = 0; pragma synchronous = off;
    pragma cache_size = 5; create table cakes (n integer primary key, text)`);
  database.exec('pragma wal_checkpoint(restart)');
  const bake = (count: number) => {
    for (let n = 0; n < count; n++) database.exec(`insert into cakes (text) values ('${'x'.repeat(3_000)}')`);
  };
  bake(commits);
  return { path, database, bake, log: () => new Uint8Array(readFileSync(`${path}-wal`)) };
}

const flipped = (log: Uint8Array, at: number) =>
  log.map((byte, index) => (index === at ? byte ^ 0x10 : byte));

type Written = ReturnType<typeof written>;
const endOf = (log: Uint8Array) => log.length - frame;

const logs: Record<string, [lost: boolean, log: (of: Written) => Uint8Array]> = {
  'is whole': [false, ({ log }) => log()],
  'is empty': [false, () => new Uint8Array()],
  'has only its header': [false, ({ log }) => log().slice(0, 32)],
  'ends within a frame': [false, ({ log }) => log().slice(0, -100)],
  'is damaged in its last frame, as one that was not finished': [
    false,
    ({ log }) => flipped(log(), endOf(log()) + 500),
  ],
  'is damaged in a page': [true, ({ log }) => flipped(log(), 32 + 3 * frame + 500)],
  'is damaged in the salts of a frame': [true, ({ log }) => flipped(log(), 32 + 3 * frame + 9)],
  'is damaged in the checksum of a frame': [true, ({ log }) => flipped(log(), 32 + 3 * frame + 20)],
  'is damaged in its first frame': [true, ({ log }) => flipped(log(), 32)],
  'is damaged in its header': [true, ({ log }) => flipped(log(), 17)],
  'has no page size any more': [true, ({ log }) => flipped(log(), 9)],
  'is zeros': [true, ({ log }) => log().fill(0)],
  'holds what was rolled back, and a commit after it': [
    false,
    ({ database, bake, log }) => {
      database.exec('begin');
      bake(60);
      database.exec('rollback');
      const rolledBack = log().length;
      bake(1);
      expect(log().length, 'the commit was written over the beginning of it').toBe(rolledBack);
      return log();
    },
  ],
  'was started anew over an older one': [
    false,
    ({ database, bake, log }) => {
      database.exec('pragma wal_checkpoint(restart)');
      bake(2);
      return log();
    },
  ],
  'was started anew and is damaged before its last commit': [
    true,
    ({ database, bake, log }) => {
      database.exec('pragma wal_checkpoint(restart)');
      bake(2);
      return flipped(log(), 32 + 500);
    },
  ],
};

test.each(Object.entries(logs))('a log that %s', (_, [lost, make]) => {
  expect(losesCommits(make(written()))).toBe(lost);
});

/** The database as the next process finds it that opens it with this log. */
function reopened(path: string, log: Uint8Array) {
  const copy = join(temporaryFolder(), 'a.db');
  copyFileSync(path, copy);
  writeFileSync(`${copy}-wal`, log);
  return openNodeConnection(copy);
}

test('whichever byte is damaged, a connection says that commits are lost where SQLite has lost some', () => {
  const { path, log } = written();
  const whole = log();
  fc.assert(
    fc.property(fc.nat(endOf(whole) - 1), (at) => {
      const connection = reopened(path, flipped(whole, at));
      const kept = valueOf(connection, 'select count(*) from cakes');
      expect(connection.hasLostCommits).toBe(kept !== commits);
      connection.close();
    }),
    { numRuns: 15 },
  );
});

test('it is said once: the log is started anew', () => {
  const { path, log } = written();
  const connection = reopened(path, flipped(log(), 32 + 10 * frame));
  onTestFinished(() => connection.close());
  expect(connection.hasLostCommits).toBe(true);
  connection.exec(`insert into cakes (text) values ('new')`);
  const { file } = connection.about();
  expect(losesCommits(readFileSync(`${file}-wal`))).toBe(false);
});
