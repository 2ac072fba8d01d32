/* eslint-disable @typescript-eslint/no-explicit-any -- what cells write need not be typed */
import {
  asset,
  AssetIn,
  AssetOut,
  DynamicOut,
  graph,
  graphAsset,
  graphMultiAsset,
  In,
  job,
  op,
  Out,
  RetryPolicy,
} from '$lib/definitions';
import { ioManager } from '$lib/definitions/io-manager';
import { Nothing } from '$lib/definitions/nothing';
import { describe, expect, it } from 'vitest';
import { collect, stepText } from './collect';

const a = op(() => 1);
const b = op(() => 2);
const inc = op(({ n }: { n: any }) => n);
const add = op(({ x, y }: { x: any; y: any }) => x + y);
const split = op({ outs: { left: new Out<any>(), right: new Out<any>() } }, () => [1, 2]);
const many = op({ out: new DynamicOut<any>() }, function* (_: { n?: any }): Generator {});
const sum = op(({ all }: { all: any }) => all);
const wait = op({ ins: { start: new In({ type: Nothing }), also: new In({ nothing: true }) } }, () => 1);
const ops = { a, b, inc, add, split, many, sum, wait };

/** The steps of a job, as text. */
function stepsOf(body: () => unknown, exports: Record<string, unknown> = {}) {
  const { snapshot } = collect({ j: job(body), ...exports }, ops);
  expect(snapshot.errors).toEqual([]);
  return snapshot.jobs[0]!.steps!.map(stepText);
}

