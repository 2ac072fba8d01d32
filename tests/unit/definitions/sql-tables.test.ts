import { describe, expect, test } from 'vitest';
import { collectDefinitions } from '$lib/definitions/collect-definitions';
import { asset, sql } from '$lib/definitions';
import { tablesIn } from '$lib/definitions/sql-tables';

test.each<[string, string[]]>([
  ['select * from orders', ['orders']],
  ['SELECT a.x FROM orders AS a JOIN "sales/people" b ON a.x = b.x, [other one] c WHERE a.y > 1', ['orders', 'sales/people', 'other one']],
  ['select * from (select * from inner_table) x left join b using (id)', ['inner_table', 'b']],
  ['with big as (select * from orders), more(a, b) as not materialized (select * from big) select * from more join big', ['orders']],
  ['select x from a where x in (select y from b) union select z from c order by 1, 2', ['a', 'b', 'c']],
  ['select * from main.orders, json_each(orders.tags)', ['orders']],
  ["select 'from nothing', \"from\" from a -- from b\n/* from c */", ['a']],
  ['select count(*) filter (where a is not distinct from b) over (partition by c, d) from t', ['t']],
  ['select * from Orders, orders', ['Orders']],
  ['select cast(x as text), (select max(y) from u) from t limit 3', ['u', 't']],
  ['select 1', []],
  ['select * from (a join b)', ['a', 'b']],
  ['select * from ((', []],
])('the tables of %s', (query, expected) => expect(tablesIn(query)).toEqual(expected)); // prettier-ignore

describe('an asset by a query', () => {
  const collect = (exports: Record<string, unknown>) => {
    const entries = Object.entries(exports).map(([name, value]) => ({
      name,
      value,
      cell: name,
      title: name,
    }));
    return collectDefinitions(entries as never, () => []).snapshot;
  };

  test('it depends on the tables that it reads, by name or put in', () => {
    const orders = asset(() => [{ id: 1 }]);
    const people = asset(() => []);
    const big = sql({ group: 'sales' })`select * from orders join ${people} where id > ${3}`;
    const { assets } = collect({ orders, people, big });
    const made = assets.find(({ key }) => key === 'big');
    expect(made?.deps.map(({ key }) => key).sort()).toEqual(['orders', 'people']);
    expect(made).toMatchObject({ group: 'sales', kinds: ['sql'] });
  });

  test('its function asks SQLite with tables and parameters', async () => {
    const people = asset(() => []);
    const query = sql`select * from "sales/orders", ${people} where a = ${'x'}`;
    const asked: unknown[] = [];
    const context = { sql: async (...given: unknown[]) => asked.push(...given) };
    const compute = query.compute as (inputs: object, context: object) => Promise<unknown>;
    await compute({ table1: ['people'], table2: ['orders'] }, context);
    expect(asked).toEqual([
      'select * from "sales/orders", table1 where a = ?',
      { table1: ['people'], 'sales/orders': ['orders'] },
      ['x'],
    ]);
  });
});
