// %% [notebook] {"format":1,"title":"Cake pipeline"}
// {
//   "attachments": {
//     "recipes.json": "f97560fa9fdd2c9e47b0a6e750222d830c34b6623915aaf523a250fb5681be41"
//   }
// }

// %% [markdown] {"id":"c4v0m7qe"}
// # Cake pipeline
//
// A bakery's week in four steps: read the **ingredients** of all recipes, **mix the dough**, **bake the cakes**, and
// **report** what was produced.
//
// Press *Materialize all*. Each asset below keeps its value and its metadata; change a cell, and only what depends on
// it becomes stale.

// %% {"id":"x2b8k5ra","name":"imports"}
import {
  asset,
  AssetOut,
  defineAssetJob,
  MaterializeResult,
  MetadataValue,
  multiAsset,
  schedule,
} from 'dagbook';

// %% [markdown] {"id":"p9t3wd6h"}
// ## Ingredients
//
// The recipes are a file attached to this notebook.

// %% {"id":"f7n1g4zs","name":"recipe"}
interface Recipe {
  id: number;
  name: string;
  type: string;
  servings: number;
  bakeMinutes: number;
  ovenCelsius: number;
  cakesPerWeek: number;
  ingredients: { name: string; grams: number }[];
}

// %% {"id":"h5c9y2jm","name":"ingredients"}
export const ingredients = asset(
  {
    description: 'The ingredients of every recipe, from the recipe file.',
    group: 'cake',
    owners: ['team:ingredients'],
    kinds: ['json'],
    tags: { category: 'input', data_type: 'json', priority: 'high' },
    metadata: {
      documentation: MetadataValue.md(
        '## How ingredients are read\n1. Load the file\n2. Parse it\n3. Sort by name',
      ),
    },
  },
  async (_, context) => {
    const recipes = await context.file('recipes.json').json<Recipe[]>();
    context.log.info(`read ${recipes.length} recipes`);
    return new MaterializeResult({
      value: recipes.toSorted((a, b) => a.name.localeCompare(b.name)),
      metadata: {
        recipe_count: recipes.length,
        recipes: recipes.map(({ name }) => name),
        table_schema: MetadataValue.tableSchema({
          id: 'INTEGER',
          name: 'TEXT',
          type: 'TEXT',
          ingredients: 'JSON',
        }),
        preview: MetadataValue.table(
          recipes.slice(0, 5).map(({ name, type, servings }) => ({ name, type, servings })),
        ),
      },
    });
  },
);

// %% [markdown] {"id":"r8e6q0bk"}
// ## Dough
//
// How long a dough is mixed depends on what holds it up: whisked eggs take longer than creamed butter.

// %% {"id":"w3d7s1xv","name":"mixing"}
const mixingMinutes: Record<string, number> = {
  sponge: 12,
  butter: 8,
  chocolate: 9,
  fruit: 6,
  cheesecake: 5,
};

function mix(recipe: Recipe) {
  const grams = recipe.ingredients.reduce((sum, ingredient) => sum + ingredient.grams, 0);
  const flour = recipe.ingredients.find(({ name }) => name === 'plain flour')?.grams ?? 0;
  return {
    ...recipe,
    doughGrams: grams,
    flourShare: flour / grams,
    mixMinutes: mixingMinutes[recipe.type] ?? 8,
  };
}

// %% {"id":"k6a4h9tn","name":"mixedDough"}
export const mixedDough = asset(
  {
    ins: { ingredients },
    description: 'One dough for each recipe: its weight, and how long it is mixed.',
    group: 'cake',
    kinds: ['table'],
  },
  ({ ingredients }, context) => {
    const doughs = ingredients.map(mix);
    const kilograms = doughs.reduce((sum, dough) => sum + (dough.doughGrams * dough.cakesPerWeek) / 1000, 0);
    context.log.info(`mixed ${kilograms.toFixed(1)} kg of dough`);
    return new MaterializeResult({
      value: doughs,
      metadata: {
        doughs: doughs.length,
        kilograms,
        longest_mix_minutes: Math.max(...doughs.map((d) => d.mixMinutes)),
      },
    });
  },
);

// %% [markdown] {"id":"z1m5f8cw"}
// ## Cakes
//
// In the oven a cake loses water: the hotter and the longer, the lighter it comes out.

// %% {"id":"b0j2v7yd","name":"baking"}
const cakesPerOven = 6;

