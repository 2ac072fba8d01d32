import {
  asset,
  AssetIn,
  AssetOut,
  MaterializeResult,
  multiAsset,
  type AssetDefinition,
} from '$lib/definitions';
import { expectTypeOf, it } from 'vitest';

interface Cake {
  readonly name: string;
}

/** Checked by the type checker; a wrong field downstream must not compile. */
it('inputs have the type of what their asset makes', () => {
  const plain = asset(() => [{ name: 'a', weight: 1 }]);
  const promised = asset(async (_, context) => (await context.file('a.json').json<Cake[]>()).length);
  const result = asset(() => new MaterializeResult({ value: { total: 1 }, metadata: { a: 1 } }));
  const promisedResult = asset(async () => new MaterializeResult({ value: 'x' }));
  const yielded = asset(function* () {
    yield new MaterializeResult({ value: 5 });
  });
  const yieldedLater = asset(async function* () {
    yield new MaterializeResult({ value: new Date(0) });
  });
  const either = asset({ group: 'a' }, () =>
    Math.random() > 2 ? new MaterializeResult({ value: 1 }) : String(1),
  );
  const nothing = asset(() => new MaterializeResult({ metadata: { a: 1 } }));

  expectTypeOf(plain).toEqualTypeOf<AssetDefinition<{ name: string; weight: number }[]>>();
  expectTypeOf(promised).toEqualTypeOf<AssetDefinition<number>>();
  expectTypeOf(result).toEqualTypeOf<AssetDefinition<{ total: number }>>();
  expectTypeOf(promisedResult).toEqualTypeOf<AssetDefinition<string>>();
  expectTypeOf(yielded).toEqualTypeOf<AssetDefinition<number>>();
  expectTypeOf(yieldedLater).toEqualTypeOf<AssetDefinition<Date>>();
  expectTypeOf(either).toEqualTypeOf<AssetDefinition<number | string>>();
  expectTypeOf(nothing).toEqualTypeOf<AssetDefinition<undefined>>();

  asset(
    { ins: { plain, result, count: new AssetIn(promised), cakes: new AssetIn<Cake[]>('cakes') } },
    (inputs) => {
      expectTypeOf(inputs.plain).toEqualTypeOf<{ name: string; weight: number }[]>();
      expectTypeOf(inputs.result.total).toEqualTypeOf<number>();
      expectTypeOf(inputs.count).toEqualTypeOf<number>();
      expectTypeOf(inputs.cakes).toEqualTypeOf<Cake[]>();
      // @ts-expect-error the asset makes no such field
      void inputs.result.sum;
      // @ts-expect-error there is no such input
      void inputs.other;
    },
  );
  asset({ deps: [plain, 'shop/sales'] }, (inputs) => {
    // @ts-expect-error deps only orders: nothing is loaded
    void inputs.plain;
  });
  // @ts-expect-error a value is not an asset
  asset({ ins: { plain: [1] } }, () => 1);
  // @ts-expect-error text needs an AssetIn around it
  asset({ ins: { plain: 'plain' } }, () => 1);
});

it('the assets of a multiAsset have the types that its outs name', () => {
  const reports = multiAsset(
    { outs: { count: new AssetOut<number>(), top: new AssetOut<Cake[]>() } },
    function* () {
      yield new MaterializeResult({ assetKey: 'count', value: 1 });
      yield new MaterializeResult({ assetKey: 'top', value: [{ name: 'a' }] });
    },
  );
  asset({ ins: { top: reports.assets.top, count: new AssetIn(reports.assets.count) } }, ({ top, count }) => {
    expectTypeOf(top).toEqualTypeOf<Cake[]>();
    expectTypeOf(count).toEqualTypeOf<number>();
  });
  // @ts-expect-error it makes no such asset
  void reports.assets.bottom;
  // @ts-expect-error count is a number
  multiAsset({ outs: { count: new AssetOut<number>() } }, () => ({ count: 'one' }));
  multiAsset({ outs: { a: new AssetOut(), b: new AssetOut() } }, async () => ({
    a: 1,
    b: new MaterializeResult(),
  }));
});
