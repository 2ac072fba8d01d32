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