describe('the body of a job becomes steps', () => {
  const twice = graph(({ n }: { n: any }) => inc({ n: inc({ n }) }));
  const both = graph(() => ({ one: a(), two: twice({ n: b() }) }));
  const eachTwice = graph(({ n }: { n: any }) =>
    many({ n })
      .map((x) => twice({ n: x }))
      .collect(),
  );
  const graphs = { twice, both, eachTwice };

  // prettier-ignore
  it.each<[string, () => unknown, readonly string[]]>([
    ['one op', () => a(), ['a = a()']],
    ['a chain', () => inc({ n: inc({ n: a() }) }), ['a = a()', 'inc = inc(n: a.result)', 'inc_2 = inc(n: inc.result)']],
    ['an alias', () => inc.alias('next')({ n: a.alias('first')() }), ['first = a()', 'next = inc(n: first.result)']],
    ['an alias that takes the name of a second use', () => (a.alias('a_2')(), a(), a()), ['a_2 = a()', 'a = a()', 'a_3 = a()']],
    ['constants', () => add({ x: 1, y: { deep: [null, 'text'] } }), ['add = add(x: 1, y: {"deep":[null,"text"]})']],
    ['a list of handles and constants', () => sum({ all: [a(), 5, [b()]] }), ['a = a()', 'b = b()', 'sum = sum(all: [a.result, 5, [b.result]])']],
    ['an empty list is a constant', () => sum({ all: [] }), ['sum = sum(all: [])']],
    ['outputs by name', () => { const { left, right } = split(); add({ x: right, y: left }); }, ['split = split()', 'add = add(x: split.right, y: split.left)']],
    ['outputs in their order', () => { const [x, y] = split(); add({ x, y }); }, ['split = split()', 'add = add(x: split.left, y: split.right)']],
    ['order without a value', () => wait({ start: a(), also: [b(), inc({ n: 1 })] }), ['a = a()', 'b = b()', 'inc = inc(n: 1)', 'wait = wait() after a.result, b.result, inc.result']],
    ['order said at the invocation', () => inc({ n: 1 }, { after: [a(), split().right] }), ['a = a()', 'split = split()', 'inc = inc(n: 1) after a.result, split.right']],
    ['a graph', () => twice({ n: a() }), ['a = a()', 'twice.inc = inc(n: a.result)', 'twice.inc_2 = inc(n: twice.inc.result)']],
    ['a graph twice, once under another name', () => (twice({ n: 1 }), twice({ n: 2 }), twice.alias('last')({ n: 3 })), ['twice.inc = inc(n: 1)', 'twice.inc_2 = inc(n: twice.inc.result)', 'twice_2.inc = inc(n: 2)', 'twice_2.inc_2 = inc(n: twice_2.inc.result)', 'last.inc = inc(n: 3)', 'last.inc_2 = inc(n: last.inc.result)']],
    ['a graph in a graph', () => { const { two } = both(); inc({ n: two }); }, ['both.a = a()', 'both.b = b()', 'both.twice.inc = inc(n: both.b.result)', 'both.twice.inc_2 = inc(n: both.twice.inc.result)', 'inc = inc(n: both.twice.inc_2.result)']],
    ['a list for an input of a graph', () => twice({ n: [a(), b()] }), ['a = a()', 'b = b()', 'twice.inc = inc(n: [a.result, b.result])', 'twice.inc_2 = inc(n: twice.inc.result)']],
    ['map and collect', () => sum({ all: many().map((n) => inc({ n })).collect() }), ['many = many()', 'inc = inc[over many.result](n: many.result)', 'sum = sum(all: all inc.result)']],
    ['collect without map', () => sum({ all: many().collect() }), ['many = many()', 'sum = sum(all: all many.result)']],
    ['map of a map', () => sum({ all: many().map((n) => inc({ n })).map((n) => inc({ n })).collect() }), ['many = many()', 'inc = inc[over many.result](n: many.result)', 'inc_2 = inc[over many.result](n: inc.result)', 'sum = sum(all: all inc_2.result)']],
    ['a value beside the mapped one', () => { const x = a(); many().map((y) => add({ x, y })); }, ['a = a()', 'many = many()', 'add = add[over many.result](x: a.result, y: many.result)']],
    ['several results of a map', () => { const { p, q } = many().map((n) => ({ p: inc({ n }), q: sum({ all: n }) })); add({ x: p.collect(), y: q.collect() }); }, ['many = many()', 'inc = inc[over many.result](n: many.result)', 'sum = sum[over many.result](all: many.result)', 'add = add(x: all inc.result, y: all sum.result)']],
    ['nested maps, the inner collected in the outer', () => many().map((n) => many({ n }).map((m) => inc({ n: m })).collect()).map((all) => sum({ all })), ['many = many()', 'many_2 = many[over many.result](n: many.result)', 'inc = inc[over many.result, many_2.result](n: many_2.result)', 'sum = sum[over many.result](all: all inc.result)']],
    ['nested maps, collected outside level by level', () => sum({ all: many().map((n) => many({ n })).map((n) => inc({ n })).collect().map((all) => sum({ all })).collect() }), ['many = many()', 'many_2 = many[over many.result](n: many.result)', 'inc = inc[over many.result, many_2.result](n: many_2.result)', 'sum = sum[over many.result](all: all inc.result)', 'sum_2 = sum(all: all sum.result)']],
    ['order after all that was mapped', () => wait({ start: many().map((n) => inc({ n })) }), ['many = many()', 'inc = inc[over many.result](n: many.result)', 'wait = wait() after inc.result']],
    ['a graph inside of a map', () => sum({ all: many().map((n) => twice({ n })).collect() }), ['many = many()', 'twice.inc = inc[over many.result](n: many.result)', 'twice.inc_2 = inc[over many.result](n: twice.inc.result)', 'sum = sum(all: all twice.inc_2.result)']],
    ['a map inside of a graph', () => sum({ all: eachTwice({ n: a() }) }), ['a = a()', 'eachTwice.many = many(n: a.result)', 'eachTwice.twice.inc = inc[over eachTwice.many.result](n: eachTwice.many.result)', 'eachTwice.twice.inc_2 = inc[over eachTwice.many.result](n: eachTwice.twice.inc.result)', 'sum = sum(all: all eachTwice.twice.inc_2.result)']],
  ])('%s', (_, body, steps) => {
    expect(stepsOf(body, graphs)).toEqual(steps);
  });

  it('what is connected to nothing comes from the run config, unless it has a default', () => {
    const late = op({ ins: { n: new In<number>(), m: new In<number>({ default: 3 }) } }, ({ n, m }) => n + m);
    expect(stepsOf(() => late(), { late })).toEqual(['late = late(n: config, m: config or 3)']);
    const inner = graph({ ins: { n: new In<number>(), k: new In<number>({ default: 7 }) } }, ({ n, k }) =>
      late({ n, m: k }),
    );
    expect(stepsOf(() => inner(), { late, inner })).toEqual(['inner.late = late(n: config, m: config or 7)']);
  });

  it('a graph becomes a job, its inputs from the run config or from constants', () => {
    const add2 = graph(({ n, m }: { n: any; m: any }) => add({ x: n, y: m }));
    const { snapshot } = collect(
      {
        add2,
        open: add2.toJob(),
        shut: add2.toJob({ inputValues: { n: 1, m: [2] } }),
        named: add2.toJob({ name: 'other' }),
      },
      ops,
    );
    expect(snapshot.errors).toEqual([]);
    expect(
      snapshot.jobs.map(({ name, steps, selection }) => [name, steps!.map(stepText), selection]),
    ).toEqual([
      ['open', ['add = add(x: config, y: config)'], ''],
      ['shut', ['add = add(x: 1, y: [2])'], ''],
      ['other', ['add = add(x: config, y: config)'], ''],
    ]);
  });

  it('a job of ops can load assets, through graphs and in lists too', () => {
    const rows = asset({ keyPrefix: 'shop', ioManagerKey: 'parquet' }, () => 1);
    const parquet = ioManager(() => ({ handleOutput() {}, loadInput: () => 1 }));
    const { snapshot } = collect(
      {
        rows,
        parquet,
        j: job(() => (sum({ all: [a(), rows] }), twice({ n: rows }))),
        k: job(() => inc({ n: asset(() => 1) })),
      },
      { ...ops, twice },
    );
    expect(snapshot.jobs[0]!.steps!.map(stepText)).toEqual([
      'a = a()',
      'sum = sum(all: [a.result, asset shop/rows])',
      'twice.inc = inc(n: asset shop/rows)',
      'twice.inc_2 = inc(n: twice.inc.result)',
    ]);
    expect(snapshot.jobs[0]!.steps![1]!.resources).toEqual(['parquet']);
    expect(snapshot.errors.map(({ message }) => message)).toEqual([
      'job k: input "n" of inc is an asset that no cell exports by name',
    ]);
  });

  it('what is said of a use comes before what is said of the graph around it, and that before the op', () => {
    const [first, second, third] = [1, 2, 3].map((maxRetries) => new RetryPolicy({ maxRetries }));
    const mine = op(
      { retryPolicy: first, tags: { a: 'op', b: 'op', c: 'op' }, timeout: 5, pool: 'db' },
      () => 1,
    );
    const around = graph(() => (mine(), mine.withRetryPolicy(third!)()));
    const { snapshot } = collect({
      mine,
      around,
      j: job(
        () => (
          mine(),
          around.withRetryPolicy(second!).withTags({ b: 'graph', c: 'graph' })(),
          mine.withTags({ c: 'use' })()
        ),
      ),
    });
    expect(snapshot.errors).toEqual([]);
    expect(snapshot.jobs[0]!.steps!.map(({ key, retryPolicy, tags }) => [key, retryPolicy, tags])).toEqual([
      ['mine', { maxRetries: 1 }, { a: 'op', b: 'op', c: 'op' }],
      ['around.mine', { maxRetries: 2 }, { a: 'op', b: 'graph', c: 'graph' }],
      ['around.mine_2', { maxRetries: 3 }, { a: 'op', b: 'graph', c: 'graph' }],
      ['mine_2', { maxRetries: 1 }, { a: 'op', b: 'op', c: 'use' }],
    ]);
    expect(snapshot.jobs[0]!.steps![0]).toMatchObject({ timeout: 5, pool: 'db', node: 'j', cell: 'cell j' });
  });

  it('an op is there once, whatever its uses are called; one that is not exported too', () => {
    const { runtime, snapshot } = collect(
      { j: job(() => inc.alias('x')({ n: inc({ n: 1 }) })), g: graphAsset(() => a()) },
      ops,
    );
    expect(snapshot.errors).toEqual([]);
    expect(['a', 'inc', 'x', 'inc_2', 'g'].filter((name) => runtime.nodes.get(name))).toEqual(['a', 'inc']);
    expect(runtime.nodes.get('inc')).toMatchObject({
      inputs: [{ name: 'n' }],
      outputs: [{ name: 'result', isRequired: true }],
    });
  });

  it('a big body is composed in time in proportion', () => {
    const { snapshot } = collect(
      {
        j: job(() => {
          let last: any = a();
          for (let i = 0; i < 5_000; i++) last = inc({ n: last });
        }),
      },
      ops,
    );
    expect(snapshot.jobs[0]!.steps).toHaveLength(5_001);
    expect(snapshot.jobs[0]!.steps!.at(-1)!.key).toBe('inc_5000');
  });
});

