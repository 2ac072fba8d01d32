import { expectTypeOf, test } from 'vitest';
import { asset, graphAsset, type AssetDefinition } from 'dagbook';
import * as forms from '../../static/examples/asset-forms.nb.ts';
import * as location2 from '../../static/examples/code-location-2.nb.ts';
import * as depsAndIn from '../../static/examples/deps-and-asset-in.nb.ts';
import * as firstAssets from '../../static/examples/first-assets.nb.ts';

/** Checked by the type checker: what an asset makes is what its downstream gets, through every form of definition. */
test('inputs have the types of their upstreams', () => {
  expectTypeOf(firstAssets.cleanedData).toEqualTypeOf<AssetDefinition<Record<string, string>[]>>();
  expectTypeOf(depsAndIn.upstreamAsset).toEqualTypeOf<AssetDefinition<{ data: string }>>();
  expectTypeOf(depsAndIn.onlyRight).toEqualTypeOf<AssetDefinition<number>>();
  expectTypeOf(location2.codeLocation2Asset).toEqualTypeOf<AssetDefinition<number>>();
  expectTypeOf(forms.processedRecipeData).toEqualTypeOf<AssetDefinition<{ name: string; grams: number }[]>>();

  asset({ ins: { distribution: forms.cakeAnalytics.assets.cakeDistribution } }, ({ distribution }) =>
    expectTypeOf(distribution).toEqualTypeOf<Record<string, number>>(),
  );
  asset({ ins: { cakes: forms.bakedCakes } }, ({ cakes }) => {
    expectTypeOf(cakes).toEqualTypeOf<{ name: string; type: string; cakes: number }[]>();
    // @ts-expect-error no such field
    return cakes.map((cake) => cake.weight);
  });
  asset({ deps: [forms.bakedCakes] }, (inputs) => expectTypeOf(inputs).toEqualTypeOf<{}>()); // eslint-disable-line @typescript-eslint/no-empty-object-type
  // @ts-expect-error an op takes what its function takes
  graphAsset(() => forms.processRecipes({ recipes: forms.analyzeData({ data: [] }).analysis }));
});
