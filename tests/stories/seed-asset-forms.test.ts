import { expect, test } from 'vitest';
import { openExamples } from '../fixtures/examples';

/** asset, multiAsset, graphAsset and graphMultiAsset in one run. */
test('four forms of assets', async () => {
  const { run, snapshot, value, metadata } = await openExamples('asset-forms');
  const { assets } = await snapshot();
  const ingredients = assets.find(({ key }) => key === 'forms/ingredients')!;
  expect(ingredients).toMatchObject({
    description: 'Extracts the ingredients from the recipe file.',
    tags: { category: 'input', data_type: 'json' },
    metadata: { owner: { type: 'text', value: 'ingredients_team' } },
  });

  const { status, steps } = await run();
  expect(status).toBe('SUCCESS');
  expect([...steps].sort()).toEqual([
    'cakeAnalysis',
    'cakeAnalytics.analyzeData',
    'cakeAnalytics.fetchCakeData',
    'forms__bakedCakes',
    'forms__ingredients',
    'forms__processedRecipeData.fetchRecipes',
    'forms__processedRecipeData.processRecipes',
  ]);

  expect(await metadata('forms/ingredients')).toEqual({ recipes: 12, ingredients: 28 });
  const cakes = (await value('forms/productionAnalysis')) as number;
  expect(await metadata('forms/productionAnalysis')).toEqual({ cakes });
  const types = Object.values((await value('forms/typeDistribution')) as Record<string, number>);
  expect(types.reduce((sum, count) => sum + count)).toBe(cakes);
  expect(await value('forms/topCakes')).toHaveLength(3);

  expect(await value('forms/processedRecipeData')).toHaveLength(12);
  expect(await value('forms/cakeAnalysis')).toEqual({ cakes });
  expect(await value('forms/cakeDistribution')).toEqual(await value('forms/typeDistribution'));
});
