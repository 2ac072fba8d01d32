// %% [notebook] {"id":"c4k3head","format":1}
// {
//   "title": "Cake production",
//   "imports": {
//     "dagbook": "npm:dagbook@0.1.0"
//   },
//   "attachments": {
//     "recipes.json": "51c7a84667221bca7aefcb389a2fd0b13f452191c40b4708a16a89bcb131108c"
//   }
// }

// %% [markdown] {"id":"c4k3abot"}
// # Cake production
//
// From recipes to cakes and reports, in four steps. Every `export` below that is an **asset** is a
// value that Dagbook computes, keeps and traces: press **Materialize all** above, and watch the
// steps run. What a cell reads by `ins` is loaded from the last materialization, so you can change
// one cell and materialize only that one and what follows from it.

// %% {"id":"c4k3mprt","name":"imports"}
import { asset, AssetOut, defineAssetJob, MaterializeResult, MetadataValue, multiAsset } from "dagbook";

// %% {"id":"c4k3typs","name":"types"}
interface Recipe {
  id: number;
  name: string;
  type: string;
  servings: number;
  temperature: number;
  minutes: number;
  /** Cakes of this recipe that are ordered today. */
  ordered: number;
  ingredients: { name: string; grams: number }[];
}

// %% [markdown] {"id":"c4k3sec1"}
// ## 1. Ingredients
//
// The recipes lie beside the notebook in `recipes.json`, an attached file.

// %% {"id":"c4k3ingr","name":"ingredients"}
export const ingredients = asset(
  {
    description: "Reads the recipes and what each of them needs.",
    group: "cake",
    kinds: ["json"],
    owners: ["team:kitchen"],
    tags: { category: "input", data_type: "json", priority: "high" },
    metadata: {
      documentation: MetadataValue.md("### Ingredients\n\n1. load the file\n2. parse it\n3. drop recipes that nobody ordered"),
    },
  },
  async (_, context) => {
    const recipes = await context.file("recipes.json").json<Recipe[]>();
    const ordered = recipes.filter((recipe) => recipe.ordered > 0);
    context.log.info(`read ${recipes.length} recipes, ${ordered.length} of them ordered`);
    return new MaterializeResult({
      value: ordered,
      metadata: {
        recipe_count: ordered.length,
        recipes: MetadataValue.json(ordered.map((recipe) => recipe.name)),
        source: MetadataValue.path("recipes.json"),
        table_schema: MetadataValue.tableSchema({ id: "INTEGER", name: "TEXT", type: "TEXT", ordered: "INTEGER" }),
        preview: MetadataValue.table(
          ordered.slice(0, 5).map(({ name, type, servings, ordered }) => ({ name, type, servings, ordered })),
        ),
      },
    });
  },
);

// %% [markdown] {"id":"c4k3sec2"}
// ## 2. Dough

// %% {"id":"c4k3helf","name":"sum"}
const sum = (numbers: number[]) => numbers.reduce((total, number) => total + number, 0);

// %% {"id":"c4k3dogh","name":"mixedDough"}
export const mixedDough = asset(
  {
    ins: { ingredients },
    description: "One batch of dough for each recipe, enough for all that is ordered.",
    group: "cake",
    tags: { category: "processing" },
  },
  ({ ingredients }, context) => {
    const batches = ingredients.map(({ id, name, type, temperature, minutes, ordered, ingredients }) => ({
      recipe: id,
      name,
      type,
      temperature,
      minutes,
      cakes: ordered,
      grams: ordered * sum(ingredients.map(({ grams }) => grams)),
    }));
    const heaviest = batches.reduce((most, batch) => (batch.grams > most.grams ? batch : most));
    context.log.info(`the heaviest batch is ${heaviest.name}: ${heaviest.grams} g`);
    return new MaterializeResult({
      value: batches,
      metadata: { batches: batches.length, dough_kg: sum(batches.map(({ grams }) => grams)) / 1000, heaviest: heaviest.name },
    });
  },
);

