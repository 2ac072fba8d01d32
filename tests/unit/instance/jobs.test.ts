import { expect, test } from 'vitest';
import { launched, notebookThatImports, openHome } from '../../fixtures/open-home';

const source = notebookThatImports(
  'asset, op, job, defineAssetJob, schedule, resource',
  `const schema = { '~standard': { version: 1, vendor: 'test', validate: (value) => ({ value }), jsonSchema: { input: () => ({ type: 'object', properties: { n: { type: 'number' } } }) } } };
  export const oven = resource({ configSchema: schema }, () => 1);
  export const flour = asset(() => 1);
  export const bread = asset({ ins: { flour }, resources: { oven } }, ({ flour }) => flour);
  export const apart = asset(() => 2);
  export const baking = defineAssetJob({ selection: '+key:bread', description: 'Bread' });
  export const daily = schedule({ job: baking, cronSchedule: '0 5 * * *' });
  export const party = job(() => { op({ name: 'eat' }, () => 1)(); });`,
);

test('jobs of all notebooks are listed with who launches them and their last run; each tells what it is made of; so are resources', async () => {
  const { instance } = await openHome();
  await instance.createNotebook({ id: 'bakery', source });
  expect((await instance.loadLocation('bakery')).errors).toEqual([]);
  const run = await launched(instance, { location: 'bakery', jobName: 'baking' });

  const jobs = await instance.jobs();
  expect(jobs.map(({ title, job, launchedBy, last }) => [title, job.name, launchedBy, last?.id])).toEqual([
    ['Untitled', 'baking', ['daily'], run.id],
    ['Untitled', 'party', [], undefined],
  ]);
  expect(await instance.job({ location: 'bakery', name: 'baking' })).toMatchObject({
    ...jobs[0],
    assets: ['flour', 'bread'],
    steps: [{ key: 'flour' }, { key: 'bread' }],
    resources: [{ key: 'oven' }],
  });
  expect(await instance.job({ location: 'bakery', name: 'party' })).toMatchObject({
    assets: [],
    steps: [{ key: 'eat' }],
  });
  expect(await instance.job({ location: 'bakery', name: 'none' })).toBeUndefined();
  expect(await instance.resources()).toMatchObject([
    {
      location: 'bakery',
      resource: { key: 'oven', type: 'resource' },
      usedBy: { assets: ['bread'], jobs: [], instigators: [], resources: [] },
    },
  ]);
  await instance.deleteNotebook('bakery');
  expect(await instance.jobs()).toEqual([]);
});
