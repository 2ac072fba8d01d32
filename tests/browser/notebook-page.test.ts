import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { deleteDraft, keyOf, listDrafts } from '$lib/components/notebook/drafts/draft-store';
import { recoverDrafts } from '$lib/components/notebook/drafts/recover-drafts';
import { OpenNotebook } from '$lib/components/notebook/open-notebook.svelte';
import { changeCells, moveCells, removeCells } from '$lib/notebook/cell-edits';
import { ids, openInstance, source, textOf } from './open-notebook';

beforeEach(() => void vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] }));
afterEach(() => void vi.useRealTimers());

beforeEach(async () => {
  for (const draft of await listDrafts()) await deleteDraft(keyOf(draft));
});

/** What holds a draft for a living tab goes with the tab. */
async function endTab() {
  const { held = [] } = await navigator.locks.query();
  const ofTabs = held.filter(({ name }) => name?.startsWith('dagbook-draft:'));
  await Promise.all(ofTabs.map(({ name }) => navigator.locks.request(name!, { steal: true }, () => {})));
}

describe('saving', () => {
  test('the first keystroke is stored within 300 ms', async () => {
    const { open, stored } = await openInstance();
    const notebook = await open();
    notebook.setText('code0002', 'export const total = 4;');
    expect(notebook.save.type).toBe('saving');
    await vi.advanceTimersByTimeAsync(300);
    await notebook.flush();
    expect(notebook.save.type).toBe('saved');
    expect(await stored()).toContain('total = 4');
  });

  test('steady typing does not put the save off', async () => {
    const { open, saved } = await openInstance();
    const notebook = await open();
    for (let letter = 0; letter < 20; letter++) {
      notebook.setText('code0002', 'x'.repeat(letter + 1));
      await vi.advanceTimersByTimeAsync(50);
    }
    expect(saved.length).toBeGreaterThanOrEqual(2);
  });

  test('what is typed while a save is under way is saved after it, never before', async () => {
    const { open, asked, saved, stored, hold } = await openInstance();
    const notebook = await open();
    const release = hold();
    notebook.setText('code0002', 'first');
    const first = notebook.flush();
    await vi.waitFor(() => expect(asked).toHaveLength(1));
    notebook.setText('code0002', 'second');
    const second = notebook.flush();
    release();
    await Promise.all([first, second]);
    expect(saved.map((text) => text.trimEnd().split('\n').at(-1))).toEqual(['first', 'second']);
    expect(await stored()).toContain('second');
  });

  test('a failed save says so, keeps the text, and can be tried again', async () => {
    const { open, stored, breakDisk } = await openInstance();
    const notebook = await open();
    breakDisk(true);
    notebook.setText('code0002', 'kept');
    await notebook.flush();
    expect(notebook.save).toMatchObject({ type: 'failed', error: { message: 'The disk is full' } });
    expect(textOf(notebook, 'code0002')).toBe('kept');
    breakDisk(false);
    await notebook.flush();
    expect(notebook.save.type).toBe('saved');
    expect(await stored()).toContain('kept');
  });

  test('the last keystrokes of a page that dies before its save are there at the next opening', async () => {
    const { commands, open, stored, hold } = await openInstance();
    const dying = await open();
    const release = hold();
    dying.setText('code0002', 'last words');
    dying.leave();
    await commands.saveNotebook({ id: 'nb', source: source.replace('[1, 2]', '[3]'), base: 1 });
    expect(await recoverDrafts(commands, 'nb')).toBeUndefined();
    expect(await stored()).not.toContain('last words');
    await endTab();
    expect(await recoverDrafts(commands, 'nb')).toBeTypeOf('number');
    expect(await stored()).toMatch(/\[3\][^]*last words/);
    expect(await listDrafts()).toEqual([]);
    release();
  });

  test('each key is kept before its save is through, and no more once it is', async () => {
    const { open, hold } = await openInstance();
    const notebook = await open();
    const release = hold();
    const kept = async () => JSON.stringify((await listDrafts()).map(({ notebook }) => notebook.cells));
    notebook.setText('code0002', 'a');
    await vi.waitFor(async () => expect(await kept()).toContain('"a"'));
    notebook.setText('code0002', 'ab');
    await vi.advanceTimersByTimeAsync(100);
    await vi.waitFor(async () => expect(await kept()).toContain('"ab"'));
    release();
    await notebook.flush();
    await vi.advanceTimersByTimeAsync(100);
    await vi.waitFor(async () => expect(await listDrafts()).toEqual([]));
  });

  test('a draft that is stored already, by a tab that died before it heard so, changes nothing', async () => {
    const { commands, open, stored, hold } = await openInstance();
    const dying = await open();
    hold();
    dying.setText('code0002', 'first');
    dying.leave();
    const { revision } = await commands.saveNotebook({
      id: 'nb',
      source: source.replace('export const total = 3;', 'first'),
      base: 1,
    });
    const later = source.replace('export const total = 3;', 'rewritten');
    await commands.saveNotebook({ id: 'nb', source: later, base: revision });
    await endTab();
    expect(await recoverDrafts(commands, 'nb')).toBeUndefined();
    expect(await stored()).toBe(later);
  });

  test('a notebook that cannot be stored yet keeps what is typed, and is stored with it', async () => {
    const { commands, port } = await openInstance();
    const { promise: ready, resolve: open } = Promise.withResolvers<void>();
    let tries = 0;
    const unstored = { id: 'new', source, revision: 1, attachments: [] };
    const notebook = new OpenNotebook(port, unstored, async () => {
      await ready;
      if (tries++ === 0) throw new Error('No network');
      return commands.createNotebook({ id: 'new', source });
    });
    const stop = notebook.follow();
    expect([notebook.save.type, notebook.storedCode]).toEqual(['saving', '']);
    notebook.setText('code0002', 'early');
    await vi.advanceTimersByTimeAsync(300);
    await vi.waitFor(async () => expect(JSON.stringify(await listDrafts())).toContain('early'));
    open();
    await notebook.flush();
    expect(notebook.save.type).toBe('saved');
    expect(notebook.storedCode).toContain('early');
    expect((await commands.openNotebook('new'))!.source).toBe(
      source.replace('export const total = 3;', 'early'),
    );
    await vi.advanceTimersByTimeAsync(100);
    await vi.waitFor(async () => expect(await listDrafts()).toEqual([]));
    stop();
  });

  test('a page that only hides leaves no draft behind once its save has arrived', async () => {
    const { open, stored } = await openInstance();
    const notebook = await open();
    notebook.setText('code0002', 'hidden');
    notebook.leave();
    await notebook.flush();
    expect(await stored()).toContain('hidden');
    await vi.advanceTimersByTimeAsync(100);
    await vi.waitFor(async () => expect(await listDrafts()).toEqual([]));
  });

  test('an untouched notebook is not written', async () => {
    const { open, saved, stored } = await openInstance();
    await (await open()).flush();
    expect(saved).toEqual([]);
    expect(await stored()).toBe(source);
  });

  test('only a change of code asks for the location to be loaded again', async () => {
    const { open } = await openInstance();
    const notebook = await open();
    const before = notebook.storedCode;
    notebook.setText('text0001', '# Other words');
    await notebook.flush();
    expect(notebook.storedCode).toBe(before);
    notebook.setText('code0001', 'export const orders = [];');
    await notebook.flush();
    expect(notebook.storedCode).not.toBe(before);
  });

  test('a new title is stored in the header of the file', async () => {
    const { open, stored } = await openInstance();
    const notebook = await open();
    notebook.setTitle('주문');
    await notebook.flush();
    expect(notebook.title).toBe('주문');
    expect(await stored()).toBe(source.replace('Orders', '주문'));
  });
});

