import { expect, test } from 'vitest';
import { withNews, type AssetNews } from '$lib/instance/asset-news';
import { launched, notebookThatImports, openHome } from '../../fixtures/open-home';

const chain = (cells: string) => notebookThatImports('asset', cells);
const dough = `export const dough = asset(() => 1);
  export const bread = asset({ deps: [dough] }, () => 2);
  export const water = asset(() => 3);`;

/** Which assets an answer tells of. */
const told = (news: AssetNews) =>
  ('all' in news ? news.all : news.changed.map(([, status]) => status)).map(({ asset }) => asset.key);

test('who was told before is told only what stands otherwise, and comes to know the same as who asks anew', async () => {
  const { instance } = await openHome();
  await instance.createNotebook({ id: 'bakery', source: chain(dough) });
  await instance.loadLocation('bakery');
  const first = await instance.assetNews();
  expect(told(first)).toEqual(['dough', 'bread', 'water']);
  const before = withNews([], first);

  await launched(instance, { location: 'bakery', selection: 'key:dough or key:bread' });
  const second = await instance.assetNews(first.at);
  expect('all' in second).toBe(false);
  expect(told(second)).toEqual(['dough', 'bread']);
  const after = withNews(before, second);
  expect(after).toEqual(await instance.assets());

  const nothing = await instance.assetNews(second.at);
  expect(withNews(after, nothing)).toBe(after);
  // Another tab, which asked before.
  expect(told(await instance.assetNews(first.at))).toEqual(['dough', 'bread']);
  // What is upstream of it makes it stale.
  await instance.reportAsset({ assetKey: 'dough', event: 'materialization', dataVersion: 'sour' });
  expect(told(await instance.assetNews(second.at))).toEqual(['dough', 'bread']);
});

test('other definitions are told whole, and so is who was told by another leader', async () => {
  const { instance } = await openHome();
  await instance.createNotebook({ id: 'bakery', source: chain(dough) });
  await instance.loadLocation('bakery');
  const { at } = await instance.assetNews();
  await instance.createNotebook({ id: 'mill', source: chain('export const flour = asset(() => 4);') });
  await instance.loadLocation('mill');
  expect(told(await instance.assetNews(at))).toEqual(['dough', 'bread', 'water', 'flour']);
  expect(told(await instance.assetNews('other 7'))).toHaveLength(4);
});