describe('assets of graphs', () => {
  it('each op is a step under the name of the asset, and the asset is one', () => {
    const raw = asset(() => 1);
    const { snapshot, runtime } = collect(
      {
        raw,
        clean: graphAsset(
          {
            ins: { rows: new AssetIn(raw, { byPartition: true }) },
            deps: ['other'],
            keyPrefix: 'shop',
            group: 'tidy',
          },
          ({ rows }) => inc({ n: inc({ n: rows }) }) as any,
        ),
        next: asset({ ins: { clean: new AssetIn('shop/clean') } }, () => 2),
      },
      ops,
    );
    expect(snapshot.errors).toEqual([]);
    expect(snapshot.steps.map(stepText)).toEqual([
      'raw = raw()',
      'shop__clean.inc = inc(n: asset raw by partition)',
      'shop__clean.inc_2 = inc(n: shop__clean.inc.result)',
      'next = next(clean: asset shop/clean)',
    ]);
    expect(snapshot.assets[1]).toMatchObject({
      key: 'shop/clean',
      node: 'shop__clean',
      step: 'shop__clean.inc_2',
      output: 'result',
      group: 'tidy',
      isExecutable: true,
      deps: [{ key: 'raw', input: 'rows' }, { key: 'other' }],
    });
    for (const name of ['inc', 'raw', 'next']) expect(runtime.nodes.get(name)).toMatchObject({ name });
    expect(runtime.nodes.get('shop__clean')).toBeUndefined();
  });

  it.each([
    [
      'by name',
      () => {
        const { left, right } = split();
        return { q: left, p: right };
      },
      ['right', 'left'],
    ],
    ['as a list in the order of outs', () => [...split()], ['left', 'right']],
    [
      'as the record of an op',
      () => {
        const { left: p, right: q } = split();
        return { p, q };
      },
      ['left', 'right'],
    ],
  ] as const)('several assets, returned %s', (_, body, outputs) => {
    const outs = {
      p: new AssetOut({ key: 'x/p', ioManagerKey: 'parquet' }),
      q: new AssetOut({ isRequired: false }),
    };
    const { snapshot } = collect(
      {
        g: graphMultiAsset({ outs, canSubset: true }, body as any),
        parquet: ioManager(() => ({ handleOutput() {}, loadInput: () => 1 })),
      },
      ops,
    );
    expect(snapshot.errors).toEqual([]);
    expect(snapshot.assets).toMatchObject([
      { key: 'x/p', node: 'g', step: 'g.split', output: outputs[0], isRequired: true, canSubset: true },
      { key: 'q', node: 'g', step: 'g.split', output: outputs[1], isRequired: false },
    ]);
    expect(snapshot.steps[0]!.outputs.find(({ name }) => name === outputs[0])!.ioManagerKey).toBe('parquet');
    expect(snapshot.steps[0]!.resources).toEqual(['parquet']);
  });
});
