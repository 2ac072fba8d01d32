import { expect, test } from 'vitest';
import { decodeValue } from '$lib/artifacts/codecs/decode-value';
import { addNotebookFile } from '$lib/instance/node/add-notebook-file';
import { ended, openHome } from '../fixtures/open-home';

/** The example that the app opens first, headless: four steps, six assets, each with its value and metadata. */
test('recipes become cakes and reports', async () => {
  const { instance } = await openHome();
  const location = await addNotebookFile(instance, 'static/examples/cake.nb.ts');
  const { errors, snapshot } = await instance.loadLocation(location);
  expect(errors).toEqual([]);
  expect(snapshot.jobs.map(({ name }) => name)).toEqual(['cake_production_job']);
  expect(snapshot.schedules).toMatchObject([
    { name: 'daily_cake_production', job: 'cake_production_job', cronSchedule: ['0 9 * * *'] },
  ]);

  const { runId } = await instance.launchRun({ location, jobName: 'cake_production_job' });
  const run = await ended(instance, runId);
  expect(run.status).toBe('SUCCESS');
  expect(run.plan.steps.map(({ key }) => key)).toEqual([
    'ingredients',
    'mixedDough',
    'bakedCakes',
    'cakeReports',
  ]);

  const assets = await instance.assets(location);
  expect(assets.map(({ stale }) => stale.status)).toEqual(Array.from({ length: 6 }, () => 'FRESH'));
  for (const { latest } of assets) expect(Object.keys(latest!.data.metadata).length).toBeGreaterThan(0);

  const value = async (key: string) =>
    decodeValue((await instance.value(assets.find(({ asset }) => asset.key === key)!.latest!.data.value!))!);
  expect(await value('ingredients')).toHaveLength(12);
  expect(await value('productionAnalysis')).toEqual({ cakes: 157, servings: 1794, kilograms: 161.893 });
  const byType = (await value('typeDistribution')) as { type: string; cakes: number }[];
  expect(byType.map(({ type, cakes }) => `${cakes} ${type}`)).toEqual([
    '46 butter',
    '40 sponge',
    '35 chocolate',
    '21 fruit',
    '15 cheesecake',
  ]);
  const top = (await value('topCakes')) as { name: string }[];
  expect(top.map(({ name }) => name)).toEqual([
    'Victoria Sponge',
    'Lemon Drizzle Cake',
    'Devil’s Food Cake',
    'Carrot Cake',
    'New York Cheesecake',
  ]);
});
