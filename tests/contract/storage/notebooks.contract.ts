import { expect } from 'vitest';
import { emptySnapshot } from '$lib/definitions/snapshot';
import type { Storage } from '$lib/storage/storage';
import type { Contract, Place } from '../contract';
import { notebook } from './samples';

export const notebooksContract: Contract<Place<Storage>> = {
  async 'lets exactly one of two concurrent saves of a notebook win'(place) {
    const storage = await place.open();
    expect(await storage.saveNotebook(notebook(1, 'one'))).toEqual(notebook(1, 'one'));
    const answers = await Promise.all([
      storage.saveNotebook(notebook(2, 'mine')),
      storage.saveNotebook(notebook(2, 'yours')),
    ]);
    expect(answers.map((stored) => stored.source)).toEqual(['mine', 'mine']);
    expect(await storage.getNotebook('n1')).toEqual(notebook(2, 'mine'));
    expect(await storage.notebookRevision('n1', 1)).toBe('one');
    expect(await storage.notebookRevision('n1', 2)).toBe('mine');
    expect(await storage.notebookRevision('n1', 3)).toBeUndefined();
    await expect(storage.saveNotebook(notebook(3, 'x', { id: 'gone' }))).rejects.toThrow('gone');
  },

  async 'keeps earlier texts with their times, ever fewer the older they are'(place) {
    const storage = await place.open();
    const hour = 3_600_000;
    for (let revision = 1; revision <= 41; revision++)
      await storage.saveNotebook(notebook(revision, `text ${revision}`, { updatedAt: revision }));
    const recent = await storage.notebookVersions('n1');
    expect(recent).toHaveLength(40);
    expect(recent[0]).toEqual({ revision: 40, savedAt: 40, bytes: 7 });
    for (let revision = 42; revision <= 62; revision++)
      await storage.saveNotebook(notebook(revision, 'later', { updatedAt: 2 * hour + revision }));
    const thinned = (await storage.notebookVersions('n1')).filter(({ savedAt }) => savedAt < hour);
    expect(thinned.map(({ revision }) => revision)).toEqual([41]);
    expect(await storage.notebookRevision('n1', 41)).toBe('text 41');
    expect(await storage.notebookRevision('n1', 40)).toBeUndefined();
    expect(await storage.notebookVersions('none')).toEqual([]);
  },

  async 'keeps a named text, however old, until its name is taken back'(place) {
    const storage = await place.open();
    const save = async (from: number, to: number, updatedAt: number) => {
      for (let revision = from; revision <= to; revision++)
        await storage.saveNotebook(notebook(revision, `text ${revision}`, { updatedAt }));
    };
    await save(1, 3, 1);
    expect(await storage.nameNotebookRevision({ id: 'n1', revision: 2, name: 'before' })).toBe(true);
    expect(await storage.nameNotebookRevision({ id: 'n1', revision: 3, name: 'now' })).toBe(true);
    expect(await storage.nameNotebookRevision({ id: 'n1', revision: 9, name: 'never' })).toBe(false);
    const names = async () => (await storage.notebookVersions('n1')).map(({ name }) => name);
    expect(await names()).toEqual(['now', 'before', undefined]);
    const day = 86_400_000;
    await save(4, 41, 40 * day);
    expect((await storage.notebookVersions('n1')).filter(({ name }) => name)).toEqual([
      { revision: 3, savedAt: 1, bytes: 6, name: 'now' },
      { revision: 2, savedAt: 1, bytes: 6, name: 'before' },
    ]);
    expect(await storage.notebookRevision('n1', 2)).toBe('text 2');
    for (const revision of [2, 3]) await storage.nameNotebookRevision({ id: 'n1', revision });
    await save(42, 61, 40 * day);
    expect(await storage.notebookRevision('n1', 2)).toBeUndefined();
    expect(await storage.notebookRevision('n1', 3)).toBe('text 3');
  },

  async 'lists notebooks last changed first, deleted ones apart'(place) {
    const storage = await place.open();
    for (const id of ['a', 'b', 'c'])
      await storage.saveNotebook(notebook(1, id, { id, updatedAt: id === 'a' ? 9 : 1 }));
    await storage.saveNotebook(notebook(2, 'b', { id: 'b', deletedAt: 5 }));
    const ids = async (deleted?: boolean) =>
      (await storage.listNotebooks({ deleted })).map((found) => found.id);
    expect(await ids()).toEqual(['a', 'c']);
    expect(await ids(true)).toEqual(['b']);
    await storage.saveNotebook(notebook(3, 'b', { id: 'b', updatedAt: 10 }));
    expect(await ids()).toEqual(['b', 'a', 'c']);
  },

  async 'keeps settings, bundles and locations'(place) {
    const storage = await place.open();
    const bundle = {
      hash: 'b1',
      title: 't',
      cells: [],
      errors: [],
      attachments: {},
      codeVersions: { a: '1' },
    };
    const location = { name: 'l', bundle: 'b1', snapshot: emptySnapshot, loadedAt: 4 };
    await storage.putBundle(bundle);
    await storage.putBundle(bundle);
    await storage.putLocation({ ...location, loadedAt: 3 });
    await storage.putLocation(location);
    await storage.setSetting('theme', '"dark"');
    await storage.setSetting('theme', '"light"');
    expect(await storage.getBundle('b1')).toEqual(bundle);
    expect(await storage.getBundle('b2')).toBeUndefined();
    expect(await storage.locations()).toEqual([location]);
    expect(await storage.getSetting('theme')).toBe('"light"');
    expect(await storage.getSetting('none')).toBeUndefined();
    for (const key of ['env:B', 'env:A', 'environs']) await storage.setSetting(key, 'x');
    expect(await storage.settingKeys('env:')).toEqual(['env:A', 'env:B']);
    await storage.setSetting('env:A', undefined);
    expect(await storage.settingKeys('env:')).toEqual(['env:B']);
    expect(await storage.getSetting('env:A')).toBeUndefined();
  },
};
