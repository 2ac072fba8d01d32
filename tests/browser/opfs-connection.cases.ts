import { expect } from 'vitest';
import { migrate } from '$lib/storage/sqlite/migrate';
import { valueOf, type SqliteConnection } from '$lib/storage/sqlite/sqlite-connection';
import type { Contract, Place } from '../contract/contract';

const first = `create table cakes (name text); insert into cakes values ('sponge')`;
const second = 'delete from cakes';
const third = 'drop table cakes';

export const opfsConnectionCases: Contract<Place<SqliteConnection>> = {
  async 'has a write-ahead log that is flushed at each commit'(place) {
    const connection = await place.open();
    expect(valueOf(connection, 'pragma journal_mode')).toBe('wal');
    expect(valueOf(connection, 'pragma synchronous')).toBe(2);
    expect(valueOf(connection, 'pragma locking_mode')).toBe('exclusive');
  },

  async 'backs an older database up before it is migrated, and keeps the last backup'(place) {
    const connection = await place.open();
    migrate(connection, [first]);
    migrate(connection, [first, second]);
    migrate(connection, [first, second, third]);
    const attach = (version: number) =>
      connection.exec(`attach 'file:dagbook.db.backup-v${version}?mode=ro' as backup`);
    expect(() => attach(1)).toThrow();
    attach(2);
    expect(valueOf(connection, 'select count(*) from backup.cakes')).toBe(0);
    connection.exec('detach backup');
  },
};
