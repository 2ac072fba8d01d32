import { beforeEach, describe, expect, test } from 'vitest';
import type { CellChange, NotebookLanguage } from '$lib/language/language';
import { caret, openLanguage } from './open-language';

const imports = 'import { asset } from "dagbook";';
const orders = '/** What was sold. */\nexport const orders = asset(() => [{ total: 40, customer: "Kim" }]);';
const total = caret(
  'export const total = asset({ ins: { orders } }, ({ orders }) => orders.map((order) => order.|total));',
);
const view = 'orders; const label = "x"; label';

let language: NotebookLanguage;
beforeEach(async () => void (language = await openLanguage(imports, orders, total.text, view)), 60_000);

/** The texts that changes make of the notebook's. */
function changed(changes: readonly CellChange[]): Readonly<Record<string, string>> {
  const texts = [imports, orders, total.text, view];
  return Object.fromEntries(
    changes.map(({ cell, changes }) => [
      cell,
      changes.reduceRight(
        (text, { from, to, insert }) => text.slice(0, from) + insert + text.slice(to),
        texts[Number(cell.slice(1))]!,
      ),
    ]),
  );
}

describe('completion', () => {
  test('the value of an upstream asset flows into the input', () => {
    const found = language.complete('c2', total.offset)!;
    expect(found.items.map(({ label }) => label)).toEqual(['customer', 'total']);
    expect(language.describeItem('c2', total.offset, found.items[1]!)?.code).toContain('total: number');
  });

  test('names of other cells are offered, with what is written about them', () => {
    const found = language.complete('c3', 0)!;
    const item = found.items.find(({ label }) => label === 'orders')!;
    expect(item.source).toBeUndefined();
    expect(language.describeItem('c3', 0, item)?.documentation).toBe('What was sold.');
  });

  test('a name of dagbook joins the import that the notebook has', () => {
    const item = language.complete('c3', 0)!.items.find(({ label }) => label === 'assetCheck')!;
    const { edits, documentation } = language.describeItem('c3', 0, item)!;
    expect(documentation).toMatch(/^Defines a check/);
    expect(changed(edits)).toEqual({ c0: 'import { asset, assetCheck } from "dagbook";' });
    const type = language.complete('c3', 0)!.items.find(({ label }) => label === 'AssetOptions')!;
    expect(changed(language.describeItem('c3', 0, type)!.edits).c0).toContain('asset, type AssetOptions }');
  });

  test('where nothing is imported yet the cell begins with the import', async () => {
    const bare = await openLanguage('a');
    const item = bare.complete('c0', 1)!.items.find(({ label }) => label === 'asset')!;
    expect(bare.describeItem('c0', 1, item)?.edits).toEqual([
      { cell: 'c0', changes: [{ from: 0, to: 0, insert: 'import { asset } from "dagbook";\n' }] },
    ]);
  });

  test('inside a text nothing is offered to import', () => {
    expect(language.complete('c3', view.indexOf('x"'))?.items ?? []).toEqual([]);
  });
});

test('a name of another cell is told as it is declared there', () => {
  expect(language.describe('c3', 0)).toMatchObject({ from: 0, to: 6, documentation: 'What was sold.' });
  expect(language.describe('c3', 0)?.code).toMatch(/^const orders: AssetDefinition</);
});

test('the parameter that is being written is told', () => {
  const found = language.signature('c1', orders.indexOf('(') + 1)!;
  const { code, parameters } = found.signatures[found.active]!;
  expect(code).toContain('asset');
  expect(code.slice(parameters[0]!.from, parameters[0]!.to)).toMatch(/^compute:/);
});

test('a definition is found across cells', () => {
  const from = orders.indexOf('orders =');
  expect(language.definition('c3', 3)).toEqual([{ cell: 'c1', from, to: from + 6 }]);
  expect(language.definition('c0', imports.indexOf('asset'))).toEqual([]);
});

test('every use is found, in the notebook’s order', () => {
  expect(language.references('c3', 0).map(({ cell }) => cell)).toEqual(['c1', 'c2', 'c3']);
});

describe('renaming', () => {
  test('reaches every cell, whichever it begins in', () => {
    for (const [cell, offset] of [['c3', 0], ['c1', orders.indexOf('orders')], ['c2', total.text.indexOf('orders')]] as const) {
      const answer = language.rename(cell, offset, 'sales');
      expect('changes' in answer && changed(answer.changes)).toEqual({
        c1: orders.replace('const orders', 'const sales'),
        c2: total.text.replace('{ orders }', '{ orders: sales }'),
        c3: view.replace('orders', 'sales'),
      });
    }
  }); // prettier-ignore

  test('a local name stays in its cell, whatever others are called', () => {
    const answer = language.rename('c2', total.text.lastIndexOf('order.'), 'label');
    expect('changes' in answer && Object.keys(changed(answer.changes))).toEqual(['c2']);
  });

  test.each([
    ['label', 'taken'],
    ['total', 'taken'],
    ['class', 'noName'],
    ['a b', 'noName'],
    ['1st', 'noName'],
    ['', 'noName'],
  ])('%s is refused: %s', (name, refused) => {
    expect(language.rename('c3', 0, name)).toEqual({ refused });
  });

  test('what the notebook does not define has no other name', () => {
    expect(language.nameAt('c0', imports.indexOf('asset'))).toBeUndefined();
    expect(language.nameAt('c3', 1)).toEqual({ from: 0, to: 6, name: 'orders' });
  });
});
