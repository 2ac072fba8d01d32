import { expect } from 'vitest';
import type { StaleStatus } from '$lib/graph/staleness';
import { caseOf, type CaseBench, type CaseSuite } from './case-bench';

const expected = (name: string) => caseOf(name).expect;

/** A notebook of its own for each case: keys are global, so they bear its name. */
const stale = async ({ instance }: CaseBench, location: string): Promise<Record<string, StaleStatus>> =>
  Object.fromEntries(
    (await instance.assets(location)).map(({ asset, stale }) => [asset.key.slice(location.length), stale]),
  );

/** `_a` becomes the key NOTEBOOK_a. */
const cellOf = (location: string, text: string) => text.replace(/\b_(?=[a-z])/g, `${location}_`);

async function opened(bench: CaseBench, location: string, text: string) {
  const load = (cell: string) => bench.load(location, cellOf(location, cell));
  await load(text);
  return {
    load,
    run: (selection = '*') => bench.run(location, { selection: cellOf(location, selection) }),
    stale: async (key: string) => (await stale(bench, location))[`_${key}`]!,
  };
}

const fresh = { status: 'FRESH', causes: [] };
// Each materialization is another value.
const random = 'Math.random()';
const chain = `export const _a = asset(() => ${random}); export const _b = asset({ ins: { _a } }, () => 1);`;