// %% [markdown] {"id":"c4k3sec3"}
// ## 3. Baking
//
// An oven holds four cakes of one temperature at a time; water leaves the dough on the way.

// %% {"id":"c4k3bake","name":"bakedCakes"}
export const bakedCakes = asset(
  {
    ins: { mixedDough },
    description: "Every cake that was baked, with its weight and the load of the oven it was in.",
    group: "cake",
    tags: { category: "processing" },
  },
  ({ mixedDough }) => {
    const perLoad = 4;
    const lost = 0.11;
    const byHeat = [...mixedDough].sort((a, b) => a.temperature - b.temperature || a.recipe - b.recipe);
    let load = 0;
    const cakes = byHeat.flatMap(({ recipe, name, type, temperature, minutes, cakes, grams }) => {
      const first = load + 1;
      load += Math.ceil(cakes / perLoad);
      return Array.from({ length: cakes }, (_, at) => ({
        recipe,
        name,
        type,
        temperature,
        minutes,
        load: first + Math.floor(at / perLoad),
        grams: Math.round((grams / cakes) * (1 - lost)),
      }));
    });
    return new MaterializeResult({
      value: cakes,
      metadata: { cakes: cakes.length, loads: load, baked_kg: sum(cakes.map(({ grams }) => grams)) / 1000 },
    });
  },
);

// %% [markdown] {"id":"c4k3sec4"}
// ## 4. Reports
//
// One step, three assets: a `multiAsset` yields each of them with its own value and metadata.

// %% {"id":"c4k3tlys","name":"tally"}
const tally = <Item, Key extends string>(items: Item[], keyOf: (item: Item) => Key) =>
  [...Map.groupBy(items, keyOf)].map(([key, group]) => ({ key, count: group.length })).sort((a, b) => b.count - a.count);

// %% {"id":"c4k3rprt","name":"cakeReports"}
export const cakeReports = multiAsset(
  {
    ins: { bakedCakes },
    outs: {
      productionAnalysis: new AssetOut<{ cakes: number; loads: number; kg: number; ovenHours: number }>({
        description: "How much was baked today.",
        group: "cake_reports",
      }),
      typeDistribution: new AssetOut<{ type: string; cakes: number; share: number }[]>({
        description: "How many cakes of each type.",
        group: "cake_reports",
      }),
      topCakes: new AssetOut<{ name: string; cakes: number }[]>({
        description: "The cakes that were baked most.",
        group: "cake_reports",
      }),
    },
  },
  function* ({ bakedCakes }) {
    const loads = new Map(bakedCakes.map(({ load, minutes }) => [load, minutes]));
    const kg = sum(bakedCakes.map(({ grams }) => grams)) / 1000;
    const ovenHours = sum([...loads.values()]) / 60;
    yield new MaterializeResult({
      assetKey: "productionAnalysis",
      value: { cakes: bakedCakes.length, loads: loads.size, kg, ovenHours },
      metadata: { cakes: bakedCakes.length, kg, oven_hours: ovenHours },
    });

    const types = tally(bakedCakes, ({ type }) => type);
    yield new MaterializeResult({
      assetKey: "typeDistribution",
      value: types.map(({ key, count }) => ({ type: key, cakes: count, share: count / bakedCakes.length })),
      metadata: { types: types.length, most: types[0]?.key ?? "none" },
    });

    const best = tally(bakedCakes, ({ name }) => name).slice(0, 5);
    yield new MaterializeResult({
      assetKey: "topCakes",
      value: best.map(({ key, count }) => ({ name: key, cakes: count })),
      metadata: { first: best[0]?.key ?? "none", top: MetadataValue.json(best.map(({ key }) => key)) },
    });
  },
);

// %% {"id":"c4k3jobs","name":"cakeJob"}
export const cakeJob = defineAssetJob({ selection: "*", description: "The whole cake pipeline." });
