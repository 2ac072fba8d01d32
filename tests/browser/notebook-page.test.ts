import { Trusts } from '$lib/instance/trust';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { MemoryArtifacts } from '$lib/artifacts/memory/memory-artifacts';
import { saveDrafts } from '$lib/components/notebook/drafts';
import { OpenNotebook } from '$lib/components/notebook/open-notebook.svelte';
import { directParser } from '$lib/instance/direct-parser';
import { notebookCommands } from '$lib/instance/notebooks';
import { changeCells, moveCells, removeCells } from '$lib/notebook/cell-edits';
import { SqliteStorage } from '$lib/storage/sqlite/sqlite-storage';
import { openMemoryConnection } from '$lib/storage/sqlite/wasm-connection';

const source = `// %% [notebook] {"format":1,"title":"Orders"}

// %% [markdown] {"id":"text0001"}
// # Orders

// %% {"id":"code0001","name":"orders"}
export const orders = [1, 2];

// %% {"id":"code0002"}
export const total = 3;
`;

/** The real notebook commands over a real database; `hold` keeps saves waiting; call its answer to let them go. */
async function openInstance() {
  const storage = new SqliteStorage(await openMemoryConnection());
  const commands = notebookCommands({
    trusts: new Trusts(storage),
    storage,
    artifacts: new MemoryArtifacts(),
    parser: directParser,
    clock: { now: () => 1 },
  });
  await commands.createNotebook({ id: 'nb', source });
  let gate = Promise.resolve();
  let broken = false;
  const asked: string[] = [];
  const saved: string[] = [];
  const port = {
    ...commands,
    subscribe: storage.subscribe.bind(storage),
    async saveNotebook(input: Parameters<typeof commands.saveNotebook>[0]) {
      asked.push(input.source);
      await gate;
      if (broken) throw new Error('The disk is full');
      saved.push(input.source);
      return commands.saveNotebook(input);
    },
  };
  return {
    commands,
    port,
    asked,
    saved,
    open: async () => new OpenNotebook(port, (await commands.openNotebook('nb'))!),
    stored: async () => (await commands.openNotebook('nb'))!.source,
    breakDisk: (to: boolean) => (broken = to),
    hold() {
      const { promise, resolve } = Promise.withResolvers<void>();
      gate = promise;
      return resolve;
    },
  };
}

const ids = (open: OpenNotebook) => open.cells.slice(1).map((cell) => cell.id);
const textOf = (open: OpenNotebook, id: string) => open.cells.find((cell) => cell.id === id)?.text;

beforeEach(() => void vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] }));
afterEach(() => void vi.useRealTimers());

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
    hold();
    dying.setText('code0002', 'last words');
    dying.leave();
    await commands.saveNotebook({ id: 'nb', source: source.replace('[1, 2]', '[3]'), base: 1 });
    await saveDrafts(commands, 'nb');
    expect(await stored()).toMatch(/\[3\][^]*last words/);
    expect(Object.keys(localStorage).filter((key) => key.includes('draft'))).toEqual([]);
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
    expect(Object.values(localStorage).join()).toContain('early');
    open();
    await notebook.flush();
    expect(notebook.save.type).toBe('saved');
    expect(notebook.storedCode).toContain('early');
    expect((await commands.openNotebook('new'))!.source).toBe(
      source.replace('export const total = 3;', 'early'),
    );
    expect(Object.keys(localStorage).filter((key) => key.includes('draft'))).toEqual([]);
    stop();
  });

  test('a page that only hides leaves no draft behind once its save has arrived', async () => {
    const { open, stored } = await openInstance();
    const notebook = await open();
    notebook.setText('code0002', 'hidden');
    notebook.leave();
    await notebook.flush();
    expect(await stored()).toContain('hidden');
    expect(Object.keys(localStorage).filter((key) => key.includes('draft'))).toEqual([]);
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

describe('another tab', () => {
  async function twoTabs() {
    const instance = await openInstance();
    const [here, there] = [await instance.open(), await instance.open()];
    const stop = here.follow();
    return { ...instance, here, there, stop };
  }

  test('its edit appears here, beside what is being typed here', async () => {
    const { here, there, stop, stored } = await twoTabs();
    here.setText('code0002', 'typed here');
    there.setText('code0001', 'typed there');
    await there.flush();
    await vi.waitFor(() => expect(textOf(here, 'code0001')).toBe('typed there'));
    expect(textOf(here, 'code0002')).toBe('typed here');
    await here.flush();
    expect(await stored()).toMatch(/typed there[^]*typed here/);
    stop();
  });

  test('in the same cell, the text on this screen stays and theirs is kept below it', async () => {
    const { here, there, stop } = await twoTabs();
    here.setText('code0002', 'mine');
    there.setText('code0002', 'theirs');
    await there.flush();
    await vi.waitFor(() => expect(ids(here)).toHaveLength(4));
    expect(here.cells.slice(-2).map((cell) => cell.text)).toEqual(['mine', 'theirs']);
    stop();
  });

  test('its saves are taken in even by a tab that did not hear of them', async () => {
    const { open, stored } = await openInstance();
    const [here, there] = [await open(), await open()];
    there.setText('code0001', 'typed there');
    await there.flush();
    here.setText('code0002', 'typed here');
    await here.flush();
    expect(textOf(here, 'code0001')).toBe('typed there');
    expect(await stored()).toMatch(/typed there[^]*typed here/);
  });

  test('an attached file is listed there', async () => {
    const { here, there, stop } = await twoTabs();
    await there.attach('recipes.json', new TextEncoder().encode('[]'));
    await vi.waitFor(() =>
      expect(here.attachments.map(({ path, size }) => [path, size])).toEqual([['recipes.json', 2]]),
    );
    expect(there.attachments).toEqual(here.attachments);
    stop();
  });
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
