import { expect, test } from 'vitest';
import { openExamples } from '../fixtures/examples';

test('definitions carry metadata, tags and a document; results say what came out', async () => {
  const { instance, run, snapshot } = await openExamples('metadata-and-tags');
  const { assets } = await snapshot();
  expect(assets.find(({ key }) => key === 'documented/ingredients')).toMatchObject({
    tags: { category: 'input', data_type: 'json', priority: 'high' },
    owners: ['team:ingredients_team'],
    metadata: {
      owner: { type: 'text', value: 'ingredients_team' },
      documentation: { type: 'md', value: expect.stringContaining('1. Load the file') },
    },
  });

  const { status, steps } = await run({ selection: 'tag:priority=high' });
  expect([status, steps]).toEqual(['SUCCESS', ['documented__ingredients']]);
  const [ingredients] = await instance.materializations('documented/ingredients');
  expect(ingredients!.data.metadata).toMatchObject({ rows: { type: 'int', value: 77 } });

  await run({ selection: 'key:"documented/recipeBook"' });
  const [book] = await instance.materializations('documented/recipeBook');
  expect(book!.data.metadata).toMatchObject({
    recipe_count: { type: 'int', value: 12 },
    output_file: { type: 'path', value: 'recipes.json' },
    recipes: { type: 'json', value: expect.arrayContaining([expect.any(String)]) },
    table_schema: {
      type: 'table_schema',
      value: {
        columns: [
          { name: 'recipe_id', type: 'INTEGER' },
          { name: 'name', type: 'TEXT' },
          { name: 'ingredients', type: 'JSONB' },
        ],
      },
    },
  });
});
