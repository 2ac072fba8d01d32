import { expect, it, vi } from 'vitest';
import { noPermissions } from '$lib/notebook/permissions';
import { launched, notebookThatImports, openHome } from '../../fixtures/open-home';

const names = 'asset, EnvVar, resource';
const source = notebookThatImports(
  names,
  'export const answer = asset(() => 42);',
  `import { z } from 'zod';
export const api = resource({ configSchema: z.object({ token: z.string() }), config: { token: new EnvVar('SECRET_TOKEN') } }, ({ config }) => config.token);
export const told = asset({ resources: { api } }, (_, { resources }) => resources.api.length);`,
);
const id = 'foreign1';

async function received(text = source) {
  const home = await openHome();
  await home.instance.createNotebook({ id, source: text, isForeign: true });
  return home;
}

it('a notebook from outside is shown and not run, until somebody says so', async () => {
  const home = await received();
  const { instance } = home;
  await expect(instance.loadLocation(id)).rejects.toThrow('is only shown: nothing of it runs');
  await expect(instance.launchRun({ location: id })).rejects.toThrow('is only shown');
  expect(await instance.assets()).toEqual([]);
  expect((await instance.openNotebook(id))?.source).toBe(source);

  await instance.allowNotebook(id, noPermissions);
  expect((await launched(instance, { location: id, selection: 'answer' })).status).toBe('SUCCESS');

  const later = await home.reopen();
  expect(await later.trust(id)).toEqual({ isOwn: false, runs: true, granted: noPermissions });
  await later.distrustNotebook(id);
  await expect(later.launchRun({ location: id, selection: 'answer' })).rejects.toThrow('is only shown');
});

it('reads a variable only where that was granted', async () => {
  vi.stubEnv('SECRET_TOKEN', 'abc');
  const { instance } = await received();
  await instance.allowNotebook(id, noPermissions);
  await expect(instance.launchRun({ location: id, selection: 'told' })).rejects.toThrow(
    'This notebook may not read the variable SECRET_TOKEN',
  );
  await instance.allowNotebook(id, { ...noPermissions, secrets: ['SECRET_TOKEN'] });
  expect((await launched(instance, { location: id, selection: 'told' })).status).toBe('SUCCESS');
});

it('a notebook of one’s own needs nobody’s word', async () => {
  const { instance } = await openHome();
  await instance.createNotebook({ id: 'own', source });
  expect(await instance.trust('own')).toMatchObject({ isOwn: true, runs: true });
  expect(await instance.grants()).toEqual([]);
});

it('saying that a notebook comes from outside takes no trust from one that is there', async () => {
  const { instance } = await openHome();
  await instance.createNotebook({ id, source });
  await instance.createNotebook({ id, source, isForeign: true });
  expect((await instance.trust(id)).runs).toBe(true);
});

// A notebook from outside that speaks of an asset of another one, or claims its key, does not see what that one made.
it.each([
  ['says that it is made elsewhere', "new AssetSpec('sales')"],
  ['claims its key', 'asset(() => 0)'],
])('a result of another notebook is read only where that was granted: %s', async (_, sales) => {
  const { instance } = await openHome();
  const mine = notebookThatImports('asset', 'export const sales = asset(() => 42);');
  await instance.createNotebook({ id: 'mine', source: mine });
  await launched(instance, { location: 'mine' });
  const theirs = notebookThatImports(
    'asset, AssetSpec',
    `export const sales = ${sales};`,
    'export const taken = asset({ ins: { sales } }, ({ sales }) => sales);',
  );
  await instance.createNotebook({ id, source: theirs, isForeign: true });
  const taken = { location: id, assetSelection: ['taken'] };
  await instance.allowNotebook(id, noPermissions);
  const { id: refused, status } = await launched(instance, taken);
  expect(status).toBe('FAILURE');
  const said = (await instance.runEvents(refused)).find(({ type }) => type === 'STEP_FAILURE');
  expect(said?.data).toMatchObject({
    error: {
      message: 'This notebook may not read sales, which another notebook made',
      remedy: expect.stringContaining('"permissions": {"assets": ["sales"]}'),
    },
  });
  await instance.allowNotebook(id, { ...noPermissions, assets: ['sales'] });
  expect((await launched(instance, taken)).status).toBe('SUCCESS');
});

it('a sensor of a notebook from outside hears of another notebook’s asset only where that was granted', async () => {
  const { instance } = await openHome();
  await instance.createNotebook({ id: 'mine', source });
  await launched(instance, { location: 'mine', selection: 'answer' });
  const theirs = notebookThatImports(
    'assetSensor, SkipReason',
    "export const spy = assetSensor({ assetKey: 'answer' }, () => new SkipReason('heard'));",
  );
  await instance.createNotebook({ id, source: theirs, isForeign: true });
  await instance.allowNotebook(id, noPermissions);
  await instance.loadLocation(id);
  const heard = () => instance.previewTick({ location: id, name: 'spy' });
  await expect(heard()).rejects.toThrow('This notebook may not read answer, which another notebook made');
  await instance.allowNotebook(id, { ...noPermissions, assets: ['answer'] });
  await instance.loadLocation(id);
  expect((await heard()).outcome).toMatchObject({ skipReason: 'heard' });
});

