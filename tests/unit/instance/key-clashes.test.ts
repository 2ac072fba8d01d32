import { expect, it } from 'vitest';
import { withHeader } from '$lib/notebook/header';
import { noPermissions } from '$lib/notebook/permissions';
import { readNotebook } from '$lib/notebook/read-notebook';
import { writeNotebook } from '$lib/notebook/write-notebook';
import { launched, notebookThatImports, openHome } from '../../fixtures/open-home';

const cakes = (amount: number) =>
  notebookThatImports(
    'asset, assetCheck, AssetCheckResult, AssetIn, AssetOut, AssetSpec, defineAssetJob, MaterializeResult, multiAsset, sql',
    `export const eggs = asset({ keyPrefix: 'kitchen' }, () => [{ count: ${amount} }]);`,
    'export const dough = asset({ ins: { eggs } }, ({ eggs }) => eggs);',
    `export const baked = asset({ ins: { dough: new AssetIn<{ count: number }[]>('dough') }, deps: ['kitchen/eggs', 'oven'] }, ({ dough }) => dough[0].count);`,
    'export const counted = sql`\nselect sum(count) as all_of_them from dough\n`;',
    `export const reports = multiAsset({ outs: { left: new AssetOut(), right: new AssetOut({ keyPrefix: 'far' }) } }, function* () {
  yield new MaterializeResult({ assetKey: 'left', value: 1 });
  yield new MaterializeResult({ assetKey: 'far/right', value: 2 });
});`,
    `export const isBaked = assetCheck({ asset: 'baked' }, () => new AssetCheckResult({ passed: true }));`,
    `export const oven = new AssetSpec('oven');`,
    `export const daily = defineAssetJob({ selection: ['kitchen/eggs', 'dough'] });`,
  );

const prefixed = (source: string, keyPrefix: string) =>
  writeNotebook(withHeader(readNotebook(source), { keyPrefix }));

it('a friend’s copy of a notebook of one’s own is refused by name, and runs beside it under a prefix', async () => {
  const { instance } = await openHome();
  await instance.createNotebook({ id: 'mine', source: cakes(1) });
  expect((await launched(instance, { location: 'mine' })).status).toBe('SUCCESS');
  expect(await instance.keyClashes('mine')).toEqual([]);

  const theirs = await instance.createNotebook({ id: 'theirs', source: cakes(2), isForeign: true });
  expect(await instance.keyClashes('theirs')).toEqual([]);
  await instance.allowNotebook('theirs', noPermissions);
  await instance.loadLocation('theirs');
  const keys = ['kitchen/eggs', 'dough', 'baked', 'counted', 'left', 'far/right'];
  const [clash, ...others] = await instance.keyClashes('theirs');
  expect(clash).toEqual({ notebook: 'mine', title: 'Untitled', keys, isRefused: true });
  expect(others).toEqual([]);
  expect(await instance.keyClashes('mine')).toEqual([]);
  await expect(launched(instance, { location: 'theirs' })).rejects.toThrow('which one of your own has');

  await instance.saveNotebook({
    id: 'theirs',
    source: prefixed(cakes(2), 'anna/copy'),
    base: theirs.revision,
  });
  const { errors, snapshot } = await instance.loadLocation('theirs');
  expect(errors).toEqual([]);
  expect(snapshot.jobs.map(({ selection }) => selection)).toEqual([
    'key:"anna/copy/kitchen/eggs" or key:"anna/copy/dough"',
  ]);
  expect(await instance.keyClashes('theirs')).toEqual([]);
  expect((await instance.trust('theirs')).isOwn).toBe(false);
  expect((await launched(instance, { location: 'theirs' })).status).toBe('SUCCESS');
  expect((await launched(instance, { location: 'theirs', jobName: 'daily' })).status).toBe('SUCCESS');
  for (const key of keys) {
    expect(await instance.materializations(key), key).toHaveLength(1);
    expect((await instance.materializations(`anna/copy/${key}`)).length, key).toBeGreaterThan(0);
  }
  // What a spec names is made by somebody else, under the key that it has there.
  expect((await instance.assets('theirs')).map(({ asset }) => asset.key)).toContain('oven');
});

it('two notebooks of one’s own that make one asset are told of each other, and each is judged by its own code', async () => {
  const { instance } = await openHome();
  for (const id of ['one', 'two']) {
    const source = notebookThatImports('asset', `export const sales = asset(() => '${id}');`);
    await instance.createNotebook({ id, source });
    await launched(instance, { location: id });
  }
  expect(await instance.keyClashes('one')).toMatchObject([{ notebook: 'two', isRefused: false }]);
  const [here] = await instance.assets('two');
  const [there] = await instance.assets('one');
  expect([here!.stale.status, there!.stale.status]).toEqual(['FRESH', 'STALE']);
});
