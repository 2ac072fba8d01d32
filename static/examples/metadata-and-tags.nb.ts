// %% [notebook] {"format":1,"title":"Metadata and tags"}
// {
//   "attachments": {
//     "recipes.json": "f97560fa9fdd2c9e47b0a6e750222d830c34b6623915aaf523a250fb5681be41"
//   }
// }

// %% [markdown] {"id":"5zdteb6r"}
// # Metadata and tags
//
// Metadata of a definition says what an asset is; tags and owners are there to find it by (try the selection
// `tag:priority=high` on the assets page). A document in Markdown can be part of it.

// %% {"id":"cc7nk52k","name":"ingredients"}
import { asset, MaterializeResult, MetadataValue } from 'dagbook';

interface Recipe {
  id: number;
  name: string;
  ingredients: { name: string; grams: number }[];
}

export const ingredients = asset(
  {
    keyPrefix: 'documented',
    description: 'Extracts the ingredients from the recipe file.',
    owners: ['team:ingredients_team'],
    kinds: ['json'],
    tags: { category: 'input', data_type: 'json', priority: 'high' },
    metadata: {
      owner: 'ingredients_team',
      documentation: MetadataValue.md(
        '## How ingredients are extracted\n1. Load the file\n2. Parse it\n3. Normalize the names',
      ),
    },
  },
  async (_, context) => {
    const recipes = await context.file('recipes.json').json<Recipe[]>();
    const rows = recipes.flatMap(({ id, ingredients }) =>
      ingredients.map(({ name, grams }) => ({ recipe: id, name: name.trim().toLowerCase(), grams })),
    );
    context.addOutputMetadata({ rows: rows.length });
    return rows;
  },
);

// %% [markdown] {"id":"rtdrefv7"}
// Metadata of a `MaterializeResult` says what came out this time: numbers that the asset's page draws over time, a
// path, data as JSON, the columns of a table.

// %% {"id":"9914ybhm","name":"recipeBook"}
export const recipeBook = asset({ keyPrefix: 'documented' }, async (_, context) => {
  const file = context.file('recipes.json');
  const recipes = await file.json<Recipe[]>();
  return new MaterializeResult({
    value: recipes.map(({ id, name, ingredients }) => ({ recipe_id: id, name, ingredients })),
    metadata: {
      recipe_count: recipes.length,
      output_file: MetadataValue.path(file.path),
      recipes: MetadataValue.json(recipes.map(({ name }) => name)),
      table_schema: MetadataValue.tableSchema({ recipe_id: 'INTEGER', name: 'TEXT', ingredients: 'JSONB' }),
    },
  });
});