it('a run status sensor of a notebook from outside hears only of its own runs', async () => {
  const { instance } = await openHome();
  const theirs = notebookThatImports(
    'asset, runStatusSensor, SkipReason',
    'export const small = asset(() => 1);',
    `export const spy = runStatusSensor({ runStatus: 'SUCCESS', monitorAllCodeLocations: true },
  ({ dagsterRun }) => new SkipReason(JSON.stringify(dagsterRun)));`,
  );
  await instance.createNotebook({ id: 'mine', source });
  await instance.createNotebook({ id, source: theirs, isForeign: true });
  await instance.allowNotebook(id, noPermissions);
  await instance.loadLocation(id);
  await launched(instance, { location: 'mine', selection: 'answer', tags: { customer: 'secret' } });
  const spy = { location: id, name: 'spy' };
  const heard = async () => (await instance.previewTick(spy, { cursor: '0' })).outcome?.skipReason;
  expect(await heard()).toBe('Nothing has happened that it waits for.');
  await launched(instance, { location: id, selection: 'small' });
  expect(await heard()).toContain(id);
  await instance.createNotebook({ id: 'own', source: theirs.replaceAll('small', 'smaller') });
  await instance.loadLocation('own');
  const own = await instance.previewTick({ location: 'own', name: 'spy' }, { cursor: '0' });
  expect(own.outcome?.skipReason).toContain('secret');
});

const claims: Record<string, string> = {
  'as its asset': 'export const sales = asset(() => 0);',
  'in passing': `export const other = asset(function* () {
  yield new AssetMaterialization({ assetKey: 'sales' });
});`,
};

it.each(Object.entries(claims))(
  'a notebook from outside cannot materialize the asset of another one: %s',
  async (_, cell) => {
    const { instance } = await openHome();
    await instance.createNotebook({
      id,
      source: notebookThatImports('asset, AssetMaterialization', cell),
      isForeign: true,
    });
    await instance.allowNotebook(id, noPermissions);
    await instance.loadLocation(id);
    const mine = notebookThatImports('asset', 'export const sales = asset(() => 42);');
    await instance.createNotebook({ id: 'mine', source: mine });
    await launched(instance, { location: 'mine' });
    const refusal = await launched(instance, { location: id }).then(
      async (run) => JSON.stringify(await instance.runEvents(run.id)),
      (error: Error) => error.message,
    );
    expect(refusal).toContain('This notebook may not materialize sales, which one of your own has');
    expect(await instance.materializations('sales', 10)).toHaveLength(1);
  },
);

it('of two notebooks from outside that have one asset, each may make it', async () => {
  const { instance } = await openHome();
  for (const each of [id, 'other']) {
    const source = notebookThatImports('asset', `export const sales = asset(() => '${each}');`);
    await instance.createNotebook({ id: each, source, isForeign: true });
    await instance.allowNotebook(each, noPermissions);
    expect((await launched(instance, { location: each })).status).toBe('SUCCESS');
  }
});

it('a sensor of a notebook from outside cannot report on the asset of another one', async () => {
  const { instance } = await openHome();
  await instance.createNotebook({ id: 'mine', source });
  await instance.loadLocation('mine');
  const theirs = notebookThatImports(
    'sensor, SensorResult, AssetMaterialization',
    `export const liar = sensor({}, () =>
  new SensorResult({ assetEvents: [new AssetMaterialization({ assetKey: 'answer' })] }));`,
  );
  await instance.createNotebook({ id, source: theirs, isForeign: true });
  await instance.allowNotebook(id, noPermissions);
  await instance.loadLocation(id);
  await expect(instance.previewTick({ location: id, name: 'liar' })).rejects.toThrow(
    'This notebook may not materialize answer',
  );
});

it('what was reported by hand is read by the notebook from outside that alone defines the asset', async () => {
  const { instance } = await openHome();
  const theirs = notebookThatImports(
    'AssetSpec, assetSensor, SkipReason',
    "export const delivery = new AssetSpec('delivery');",
    "export const arrived = assetSensor({ assetKey: 'delivery' }, () => new SkipReason('heard'));",
  );
  await instance.createNotebook({ id, source: theirs, isForeign: true });
  await instance.allowNotebook(id, noPermissions);
  await instance.loadLocation(id);
  await instance.reportAsset({ assetKey: 'delivery', event: 'materialization' });
  const heard = () => instance.previewTick({ location: id, name: 'arrived' });
  expect((await heard()).outcome).toMatchObject({ skipReason: 'heard' });
  const mine = notebookThatImports('AssetSpec', "export const delivery = new AssetSpec('delivery');");
  await instance.createNotebook({ id: 'mine', source: mine });
  await instance.loadLocation('mine');
  await expect(heard()).rejects.toThrow('may not read delivery');
});