export const staleness: CaseSuite = {
  topic: 'staleness',
  cases: {
    async 'st-01-missing'(bench) {
      const { stale } = await opened(bench, 'st1', chain);
      expect((await stale('a')).status).toBe(expected('st-01-missing').status);
    },
    async 'st-02-fresh'(bench) {
      const { run, stale } = await opened(bench, 'st2', chain);
      await run();
      const { A, B } = expected('st-02-fresh');
      expect([(await stale('a')).status, (await stale('b')).status]).toEqual([A, B]);
    },
    async 'st-03-remat-no-version'(bench) {
      const { run, stale } = await opened(bench, 'st3', chain);
      await run();
      await run('_a');
      const { B, cause, reason } = expected('st-03-remat-no-version');
      expect(await stale('b')).toMatchObject({ status: B, causes: [{ category: cause, reason }] });
    },
    async 'materialized again without a code version and without a value: it is new'(bench) {
      const text = 'export const _a = asset(() => {}); export const _b = asset({ deps: [_a] }, () => 1);';
      const { run, stale } = await opened(bench, 'st3n', text);
      await run();
      await run('_a');
      expect(await stale('b')).toMatchObject({
        status: 'STALE',
        causes: [{ category: 'DATA', reason: 'has a new dependency materialization' }],
      });
    },
    async 'materialized again with the same code version: downstream stays fresh'(bench) {
      const text =
        'export const _a = asset({ codeVersion: "1" }, () => {}); export const _b = asset({ deps: [_a] }, () => 1);';
      const { run, stale } = await opened(bench, 'st4', text);
      await run();
      await run('_a');
      expect((await stale('b')).status).toBe('FRESH');
    },
    async 'st-05-code-change'(bench) {
      const text = (version: string) =>
        `export const _a = asset({ codeVersion: "${version}" }, () => 1); export const _b = asset({ codeVersion: "1", ins: { _a } }, () => 1);`;
      const { run, load, stale } = await opened(bench, 'st5', text('1'));
      await run();
      await load(text('2'));
      const { A, B } = expected('st-05-code-change');
      expect(await stale('a')).toMatchObject({
        status: A.status,
        causes: [{ category: A.cause, reason: A.reason }],
      });
      expect(await stale('b')).toMatchObject({ status: B.status, causes: [{ reason: B.reason }] });
      await run('_a');
      expect((await stale('a')).status).toBe('FRESH');
      // The value is the same, and so is its data version.
      expect((await stale('b')).status).toBe('FRESH');
    },
    async 'st-07-new-dep'(bench) {
      const text = (deps: string) =>
        `export const _x = asset(() => 1); export const _b = asset({ codeVersion: "1", deps: [${deps}] }, () => 1);`;
      const { run, load, stale } = await opened(bench, 'st7', text(''));
      await run('_b');
      await load(text('_x'));
      await run('_x');
      const { status, cause, reason } = expected('st-07-new-dep').B;
      expect(await stale('b')).toMatchObject({
        status,
        causes: [{ category: cause, reason: reason.replace('X', 'st7_x') }],
      });
    },
    async 'a new dependency that has no data yet, and one that had none when it was followed'(bench) {
      const text = (deps: string) =>
        `export const _x = asset(() => 1); export const _b = asset({ codeVersion: "1", deps: [${deps}] }, () => 1);`;
      const { run, load, stale } = await opened(bench, 'st7n', text(''));
      await run('_b');
      await load(text('_x'));
      expect(await stale('b')).toMatchObject({ causes: [{ reason: 'has a new dependency on st7n_x' }] });
      await run('_b');
      expect((await stale('b')).status).toBe('FRESH');
      await run('_x');
      expect(await stale('b')).toMatchObject({
        causes: [{ reason: 'has a new dependency materialization' }],
      });
    },
    async 'an asset of a graph remembers what its ops read; a partitioned upstream that only orders is remembered'(
      bench,
    ) {
      const text = `const flour = asset({ name: '_f' }, () => 1); const inc = op({ name: 'inc' }, ({ n }) => n + 1);
        export const _f = flour;
        export const _g = graphAsset({ ins: { n: flour } }, ({ n }) => inc.alias('two')({ n: inc({ n }) }));
        export const _p = asset({ partitionsDef: new StaticPartitionsDefinition(['x', 'y']) }, (_, { partitionKeys }) => Object.fromEntries(partitionKeys.map((key) => [key, 1])));
        export const _o = asset({ deps: [_p, _g] }, () => 1);`;
      const { run, stale } = await opened(bench, 'stg', text);
      await bench.run('stg', { selection: 'stg_p', partition: 'x,y' });
      await run('not key:_p');
      expect([await stale('g'), await stale('o')]).toEqual([fresh, fresh]);
      await run('_f');
      expect((await stale('g')).status).toBe('FRESH');
    },
    async 'st-08-removed-dep'(bench) {
      const text = (deps: string) =>
        `export const _x = asset(() => 1); export const _b = asset({ codeVersion: "1", deps: [${deps}] }, () => 1);`;
      const { run, load, stale } = await opened(bench, 'st8', text('_x'));
      await run();
      await load(text(''));
      const { status, cause, reason } = expected('st-08-removed-dep').B;
      expect(await stale('b')).toMatchObject({
        status,
        causes: [{ category: cause, reason: reason.replace('X', 'st8_x') }],
      });
    },
    async 'st-11-order'(bench) {
      const text = (names: string) =>
        `export const _a = asset(() => 1); export const _b = asset(() => 2); export const _c = asset({ codeVersion: "1", deps: [${names}] }, () => {});`;
      const { run, load } = await opened(bench, 'st11', text('_b, _a'));
      await run();
      await load(text('_a, _b'));
      await run('_c');
      const made = await bench.instance.materializations('st11_c');
      expect(new Set(made.map(({ data }) => data.dataVersion)).size).toBe(1);
      expect(made).toHaveLength(2);
    },
    async 'a data version of the user’s own'(bench) {
      const text = `export const _a = asset(() => new MaterializeResult({ value: ${random}, dataVersion: new DataVersion('mine') }));
        export const _b = asset({ ins: { _a } }, () => 1);`;
      const { run, stale } = await opened(bench, 'stown', text);
      await run();
      await run('_a');
      expect((await stale('b')).status).toBe('FRESH');
      expect((await bench.instance.materializations('stown_a'))[0]!.data.dataVersion).toBe('mine');
    },
    async 'st-12-external'(bench) {
      const text =
        'export const _e = new AssetSpec("_e"); export const _b = asset({ codeVersion: "1", deps: [_e] }, () => 1);';
      const { run, stale } = await opened(bench, 'st12', text);
      expect((await stale('e')).status).not.toBe('STALE');
      await run('_b');
      const report = (dataVersion: string) =>
        bench.instance.reportAsset({ assetKey: 'st12_e', event: 'observation', dataVersion });
      await report('1');
      await report('2');
      expect((await stale('e')).status).not.toBe('STALE');
    },
    async 'st-13-100-partitions'(bench) {
      const text = (count: number) =>
        `const def = new StaticPartitionsDefinition(Array.from({ length: ${count} }, (_, at) => 'k' + at));
         export const _p = asset({ partitionsDef: def }, (_, { partitionKeys }) => Object.fromEntries(partitionKeys.map((key) => [key, ${random}])));
         export const _all = asset({ codeVersion: "1", ins: { _p } }, () => 1);`;
      for (const [location, count, status] of [
        ['st13', 100, 'FRESH'],
        ['st13few', 99, 'STALE'],
      ] as const) {
        const { stale } = await opened(bench, location, text(count));
        const make = () =>
          bench.run(location, { selection: `${location}_p`, partition: `k0...k${count - 1}` });
        await make();
        await bench.run(location, { selection: `${location}_all` });
        await make();
        expect((await stale('all')).status).toBe(status);
      }
    },
  },
};
