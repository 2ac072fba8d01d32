import { expect, test } from 'vitest';
import { emptySnapshot } from '../../../src/lib/definitions/snapshot';
import { namedThings } from '../../../src/lib/instance/named-things';

const source = `// %% [notebook] {"format":1}
// {
//   "title": "Bakery"
// }

// %% [markdown] {"id":"cell0001"}
// # From flour to cake

// %% {"id":"cell0002"}

export const dough = asset(() => 1);

// %% {"id":"cell0003","name":"oven"}
export const cake = asset(() => 2);

// %% {"id":"cell0004"}
`;

test('a notebook, what it defines, and its cells by name or by what they begin with', async () => {
  const asset = { key: 'dough', cell: 'cell0002' };
  const sensor = { name: 'newFlour', cell: 'cell0003' };
  const snapshot = { ...emptySnapshot, assets: [asset], sensors: [sensor] } as never;
  const things = await namedThings({
    listNotebooks: () =>
      Promise.resolve([{ id: 'one', title: 'Bakery', source, revision: 1, createdAt: 0, updatedAt: 0 }]),
    locations: () => Promise.resolve([{ name: 'one', bundle: '', loadedAt: 0, snapshot }]),
  });
  expect(things.map(({ kind, name, cell }) => [kind, name, cell])).toEqual([
    ['notebook', 'Bakery', undefined],
    ['asset', 'dough', 'cell0002'],
    ['sensor', 'newFlour', 'cell0003'],
    ['cell', 'From flour to cake', 'cell0001'],
    ['cell', 'dough = asset(() => 1);', 'cell0002'],
    ['cell', 'oven', 'cell0003'],
  ]);
});
