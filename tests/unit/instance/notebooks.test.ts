import { expect, test } from 'vitest';
import { notebookText, openHome } from '../../fixtures/open-home';

const two = notebookText('export const a = asset(() => 1);', 'export const b = asset(() => 2);');

test('a repeated creation with the same id answers the one notebook', async () => {
  const { instance } = await openHome();
  await instance.createNotebook({ id: 'cakes', source: two });
  const again = await instance.createNotebook({ id: 'cakes', source: two });
  expect(again.revision).toBe(1);
  expect(await instance.listNotebooks()).toHaveLength(1);
});

test('two tabs that save over the same revision both keep their cells', async () => {
  const { instance } = await openHome();
  const { revision } = await instance.createNotebook({ id: 'cakes', source: two });
  const mine = two.replace('=> 1', '=> 10');
  const theirs = two.replace('=> 2', '=> 20');
  await instance.saveNotebook({ id: 'cakes', source: theirs, base: revision });
  const saved = await instance.saveNotebook({ id: 'cakes', source: mine, base: revision });
  expect(saved.source).toContain('=> 10');
  expect(saved.source).toContain('=> 20');
});

test('a repeated save, whose first answer was lost, changes nothing more', async () => {
  const { instance } = await openHome();
  const { revision } = await instance.createNotebook({ id: 'cakes', source: two });
  const save = { id: 'cakes', source: two.replace('=> 1', '=> 10'), base: revision };
  const first = await instance.saveNotebook(save);
  expect(await instance.saveNotebook(save)).toEqual(first);
});

test('every document is listed with all that is kept of it, deleted ones last', async () => {
  const { instance } = await openHome();
  const files = [{ path: 'a.txt', bytes: new TextEncoder().encode('hello') }];
  await instance.createNotebook({ id: 'mine', source: two, files });
  await instance.createNotebook({ id: 'theirs', source: two, isForeign: true });
  await instance.deleteNotebook('mine');
  const [theirs, mine] = await instance.documents();
  expect(theirs).toMatchObject({ id: 'theirs', attachments: 0, versions: 0, trust: { isOwn: false } });
  expect(mine).toMatchObject({
    ...{ id: 'mine', deletedAt: expect.any(Number), trust: { isOwn: true } },
    ...{ attachments: 1, attachmentBytes: 5, versions: 1 },
  });
});

test('many concurrent saves of different cells lose none', async () => {
  const { instance } = await openHome();
  const source = notebookText(
    ...Array.from({ length: 8 }, (_, at) => `export const v${at} = asset(() => 0);`),
  );
  const { revision } = await instance.createNotebook({ id: 'many', source });
  const edits = Array.from({ length: 8 }, (_, at) =>
    source.replace(`v${at} = asset(() => 0)`, `v${at} = asset(() => 1)`),
  );
  await Promise.all(edits.map((edit) => instance.saveNotebook({ id: 'many', source: edit, base: revision })));
  expect((await instance.openNotebook('many'))?.source.match(/=> 1/g)).toHaveLength(8);
});

test('attached files are kept by content and named in the header; small and large ones come back', async () => {
  const home = await openHome();
  const large = new Uint8Array(600_000).fill(7);
  await home.instance.createNotebook({
    id: 'files',
    source: two,
    files: [{ path: 'data/large.bin', bytes: large }],
  });
  await home.instance.attachFile({
    notebookId: 'files',
    path: 'a.txt',
    bytes: new TextEncoder().encode('hello'),
  });
  const opened = await (await home.reopen()).openNotebook('files');
  expect(opened?.attachments.map(({ path, size }) => [path, size])).toEqual([
    ['data/large.bin', 600_000],
    ['a.txt', 5],
  ]);
});

test('a deleted notebook leaves the list, and comes back as it was', async () => {
  const { instance } = await openHome();
  await instance.createNotebook({ id: 'cakes', source: two });
  await instance.deleteNotebook('cakes');
  expect(await instance.listNotebooks()).toEqual([]);
  expect(await instance.listNotebooks({ deleted: true })).toHaveLength(1);
  await instance.restoreNotebook('cakes');
  expect((await instance.openNotebook('cakes'))?.source).toBe((await instance.listNotebooks())[0]?.source);
});

test('an unknown notebook is told with what to do', async () => {
  const { instance } = await openHome();
  await expect(instance.loadLocation('none')).rejects.toMatchObject({
    name: 'NotebookNotFound',
    remedy: /./,
  });
  await expect(instance.saveNotebook({ id: 'none', source: '', base: 1 })).rejects.toMatchObject({
    remedy: /./,
  });
});
