import { expect } from 'vitest';
import { inTransaction, valueOf, type SqliteConnection } from '$lib/storage/sqlite/sqlite-connection';
import type { Contract, Place } from './contract';

const row = [
  null,
  0,
  -1,
  2 ** 31,
  -(2 ** 53) + 1,
  1.5,
  '',
  'a\0ü🥐\ufeff',
  new Uint8Array(),
  new Uint8Array([0, 255]),
];

export const sqliteConnectionContract: Contract<Place<SqliteConnection>> = {
  async 'gives back every type of value, and the names of the columns'(place) {
    const connection = await place.open();
    const names = row.map((_, index) => `c${index}`);
    connection.exec(`create table cakes (${names.join(', ')})`);
    const insert = connection.prepare(`insert into cakes values (${row.map(() => '?').join(', ')})`);
    insert.run(...row);
    insert.run(...row.toReversed());
    const select = connection.prepare('select * from cakes');
    expect(select.columns).toEqual(names);
    expect(select.all()).toEqual([row, row.toReversed()]);
    expect(insert.columns).toEqual([]);
    insert.finalize();
    select.finalize();
  },

  async 'takes texts larger than what it has reserved, again and again'(place) {
    const connection = await place.open();
    const echo = connection.prepare('select ?, ?');
    for (const size of [10, 200_000, 3, 5_000_000, 0]) {
      const [a, b] = ['ü'.repeat(size), 'b'.repeat(size)];
      const [[gotA, gotB]] = echo.all(a, b) as [[string, string]];
      expect(gotA === a && gotB === b).toBe(true);
    }
    echo.finalize();
  },

  async 'undoes a transaction that throws, and goes on'(place) {
    const connection = await place.open();
    connection.exec('create table cakes (name text not null)');
    const insert = connection.prepare('insert into cakes values (?)');
    expect(() =>
      inTransaction(connection, () => {
        insert.run('sponge');
        insert.run(null);
      }),
    ).toThrow('NOT NULL');
    expect(valueOf(connection, 'select count(*) from cakes')).toBe(0);
    inTransaction(connection, () => insert.run('sponge'));
    expect(valueOf(connection, 'select name from cakes')).toBe('sponge');
    insert.finalize();
  },

  async 'explains an error that is not about space as a failure'(place) {
    const connection = await place.open();
    const thrown = (() => {
      try {
        return connection.prepare('select * from nowhere');
      } catch (error) {
        return error;
      }
    })();
    expect(await connection.explain(thrown)).toMatchObject({
      name: 'StorageFailed',
      message: expect.stringContaining('nowhere'),
    });
  },
};
