import { CompletionContext } from '@codemirror/autocomplete';
import { SQLite } from '@codemirror/lang-sql';
import { EditorState } from '@codemirror/state';
import { expect, test } from 'vitest';
import { sqlSource } from '$lib/components/notebook/sql-completion';

const columns: Record<string, readonly string[]> = {
  orders: ['id', 'total', 'paid at'],
  people: ['id', 'name'],
};

/** What is offered at `|`, but for keywords: the label, and of a column the tables that have it. */
async function offered(marked: string) {
  const position = marked.indexOf('|');
  const state = EditorState.create({ doc: marked.replace('|', ''), extensions: SQLite.language });
  const complete = sqlSource({
    names: () => ['orders', 'people', 'shop/sales'],
    columns: async (table) => columns[table] ?? [],
  });
  const found = await complete(new CompletionContext(state, position, false));
  return found?.options.map(({ label, detail }) => (detail ? `${label} of ${detail}` : label)) ?? [];
}

const ofOrders = ['id of orders', 'total of orders', 'paid at of orders'];

test.each<[string, readonly string[]]>([
  ['select * from o|', ['orders', 'people', 'shop/sales']],
  ['select t| from orders', [...ofOrders, 'orders', 'people', 'shop/sales']],
  ['select i| from orders join people', ['id of orders, people', ...ofOrders.slice(1), 'name of people', 'orders', 'people', 'shop/sales']],
  ['select o.| from orders as o', ['id', 'total', 'paid at']],
  ['select orders.t| from Orders', ['id', 'total', 'paid at']],
  ['select x| from elsewhere', ['orders', 'people', 'shop/sales']],
  ['select | from orders', []],
])('completes %s', async (query, expected) => {
  expect(new Set(await offered(query))).toEqual(new Set(expected));
}); // prettier-ignore
