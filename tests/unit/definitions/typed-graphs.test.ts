import {
  asset,
  AssetIn,
  AssetSpec,
  DynamicOut,
  graph,
  graphAsset,
  graphMultiAsset,
  AssetOut,
  In,
  job,
  multiAsset,
  observableSourceAsset,
  op,
  Out,
  type DynamicHandle,
  type Handle,
  type NestedDynamicHandle,
} from '$lib/definitions';
import { DynamicOutput } from '$lib/definitions/output';
import { expectTypeOf, it } from 'vitest';

interface Cake {
  readonly name: string;
  readonly weight: number;
}

// What the type checker must accept and refuse; nothing of it runs.
const checked = (_: () => void) => {};

const bake = op((): Cake[] => [{ name: 'a', weight: 1 }]);
const count = op(async ({ cakes }: { cakes: readonly { readonly name: string }[] }) => cakes.length);
const slice = op(
  { out: new DynamicOut() },
  function* ({ cakes, most = 2 }: { cakes: readonly Cake[]; most?: number }) {
    for (const cake of cakes.slice(0, most)) yield new DynamicOutput({ value: cake, mappingKey: cake.name });
  },
);
const weigh = op(({ cake }: { cake: Cake }) => cake.weight);
const split = op(
  { outs: { light: new Out<Cake[]>(), heavy: new Out<Cake[]>(), sum: new Out<number>() } },
  () => ({
    light: [],
    heavy: [],
    sum: 1,
  }),
);

it('what flows from op to op is typed', () => {
  checked(() => {
    expectTypeOf(bake()).toEqualTypeOf<Handle<Cake[]>>();
    expectTypeOf(count({ cakes: bake() })).toEqualTypeOf<Handle<number>>();
    count({ cakes: [{ name: 'constant' }] });
    // @ts-expect-error a number is not a list of cakes
    count({ cakes: count({ cakes: bake() }) });
    // @ts-expect-error a cake without a name
    count({ cakes: [{ weight: 1 }] });
    // @ts-expect-error there is no such input
    count({ cake: bake() });
    // @ts-expect-error the input is missing
    count();
    // @ts-expect-error an op is not a handle
    count({ cakes: bake });
    // @ts-expect-error the values are many
    weigh({ cake: slice({ cakes: bake() }) });
    count.alias('again').withTags({ a: 'b' })({ cakes: bake() });
    // @ts-expect-error nor under another name
    count.alias('again')({ cakes: 5 });
  });
});

it('lists of handles, constants and handles together', () => {
  const add = op(({ numbers }: { numbers: readonly number[] }) => numbers.length);
  checked(() => {
    const one = count({ cakes: bake() });
    add({ numbers: [one, one, 3] });
    add({ numbers: one as unknown as Handle<number[]> });
    // @ts-expect-error one member is no number
    add({ numbers: [one, bake()] });
  });
});

it('several outs are a record, or a list of what they have in common', () => {
  checked(() => {
    const { light, sum } = split();
    expectTypeOf(light).toEqualTypeOf<Handle<Cake[]>>();
    expectTypeOf(sum).toEqualTypeOf<Handle<number>>();
    // @ts-expect-error it has no such output
    void split().medium;
    const pair = op({ outs: { a: new Out<number>(), b: new Out<number>() } }, () => [1, 2]);
    const [a] = pair();
    expectTypeOf(a!).toEqualTypeOf<Handle<number>>();
  });
  const named = op({ outs: { a: new Out(), b: new Out() } }, () => ({ a: 1, b: 'text' }));
  checked(() => {
    expectTypeOf(named().b).toEqualTypeOf<Handle<string>>();
  });
});

it('dynamic outputs are mapped and collected', () => {
  const parts = op({ out: new DynamicOut<number>() }, function* ({ cake }: { cake: Cake }) {
    yield new DynamicOutput({ value: cake.weight, mappingKey: 'all' });
  });
  const double = op(({ n }: { n: number }) => String(n));
  checked(() => {
    const slices = slice({ cakes: bake() });
    expectTypeOf(slices).toEqualTypeOf<DynamicHandle<Cake>>();
    const weights = slices.map((cake) => weigh({ cake }));
    expectTypeOf(weights).toEqualTypeOf<DynamicHandle<number>>();
    expectTypeOf(weights.map((n) => double({ n })).collect()).toEqualTypeOf<Handle<string[]>>();
    // @ts-expect-error a cake is no number
    slices.map((n) => double({ n }));
    // @ts-expect-error the collected list is not one number
    double({ n: weights.collect() });
    const nested = slices.map((cake) => parts({ cake }));
    expectTypeOf(nested).toEqualTypeOf<NestedDynamicHandle<number>>();
    expectTypeOf(nested.collect()).toEqualTypeOf<DynamicHandle<number[]>>();
  });
});

