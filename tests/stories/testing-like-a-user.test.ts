import { expect, test } from 'vitest';
import { asset } from 'dagbook';
import { materialize } from 'dagbook/testing';
import * as cake from '../../static/examples/cake.nb.ts';

test('the cakes that are baked most come first', async () => {
  const result = await materialize(cake);
  expect(result.assetValue('topCakes')).toHaveLength(5);
  expect(result.materializations('topCakes')[0]!.data.metadata.first!.value).toBe('Victoria Sponge');
});

test('a notebook is imported and materialized, its attached files included', async () => {
  const result = await materialize(cake, { selection: '+bakedCakes' });
  expect(result.success).toBe(true);
  expect(result.assetValue('bakedCakes')).toHaveLength(12);
  expect(result.materializations('ingredients')[0]!.data.metadata).toMatchObject({
    recipe_count: { type: 'int', value: 12 },
  });
});

test('what a step throws comes out, and cell and line with it', async () => {
  const burnt = new RangeError('burnt');
  const oven = asset(() => {
    throw burnt;
  });
  await expect(materialize({ oven })).rejects.toBe(burnt);
  const result = await materialize({ oven }, { raiseOnError: false });
  expect(result.failure('oven')).toMatchObject({ name: 'RangeError', message: 'burnt' });

  const files = { 'recipes.json': [{}] };
  await expect(materialize(cake, { files, selection: '+mixedDough' })).rejects.toMatchObject({
    name: 'TypeError',
    at: { cell: 'mixing', line: 10 },
  });
});
