// %% [notebook] {"format":1,"title":"Four forms of assets"}
// {
//   "attachments": {
//     "recipes.json": "f97560fa9fdd2c9e47b0a6e750222d830c34b6623915aaf523a250fb5681be41"
//   }
// }

// %% [markdown] {"id":"wr35q9mw"}
// # Four forms of assets
//
// One function or several, one asset or several. The key prefix `forms` keeps these assets apart from those of the
// cake notebook, which have the same names.

// %% {"id":"rb5p3jv7","name":"recipe"}
import {
  asset,
  AssetOut,
  graphAsset,
  graphMultiAsset,
  MaterializeResult,
  multiAsset,
  op,
  Out,
} from 'dagbook';

interface Recipe {
  name: string;
  type: string;
  cakesPerWeek: number;
  ingredients: { name: string; grams: number }[];
}

const total = (numbers: number[]) => numbers.reduce((sum, number) => sum + number, 0);

// %% [markdown] {"id":"wjs47030"}
// ## 1. `asset`: one function, one asset
//
// The name it is exported under is its name. What is known beforehand stands in the definition, what is found out
// while it is made in the `MaterializeResult`.

// %% {"id":"9fxf5kc5","name":"ingredients"}
export const ingredients = asset(
  {
    keyPrefix: 'forms',
    description: 'Extracts the ingredients from the recipe file.',
    metadata: { owner: 'ingredients_team' },
    tags: { category: 'input', data_type: 'json' },
  },
  async (_, context) => {
    const recipes = await context.file('recipes.json').json<Recipe[]>();
    const names = new Set(recipes.flatMap((recipe) => recipe.ingredients.map(({ name }) => name)));
    return new MaterializeResult({
      value: recipes,
      metadata: { recipes: recipes.length, ingredients: names.size },
    });
  },
);

// %% {"id":"z1kqwbpq","name":"bakedCakes"}
export const bakedCakes = asset({ keyPrefix: 'forms', ins: { ingredients } }, ({ ingredients }) =>
  ingredients.map(({ name, type, cakesPerWeek }) => ({ name, type, cakes: cakesPerWeek })),
);

// %% [markdown] {"id":"z7swc91q"}
// ## 2. `multiAsset`: one function, several assets
//
// One run of the function yields a result for each of `outs`.

// %% {"id":"73hxnbd3","name":"cakeAnalysis"}
export const cakeAnalysis = multiAsset(
  {
    ins: { bakedCakes },
    outs: {
      productionAnalysis: new AssetOut<number>({
        keyPrefix: 'forms',
        description: 'How many cakes are made.',
      }),
      typeDistribution: new AssetOut<Record<string, number>>({
        keyPrefix: 'forms',
        description: 'How the cakes spread over the types.',
      }),
      topCakes: new AssetOut<string[]>({ keyPrefix: 'forms', description: 'The cakes that are made most.' }),
    },
  },
  function* ({ bakedCakes }) {
    const cakes = total(bakedCakes.map((cake) => cake.cakes));
    yield new MaterializeResult({ assetKey: 'forms/productionAnalysis', value: cakes, metadata: { cakes } });

    const byType: Record<string, number> = {};
    for (const cake of bakedCakes) byType[cake.type] = (byType[cake.type] ?? 0) + cake.cakes;
    const types = Object.keys(byType).length;
    yield new MaterializeResult({ assetKey: 'forms/typeDistribution', value: byType, metadata: { types } });

    const top = bakedCakes.toSorted((a, b) => b.cakes - a.cakes).slice(0, 3);
    const names = top.map(({ name }) => name);
    yield new MaterializeResult({ assetKey: 'forms/topCakes', value: names, metadata: { first: names[0] } });
  },
);

// %% [markdown] {"id":"rmswpjtx"}
// ## 3. `graphAsset`: several ops, one asset
//
// Each op is a step with its own log and its own retries; the value of the last one is the asset.

// %% {"id":"kskrhy83","name":"processedRecipeData"}
export const fetchRecipes = op((_, context) => context.file('recipes.json').json<Recipe[]>());

export const processRecipes = op(({ recipes }: { recipes: Recipe[] }) =>
  recipes.map(({ name, ingredients }) => ({ name, grams: total(ingredients.map(({ grams }) => grams)) })),
);

export const processedRecipeData = graphAsset({ keyPrefix: 'forms' }, () => {
  const recipes = fetchRecipes();
  return processRecipes({ recipes });
});

// %% [markdown] {"id":"pmxh5fqq"}
// ## 4. `graphMultiAsset`: several ops, several assets
//
// `analyzeData` has two outputs; the graph says which asset each of them is.

// %% {"id":"24s7j57q","name":"cakeAnalytics"}
export const fetchCakeData = op((_, context) => context.file('recipes.json').json<Recipe[]>());

export const analyzeData = op(
  { outs: { analysis: new Out<{ cakes: number }>(), distribution: new Out<Record<string, number>>() } },
  ({ data }: { data: Recipe[] }) => {
    const distribution: Record<string, number> = {};
    for (const { type, cakesPerWeek } of data) distribution[type] = (distribution[type] ?? 0) + cakesPerWeek;
    return { analysis: { cakes: total(Object.values(distribution)) }, distribution };
  },
);

export const cakeAnalytics = graphMultiAsset(
  {
    outs: {
      cakeAnalysis: new AssetOut<{ cakes: number }>({
        keyPrefix: 'forms',
        description: 'An analysis of cakes.',
      }),
      cakeDistribution: new AssetOut<Record<string, number>>({
        keyPrefix: 'forms',
        description: 'The distribution of cakes.',
      }),
    },
  },
  () => {
    const data = fetchCakeData();
    const { analysis, distribution } = analyzeData({ data });
    return { cakeAnalysis: analysis, cakeDistribution: distribution };
  },
);
