import { expect, test } from 'vitest';
import { cellLineage, relationsOf } from '$lib/components/notebook/cell-lineage';

const asset = (key: string, ...deps: string[]) =>
  [key, { asset: { key, cell: `cell ${key}`, deps: deps.map((dep) => ({ key: dep })) } }] as const;
const byKey = new Map([asset('a'), asset('b', 'a', 'elsewhere'), asset('c', 'b'), asset('d', 'c')]);
const cells = new Map([...byKey.keys()].map((key) => [key, `cell ${key}`]));

test('a cell is told what it is made from and what it feeds, next to it and further', () => {
  const view = {
    cell: 'shown',
    uses: [
      { from: 'asset', key: 'd' },
      { from: 'input', key: 'least' },
    ],
  };
  const lineage = cellLineage({ byKey, cells } as never, new Map([['helper', ['cell c']]]), [view] as never);
  expect(Object.fromEntries(relationsOf('cell c', lineage))).toEqual({
    'cell a': 'upstream',
    'cell b': 'input',
    helper: 'input',
    'cell c': 'self',
    'cell d': 'output',
    shown: 'downstream',
  });
  expect([...relationsOf('alone', lineage)]).toEqual([['alone', 'self']]);
});
