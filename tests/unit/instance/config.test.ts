import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { decodeValue } from '$lib/artifacts/codecs/decode-value';
import { launched, notebookThatImports, openHome } from '../../fixtures/open-home';

const secret = 'c4ke-1s-a-l1e-and-a-secret';
afterEach(() => void delete process.env.CAKE_TOKEN);

const baking = notebookThatImports(
  'asset, job, op, resource, EnvVar, defineAssetJob',
  'import { z } from "zod";',
  `export const cake = asset(
    { configSchema: z.object({ eggs: z.number().int(), shape: z.enum(['round', 'square']) }) },
    (_, { config }) => config,
  );
  export const squareCake = defineAssetJob({
    selection: 'key:cake', config: { ops: { cake: { config: { eggs: 2, shape: 'square' } } } },
  });`,
  `export const oven = resource({ configSchema: z.object({ token: z.string() }), config: { token: new EnvVar('CAKE_TOKEN') } }, ({ config }) => config.token);
  export const baked = asset({ resources: { oven } }, (_, { resources, log }) => {
    log.info('the token is ' + resources.oven);
    console.log(resources.oven);
    return resources.oven.length;
  });
  export const burnt = asset({ resources: { oven } }, (_, { resources }) => { throw new Error('no cake for ' + resources.oven); });`,
  `const weigh = op({ name: 'weigh', configSchema: z.object({ grams: z.number() }) }, (_, { config }) => config.grams);
  export const weighing = job(() => { weigh(); });
  const plain = op({ name: 'plain' }, () => 1);
  export const both = job({ config: { ops: { weigh: { config: { grams: 5 } } } } }, () => { weigh(); plain(); });`,
);

async function kitchen() {
  const home = await openHome();
  await home.instance.createNotebook({ id: 'kitchen', source: baking });
  expect((await home.instance.loadLocation('kitchen')).errors).toEqual([]);
  return home;
}

test('a wrong config is refused with everything that is wrong, and nothing is launched', async () => {
  const { instance } = await kitchen();
  const config = { ops: { cake: { config: { eggs: 'two', shape: 'oval', sugar: 1 } }, tart: {} } };
  const request = { location: 'kitchen', selection: 'key:cake', config };
  const issues = await instance.validateConfig(request);
  expect(issues.map(({ path }) => path)).toEqual(
    expect.arrayContaining([
      'root:ops:cake:config:eggs',
      'root:ops:cake:config:shape',
      'root:ops:cake:config',
      'root:ops',
    ]),
  );
  await expect(instance.launchRun(request)).rejects.toMatchObject({
    name: 'InvalidRunConfig',
    message: expect.stringMatching(/eggs[^]*shape[^]*sugar|sugar[^]*eggs[^]*shape/),
    issues,
  });
  expect(await instance.listRuns()).toEqual([]);
});

test('a missing config is told with a sample', async () => {
  const { instance } = await kitchen();
  const launch = instance.launchRun({ location: 'kitchen', selection: 'key:cake' });
  await expect(launch).rejects.toMatchObject({ message: expect.stringContaining('Missing required config') });
  await expect(instance.launchRun({ location: 'kitchen', jobName: 'weighing' })).rejects.toMatchObject({
    name: 'InvalidRunConfig',
    message: expect.stringContaining('ops'),
  });
});

test('a job brings its config, and a launch gives another one over it', async () => {
  const { instance } = await kitchen();
  const valueOf = async (config?: object) => {
    const run = await launched(instance, {
      location: 'kitchen',
      jobName: 'squareCake',
      ...(config && { config: config as never }),
    });
    expect(run.status).toBe('SUCCESS');
    const [made] = await instance.materializations('cake', 1);
    return decodeValue((await instance.value(made!.data.value!))!);
  };
  expect(await valueOf()).toEqual({ eggs: 2, shape: 'square' });
  expect(await valueOf({ ops: { cake: { config: { eggs: 6, shape: 'round' } } } })).toEqual({
    eggs: 6,
    shape: 'round',
  });
});

test('an environment variable is used, and its value is nowhere in what is kept', async () => {
  process.env.CAKE_TOKEN = secret;
  const kept = await kitchen();
  const { instance, home } = kept;
  const good = await launched(instance, { location: 'kitchen', selection: 'key:baked' });
  expect(good.status).toBe('SUCCESS');
  expect(good.plan.env).toEqual(['CAKE_TOKEN']);
  const [made] = await instance.materializations('baked');
  expect(decodeValue((await instance.value(made!.data.value!))!)).toBe(secret.length);

  const bad = await launched(instance, { location: 'kitchen', selection: 'key:burnt' });
  expect(bad.status).toBe('FAILURE');
  const told = (await instance.runEvents(bad.id)).map(({ message }) => message).join('\n');
  expect(told).toContain('no cake for <CAKE_TOKEN>');
  await kept.reopen();
  for (const file of readdirSync(home, { recursive: true, withFileTypes: true }).filter((each) =>
    each.isFile(),
  ))
    expect(readFileSync(join(file.parentPath, file.name)).includes(secret), file.name).toBe(false);
});

test('a variable that is not set is named before anything runs', async () => {
  const { instance } = await kitchen();
  const launch = instance.launchRun({ location: 'kitchen', selection: 'key:baked' });
  await expect(launch).rejects.toMatchObject({
    name: 'InvalidRunConfig',
    message: expect.stringContaining('CAKE_TOKEN'),
  });
});

test('tags that only the engine sets are refused, all at once', async () => {
  const { instance } = await kitchen();
  const tags = { 'dagster/partition': 'x', 'dagster/priority': '3', '.dagster/tick': '1', team: 'kitchen' };
  const launch = instance.launchRun({ location: 'kitchen', jobName: 'squareCake', tags });
  await expect(launch).rejects.toMatchObject({
    name: 'InvalidRunTags',
    message: expect.stringMatching(/dagster\/partition, \.dagster\/tick$/),
  });
  const run = await launched(instance, {
    location: 'kitchen',
    jobName: 'squareCake',
    tags: { 'dagster/priority': '3', 'dagster/max_runtime': '60', team: 'kitchen' },
  });
  expect(run.tags).toMatchObject({ 'dagster/priority': '3', team: 'kitchen' });
  expect(run.plan.timeout).toBe(60);
});

test('what the job’s config says of ops that the run leaves out is not looked at', async () => {
  const { instance } = await kitchen();
  const request = { location: 'kitchen', jobName: 'both', opSelection: ['plain'] };
  expect(await instance.validateConfig(request)).toEqual([]);
  const config = { ops: { weigh: { config: {} }, whisk: {} } };
  const issues = await instance.validateConfig({ ...request, config });
  expect(issues.map(({ message }) => message)).toEqual([expect.stringContaining('whisk')]);
});