test('the files listed are those of the text that was taken over', async () => {
  const { open } = await openInstance();
  const notebook = await open();
  await notebook.attach('recipes.json', new TextEncoder().encode('[]'));
  const withFile = await open();
  notebook.detach('recipes.json');
  await notebook.flush();
  expect(notebook.attachments).toEqual([]);
  const { writeNotebook } = await import('$lib/notebook/write-notebook');
  notebook.takeOver(writeNotebook(withFile.notebook));
  await notebook.flush();
  expect(notebook.attachments.map(({ path, size }) => [path, size])).toEqual([['recipes.json', 2]]);
});

describe('undo and redo', () => {
  test('every cell action can be taken back, one by one, and done again', async () => {
    const { open, stored } = await openInstance();
    const notebook = await open();
    const added = notebook.insert('code', 'text0001');
    notebook.setText(added, 'const x = 1;');
    notebook.act((cells) => changeCells(cells, new Set([added]), { kind: 'markdown' }));
    notebook.act((cells) => moveCells(cells, new Set([added]), 'down'));
    notebook.act((cells) => changeCells(cells, new Set(['code0002']), { hide: true }));
    notebook.act((cells) => removeCells(cells, new Set(['code0001'])));
    const after = ids(notebook);
    expect(after).toEqual(['text0001', added, 'code0002']);

    while (notebook.canUndo) notebook.step('undo');
    await notebook.flush();
    expect(await stored()).toBe(source);

    while (notebook.canRedo) notebook.step('redo');
    expect(ids(notebook)).toEqual(after);
    expect(textOf(notebook, added)).toBe('const x = 1;');
    expect(notebook.cells.find((cell) => cell.id === added)?.kind).toBe('markdown');
  });

  test('a deleted cell comes back where it was, though another tab has changed its neighbours', async () => {
    const { open } = await openInstance();
    const [here, there] = [await open(), await open()];
    here.act((cells) => removeCells(cells, new Set(['code0001'])));
    await here.flush();
    there.act((cells) => removeCells(cells, new Set(['code0002'])));
    await there.flush();
    here.setTitle('Changed');
    await here.flush();
    expect(ids(here)).toEqual(['text0001']);
    expect(here.step('undo')).toEqual(['code0001']);
    expect(ids(here)).toEqual(['text0001', 'code0001']);
  });

  test('what changes nothing is no action', async () => {
    const { open } = await openInstance();
    const notebook = await open();
    notebook.act((cells) => moveCells(cells, new Set(['text0001']), 'up'));
    expect([notebook.canUndo, notebook.save.type]).toEqual([false, 'saved']);
  });
});
