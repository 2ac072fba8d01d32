import { expect, test } from 'vitest';
import { copyNotebook, renameNotebook } from '../../../src/lib/components/notebooks/copy-notebook';
import { findNotebooks, notebookOrder } from '../../../src/lib/components/notebooks/find-notebooks';
import { notebookText, openHome } from '../../fixtures/open-home';

const source = notebookText('export const a = asset(() => 1);');
const files = [{ path: 'rows.csv', bytes: new TextEncoder().encode('x\n1\n') }];

test('a copy has the cells and the files of its original, and a title of its own', async () => {
  const { instance } = await openHome();
  const original = await instance.createNotebook({ id: 'a', source, files });
  const copy = await copyNotebook(instance, original, { id: 'b', title: 'Second' });
  expect(copy.title).toBe('Second');
  expect(copy.source).toContain('export const a = asset(() => 1);');
  expect(copy.attachments).toEqual(original.attachments);
  expect((await instance.openNotebook('a'))?.source).toBe(original.source);
});

test('a copy of a notebook from outside is in preview, even where the original was allowed to run', async () => {
  const { instance } = await openHome();
  const original = await instance.createNotebook({ id: 'a', source, isForeign: true });
  await instance.allowNotebook('a', { hosts: ['example.org'], secrets: [], assets: [] });
  await copyNotebook(instance, original, { id: 'b', title: 'Second' });
  expect(await instance.trust('b')).toEqual({
    isOwn: false,
    runs: false,
    granted: { hosts: [], secrets: [], assets: [] },
  });
});

test('a new title changes nothing else', async () => {
  const { instance } = await openHome();
  const { attachments } = await instance.createNotebook({ id: 'a', source, files });
  await renameNotebook(instance, 'a', 'Cakes');
  expect(await instance.openNotebook('a')).toMatchObject({ title: 'Cakes', attachments });
});

const listed = (title: string, updatedAt: number, text = '') => ({
  ...{ id: title, title, source: text, revision: 1, createdAt: 0, updatedAt },
});
const three = [listed('Cake 10', 1, 'oven'), listed('Cake 2', 3), listed('Bread', 2, 'Oven and flour')];

test.each([
  ['', undefined, ['Cake 2', 'Bread', 'Cake 10']],
  ['', 'nonsense', ['Cake 2', 'Bread', 'Cake 10']],
  ['', 'title', ['Bread', 'Cake 2', 'Cake 10']],
  ['', '-title', ['Cake 10', 'Cake 2', 'Bread']],
  ['', 'updated', ['Cake 10', 'Bread', 'Cake 2']],
  ['oven', 'title', ['Bread', 'Cake 10']],
  ['OVEN  bread', undefined, ['Bread']],
  ['salt', undefined, []],
])('notebooks found by %j, sorted by %s', (text, order, titles) => {
  expect(findNotebooks(three, text, notebookOrder(order)).map(({ title }) => title)).toEqual(titles);
});