it('ins name the types of inputs, and may be left to the run config', () => {
  const add = op({ ins: { a: new In<number>(), b: new In<number>({ default: 1 }) } }, ({ a, b }) => a + b);
  const told = op(
    { ins: { rows: new In({ description: 'cakes' }) } },
    ({ rows }: { rows: Cake[] }) => rows.length,
  );
  checked(() => {
    expectTypeOf(add({ a: 1 })).toEqualTypeOf<Handle<number>>();
    add();
    told({ rows: bake() });
    // @ts-expect-error text is no number
    add({ a: 'one' });
    // @ts-expect-error the function says what its rows are
    told({ rows: count({ cakes: bake() }) });
    // @ts-expect-error the function asks for another type than its In
    op({ ins: { a: new In<number>() } }, ({ a }: { a: string }) => a);
    // @ts-expect-error the default has the type of the input
    new In<number>({ default: 'one' });
  });
});

it('graphs take and answer handles', () => {
  const sizes = graph(({ cakes }: { cakes: Handle<Cake[]> }) => ({
    size: count({ cakes }),
    sum: split().sum,
  }));
  const declared = graph({ ins: { cakes: new In<Cake[]>() } }, ({ cakes }) => count({ cakes }));
  checked(() => {
    expectTypeOf(sizes({ cakes: bake() })).toEqualTypeOf<{ size: Handle<number>; sum: Handle<number> }>();
    expectTypeOf(declared({ cakes: [] })).toEqualTypeOf<Handle<number>>();
    // @ts-expect-error a number is not a list of cakes
    sizes({ cakes: count({ cakes: bake() }) });
    // @ts-expect-error it has no such output
    void sizes({ cakes: bake() }).weight;
    job(() => void sizes.alias('other')({ cakes: bake() }));
  });
});

it('assets flow into graphs and out of them', () => {
  const raw = asset((): Cake[] => []);
  const total = graphAsset({ ins: { raw } }, ({ raw }) => count({ cakes: raw }));
  graphAsset({ ins: { cakes: new AssetIn(raw) } }, ({ cakes }) => count({ cakes }));
  asset({ ins: { total } }, ({ total }) => {
    expectTypeOf(total).toEqualTypeOf<number>();
  });
  // @ts-expect-error a number is not a list of cakes
  graphAsset({ ins: { total } }, ({ total }) => count({ cakes: total }));
  // @ts-expect-error what the body returns is the handle of the asset
  graphAsset(() => 5);
  job(() => {
    count({ cakes: raw });
    // @ts-expect-error a number is not a list of cakes
    count({ cakes: total });
  });
  const both = graphMultiAsset(
    { outs: { cakes: new AssetOut<Cake[]>(), size: new AssetOut<number>() }, ins: { raw } },
    ({ raw }) => ({ cakes: bake(), size: count({ cakes: raw }) }),
  );
  asset({ ins: { size: both.assets.size } }, ({ size }) => {
    expectTypeOf(size).toEqualTypeOf<number>();
  });
  graphMultiAsset(
    { outs: { size: new AssetOut<number>() } },
    // @ts-expect-error size is a number
    () => ({ size: bake() }),
  );
});

it('partitions of an input come as an object by key where that is asked for', () => {
  const daily = asset((): Cake[] => []);
  asset(
    {
      ins: {
        daily,
        all: new AssetIn(daily, { byPartition: true }),
        x: new AssetIn<Cake>({ keyPrefix: 'shop' }),
      },
    },
    ({ daily, all, x }) => {
      expectTypeOf(daily).toEqualTypeOf<Cake[]>();
      expectTypeOf(all).toEqualTypeOf<Readonly<Record<string, Cake[]>>>();
      expectTypeOf(x).toEqualTypeOf<Cake>();
      // @ts-expect-error the values stand under their partitions
      void all[0].weight;
    },
  );
});

it('specs and observed assets are inputs of the type that is said', () => {
  const sales = new AssetSpec<Cake[]>('shop/sales');
  const feed = observableSourceAsset<Cake[]>(() => '1');
  asset({ ins: { sales, feed } }, ({ sales, feed }) => {
    expectTypeOf(sales).toEqualTypeOf<Cake[]>();
    expectTypeOf(feed).toEqualTypeOf<Cake[]>();
  });
  multiAsset({ specs: [new AssetSpec('a'), new AssetSpec('b', { skippable: true })] }, () => {});
});

it('an op is called like its function outside of graphs', async () => {
  expectTypeOf(count({ cakes: [] }, {} as never)).toEqualTypeOf<Promise<number>>();
  expectTypeOf(weigh({ cake: { name: 'a', weight: 2 } }, {} as never)).toEqualTypeOf<number>();
});