type Dough = ReturnType<typeof mix>;

function bake(dough: Dough) {
  const lossShare = Math.min(0.2, (dough.bakeMinutes * (dough.ovenCelsius - 100)) / 40_000 + 0.03);
  return {
    name: dough.name,
    type: dough.type,
    cakes: dough.cakesPerWeek,
    servings: dough.cakesPerWeek * dough.servings,
    cakeGrams: Math.round(dough.doughGrams * (1 - lossShare)),
    ovenMinutes: Math.ceil(dough.cakesPerWeek / cakesPerOven) * dough.bakeMinutes,
  };
}

// %% {"id":"t4y9n3pg","name":"bakedCakes"}
export const bakedCakes = asset(
  {
    ins: { mixedDough },
    description: 'A week of baking: cakes, their weight, and the time they take in the oven.',
    group: 'cake',
    kinds: ['table'],
  },
  ({ mixedDough }, context) => {
    const baked = mixedDough.map(bake);
    const ovenHours = baked.reduce((sum, cake) => sum + cake.ovenMinutes, 0) / 60;
    context.log.info(`the oven ran for ${ovenHours.toFixed(1)} hours`);
    return new MaterializeResult({
      value: baked,
      metadata: { oven_hours: ovenHours, cakes: MetadataValue.table(baked) },
    });
  },
);

// %% [markdown] {"id":"d2w8x6ke"}
// ## Reports
//
// Three assets from one function: a `multiAsset` yields one result for each.

// %% {"id":"m3q7r5ha","name":"reporting"}
const total = (numbers: number[]) => numbers.reduce((sum, number) => sum + number, 0);

const percent = (part: number, whole: number) => Math.round((1000 * part) / whole) / 10;

// %% {"id":"g9s1b4zf","name":"cakeReports"}
type Cake = ReturnType<typeof bake>;

export const cakeReports = multiAsset(
  {
    group: 'cake',
    kinds: ['report'],
    ins: { bakedCakes },
    outs: {
      productionAnalysis: new AssetOut<{ cakes: number; servings: number; kilograms: number }>({
        description: 'How much is produced in a week.',
      }),
      typeDistribution: new AssetOut<{ type: string; cakes: number; percent: number }[]>({
        description: 'How the cakes spread over the types.',
      }),
      topCakes: new AssetOut<Cake[]>({ description: 'The five cakes that are baked most.' }),
    },
  },
  function* ({ bakedCakes }) {
    const cakes = total(bakedCakes.map((cake) => cake.cakes));
    const servings = total(bakedCakes.map((cake) => cake.servings));
    const kilograms = total(bakedCakes.map((cake) => cake.cakes * cake.cakeGrams)) / 1000;
    yield new MaterializeResult({
      assetKey: 'productionAnalysis',
      value: { cakes, servings, kilograms },
      metadata: { cakes, servings, kilograms },
    });

    const byType = Map.groupBy(bakedCakes, ({ type }) => type);
    const distribution = [...byType].map(([type, group]) => {
      const count = total(group.map((cake) => cake.cakes));
      return { type, cakes: count, percent: percent(count, cakes) };
    });
    yield new MaterializeResult({
      assetKey: 'typeDistribution',
      value: distribution.toSorted((a, b) => b.cakes - a.cakes),
      metadata: { types: byType.size, distribution: MetadataValue.table(distribution) },
    });

    const top = bakedCakes.toSorted((a, b) => b.cakes - a.cakes).slice(0, 5);
    yield new MaterializeResult({
      assetKey: 'topCakes',
      value: top,
      metadata: { first: top[0]?.name, top: MetadataValue.table(top) },
    });
  },
);

// %% [markdown] {"id":"q7h2z5ra"}
// ## Every morning
//
// The job runs all of it. The schedule asks for it each day at nine, as soon as somebody has switched it on.

// %% {"id":"v5k0c2wt","name":"cakeProductionJob"}
export const cakeProductionJob = defineAssetJob({
  name: 'cake_production_job',
  selection: '*',
  description: 'Runs the whole cake production pipeline.',
});

// %% {"id":"n4w8d1xk","name":"cakeProductionSchedule"}
export const cakeProductionSchedule = schedule({
  name: 'daily_cake_production',
  cronSchedule: '0 9 * * *',
  timezone: 'Asia/Seoul',
  job: cakeProductionJob,
  description: 'Runs the cake production pipeline every morning at nine.',
});
