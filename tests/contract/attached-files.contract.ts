import { tableFromArrays, tableToIPC } from 'apache-arrow';
import { expect, test } from 'vitest';
import { writeTable } from '$lib/artifacts/formats/write-table';
import { tableOf } from '$lib/artifacts/view/value-table';
import type { Load } from './isolates';
import { cakesDatabase } from '../fixtures/cakes-database';
import { run } from './run-step';

const cakes = [
  { name: 'castella', price: 4.5 },
  { name: 'chiffon', price: null },
];

const files: Record<string, () => Promise<Uint8Array>> = {
  'cakes.csv': async () => new TextEncoder().encode('name,price\ncastella,4.5\nchiffon,\n'),
  'cakes.parquet': () => writeTable(tableOf(cakes)!, 'parquet'),
  'cakes.sqlite': cakesDatabase,
  'cakes.arrow': async () => tableToIPC(tableFromArrays({ n: [1, 2] }), 'file'),
};

/** What `context.file` reads, inside of an isolate, which can fetch nothing. */
export function attachedFilesContract(load: Load): void {
  test.each([
    ['cakes.csv', '.csv({ price: "number" })', cakes],
    ['cakes.parquet', '.parquet()', cakes],
    ['cakes.sqlite', '.sqlite("select * from cakes where name < ?", ["d"])', cakes],
    ['cakes.arrow', '.arrow().then((table) => [...table.getChild("n")])', [1, 2]],
  ])('%s is read by %s', async (path, reading, expected) => {
    const { isolate, bundle } = await load(
      {
        cakes: `import { asset } from "dagbook";\nexport const cakes = asset((_, context) => context.file("${path}")${reading});`,
      },
      {
        attachments: { [path]: '0'.repeat(64) },
        read: (asked) => files[asked]!(),
      },
    );
    const { heard, value } = await run(isolate, { bundle, node: 'cakes' });
    expect(heard.at(-1)).toMatchObject({ type: 'succeeded' });
    expect(value).toEqual(expected);
    isolate.terminate();
  });

  test('an asset by a query reads other assets as tables', async () => {
    const source = `import { asset, sql } from "dagbook";
export const cakes = asset(() => []);
export const cheap = sql\`select name, price * \${2} as twice from cakes order by price desc limit 1\`;
export const people = asset((_, context) => context.sql("select count(*) as n, max(born) as last from p", { p: [{ born: new Date(0) }, { name: "x" }] }));
export const wrong = sql\`
select name, 'é',
  lost from cakes
\`;`;
    const { isolate, bundle } = await load({ source });
    const inputs = { cakes: [{ name: 'castella', price: 4.5 }, { name: 'none' }] };
    const ask = (node: string, given = {}) => run(isolate, { bundle, node, inputs: given });
    expect((await ask('cheap', inputs)).value).toEqual([{ name: 'castella', twice: 9 }]);
    expect((await ask('people')).value).toEqual([{ n: 2, last: '1970-01-01T00:00:00.000Z' }]);
    expect((await ask('wrong', inputs)).heard.at(-1)).toMatchObject({
      error: { name: 'SqlError', message: 'no such column: lost', at: { line: 7, column: 3 } },
    });
    isolate.terminate();
  });

  test('what reads a format is there for files whose name says so; else the remedy is told', async () => {
    const { isolate, bundle } = await load(
      {
        x: 'import { asset } from "dagbook";\nexport const x = asset((_, context) => context.file("x.bin").parquet());',
      },
      { attachments: { 'x.bin': '0'.repeat(64) }, read: async () => new Uint8Array() },
    );
    const { heard } = await run(isolate, { bundle, node: 'x' });
    expect(heard.at(-1)).toMatchObject({
      error: { name: 'ReaderNotLoaded', remedy: 'Attach the file under a name that ends in .parquet.' },
    });
    isolate.terminate();
  });
}
