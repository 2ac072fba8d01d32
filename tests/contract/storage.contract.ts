import { expect } from 'vitest';
import type { NewEvent } from '$lib/events/event';
import type { Change, NewValue, Run, Storage, StoredNotebook } from '$lib/storage/storage';
import type { Contract, Place } from './contract';

const run = (id: string, more: Partial<Run> = {}): Run => ({
  id,
  jobName: '__ASSET_JOB',
  location: 'kitchen',
  bundle: 'b1',
  plan: { steps: [], executor: { type: 'in_process' } },
  tags: { by: 'hand' },
  createdAt: 1_000,
  ...more,
});

const at = (runId: string, timestamp: number) =>
  ({ runId, timestamp, level: 'INFO', message: '', data: {} }) as const;

const said = (runId: string, message: string): NewEvent => ({
  ...at(runId, 5),
  type: 'LOG_MESSAGE',
  message,
});

const materialized = (runId: string, assetKey: string, hash?: string): NewEvent => ({
  ...at(runId, 5),
  type: 'ASSET_MATERIALIZATION',
  stepKey: assetKey,
  assetKey,
  data: {
    metadata: { rows: { type: 'int', value: 3 } },
    tags: {},
    codeVersion: 'c',
    dataVersion: hash ?? 'd',
    inputVersions: {},
    ...(hash && { value: { hash, codec: 'json', size: 2 } }),
  },
});

const value = (hash: string, ...bytes: number[]): NewValue => ({
  hash,
  codec: 'json',
  bytes: new Uint8Array(bytes),
});

const notebook = (revision: number, source: string, more: Partial<StoredNotebook> = {}): StoredNotebook => ({
  id: 'n1',
  title: 'Cakes',
  source,
  revision,
  createdAt: 1,
  updatedAt: revision,
  ...more,
});

async function opened(place: Place<Storage>, ...runs: string[]): Promise<Storage> {
  const storage = await place.open();
  for (const id of runs) await storage.createRun(run(id), []);
  return storage;
}

export const storageContract: Contract<Place<Storage>> = {
  async 'gives ids in the order of the calls, and the pages of a run in that order'(place) {
    const storage = await opened(place, 'r1', 'r2');
    const calls = Array.from({ length: 50 }, (_, n) =>
      storage.append([said('r1', `${n}a`), said('r2', 'else'), said('r1', `${n}b`)]),
    );
    const stored = (await Promise.all(calls)).flat();
    expect(stored.map((event) => event.id)).toEqual(stored.map((_, n) => stored[0]!.id + n));

    const first = await storage.runEvents('r1', { limit: 30 });
    const rest = await storage.runEvents('r1', { after: first.at(-1)!.id });
    expect([...first, ...rest].map((event) => event.message)).toEqual(
      calls.flatMap((_, n) => [`${n}a`, `${n}b`]),
    );
    expect([...first, ...rest]).toEqual(stored.filter((event) => event.runId === 'r1'));
  },

  async 'gives back every kind of text as it was'(place) {
    const storage = await opened(place, 'r1');
    const texts = ['', 'naïve 빵 🥐', 'a\0b', '\ufeffbom', 'line\nline', `"quoted" 'x'`, 'x'.repeat(300_000)];
    await storage.append(texts.map((text) => said('r1', text)));
    expect((await storage.runEvents('r1')).map((event) => event.message)).toEqual(texts);
  },

  async 'filters a page by type'(place) {
    const storage = await opened(place, 'r1');
    await storage.append([said('r1', 'x'), materialized('r1', 'a'), said('r1', 'y')]);
    const page = await storage.runEvents('r1', { types: ['ASSET_MATERIALIZATION'] });
    expect(page.map((event) => event.assetKey)).toEqual(['a']);
  },

  async 'stores all of an append or nothing, and what was asked for beside it'(place) {
    const storage = await opened(place, 'r1');
    const results = await Promise.allSettled([
      storage.append([said('r1', 'before')]),
      storage.append([said('r1', 'torn'), said('no such run', 'x')], [value('v1', 1)]),
      storage.append([said('r1', 'after')]),
    ]);
    expect(results.map((result) => result.status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
    expect(results[1]).toMatchObject({ reason: { name: 'RunNotFound' } });
    expect((await storage.runEvents('r1')).map((event) => event.message)).toEqual(['before', 'after']);
    expect(await storage.getValue('v1')).toBeUndefined();
  },

  async 'creates a run once, with its first events'(place) {
    const storage = await place.open();
    await storage.createRun(run('r1'), [{ ...at('r1', 1), type: 'RUN_ENQUEUED' }]);
    await storage.createRun(run('r1'), [{ ...at('r1', 1), type: 'RUN_ENQUEUED' }]);
    expect(await storage.getRun('r1')).toEqual({ ...run('r1'), status: 'QUEUED' });
    expect(await storage.runEvents('r1')).toHaveLength(1);
    await expect(storage.createRun(run('r2'), [said('other', 'x')])).rejects.toThrow();
    expect(await storage.getRun('r2')).toBeUndefined();
  },

  async 'folds events into the status of their run'(place) {
    const storage = await opened(place, 'r1', 'r2');
    await storage.append([
      { ...at('r1', 10), type: 'RUN_STARTING' },
      { ...at('r2', 11), type: 'RUN_CANCELED' },
      { ...at('r1', 12), type: 'RUN_START' },
    ]);
    expect(await storage.getRun('r1')).toMatchObject({ status: 'STARTED', startedAt: 12 });
    await Promise.all([
      storage.append([{ ...at('r1', 20), type: 'RUN_SUCCESS' }]),
      storage.append([{ ...at('r1', 30), type: 'RUN_CANCELED' }]),
    ]);
    expect(await storage.getRun('r1')).toMatchObject({ status: 'SUCCESS', startedAt: 12, endedAt: 20 });
    expect(await storage.getRun('r2')).toMatchObject({ status: 'CANCELED', endedAt: 11 });
  },

  async 'lists runs newest first, by status, by location and page by page'(place) {
    const storage = await place.open();
    for (const [id, createdAt] of [
      ['a', 1],
      ['b', 3],
      ['c', 3],
      ['d', 2],
    ] as const)
      await storage.createRun(run(id, { createdAt, location: id === 'd' ? 'hall' : 'kitchen' }), []);
    await storage.append([{ ...at('b', 5), type: 'RUN_START' }]);
    const ids = async (...[filter]: Parameters<Storage['listRuns']>) =>
      (await storage.listRuns(filter)).map((found) => found.id);
    expect(await ids()).toEqual(['c', 'b', 'd', 'a']);
    expect(await ids({ statuses: ['STARTED'] })).toEqual(['b']);
    expect(await ids({ statuses: [] })).toEqual([]);
    expect(await ids({ location: 'hall' })).toEqual(['d']);
    expect(await ids({ limit: 2 })).toEqual(['c', 'b']);
    expect(await ids({ limit: 2, before: 'b' })).toEqual(['d', 'a']);
  },

  async 'knows the newest materialization of each asset'(place) {
    const storage = await opened(place, 'r1');
    await storage.append([materialized('r1', 'a', 'h1'), materialized('r1', 'b', 'h2'), said('r1', 'x')]);
    const [last] = await storage.append([materialized('r1', 'a', 'h3')]);
    const latest = await storage.latestMaterializations(['a', 'b', 'never']);
    expect([...latest.keys()].sort()).toEqual(['a', 'b']);
    expect(latest.get('a')).toEqual(last);
    const ofA = await storage.materializations('a');
    expect(ofA.map((event) => event.data.value?.hash)).toEqual(['h3', 'h1']);
    expect(await storage.materializations('a', 1)).toEqual([last]);
  },

  async 'leaves no pointer to a deleted run'(place) {
    const storage = await opened(place, 'r1', 'r2');
    await storage.append([materialized('r1', 'a', 'h1')], [value('h1', 1)]);
    const both = [
      materialized('r2', 'a', 'h2'),
      materialized('r2', 'only', 'h2'),
      materialized('r2', 'a', 'h1'),
    ];
    const stored = await storage.append(both, [value('h2', 2)]);
    await storage.deleteRun('r2');

    const latest = await storage.latestMaterializations(['a', 'only']);
    expect([...latest.values()].map((event) => event.runId)).toEqual(['r1']);
    expect(await storage.getRun('r2')).toBeUndefined();
    expect(await storage.runEvents('r2')).toEqual([]);
    expect(await storage.getValue('h2')).toBeUndefined();
    expect(await storage.getValue('h1')).toEqual(new Uint8Array([1]));
    await expect(storage.append([said('r2', 'late')])).rejects.toThrow('r2');

    const [next] = await storage.append([said('r1', 'next')]);
    expect(next!.id, 'ids are not used again').toBeGreaterThan(stored.at(-1)!.id);
  },

  async 'keeps values with the event that names them, and attached ones for themselves'(place) {
    const storage = await opened(place, 'r1');
    const bytes = crypto.getRandomValues(new Uint8Array(60_000));
    const big = { hash: 'big', codec: 'bytes', bytes: new Uint8Array(300_000).fill(7) };
    await storage.append(
      [materialized('r1', 'a', 'h')],
      [{ hash: 'h', codec: 'bytes', bytes }, value('nil')],
    );
    await storage.putValue(big);
    await storage.append([materialized('r1', 'a', 'big')], [big]);
    expect(await storage.getValue('h')).toEqual(bytes);
    expect(await storage.getValue('nil')).toEqual(new Uint8Array());
    await storage.deleteRun('r1');
    expect(await storage.getValue('h')).toBeUndefined();
    expect(await storage.getValue('big')).toEqual(big.bytes);
  },

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
    const location = { name: 'l', bundle: 'b1', snapshot: { assets: [], jobs: [], errors: [] }, loadedAt: 4 };
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
  },

  async 'announces a change after it can be read, and nothing of a write that failed'(place) {
    const storage = await opened(place, 'r1');
    const heard: Change[] = [];
    const reads: Promise<readonly { id: number }[]>[] = [];
    const unsubscribe = storage.subscribe((changes) => {
      heard.push(...changes);
      reads.push(storage.runEvents('r1'));
    });
    const append = storage.append([said('r1', 'x'), materialized('r1', 'a')]);
    expect(heard, 'before it is durable').toEqual([]);
    const stored = await append;
    expect(await reads[0]).toEqual(stored);
    await storage.append([said('nowhere', 'x')]).catch(() => {});
    await storage.saveNotebook(notebook(1, 'x'));
    unsubscribe();
    await storage.setSetting('k', 'v');
    expect(heard).toEqual([
      { topic: 'run', runId: 'r1', lastEventId: stored.at(-1)!.id },
      { topic: 'asset', assetKey: 'a' },
      { topic: 'notebook', id: 'n1' },
    ]);
  },

  async 'commits what is asked for at the same time together'(place) {
    const storage = await opened(place, 'r1');
    let commits = 0;
    storage.subscribe(() => (commits += 1));
    await Promise.all(Array.from({ length: 200 }, (_, n) => storage.append([said('r1', `${n}`)])));
    expect(commits).toBe(1);
  },

  async 'says what it holds, and refuses writes when closed'(place) {
    const storage = await opened(place, 'r1');
    await storage.append([said('r1', 'x'), said('r1', 'y')]);
    const info = await storage.info();
    expect(info).toMatchObject({ runs: 1, events: 2 });
    expect(info.bytes).toBeGreaterThan(4096);
    await storage.close();
    await storage.close();
    await expect(storage.append([said('r1', 'late')])).rejects.toMatchObject({ name: 'StorageClosed' });
  },
};

/** For storage that outlives its process. */
export const durableStorageContract: Contract<Place<Storage>> = {
  async 'finds everything again after it was closed and opened'(place) {
    const before = await opened(place, 'r1');
    const waiting = before.append([materialized('r1', 'a', 'h')], [value('h', 1, 2)]);
    await before.saveNotebook(notebook(1, 'text'));
    await before.close();
    const stored = await waiting;

    const after = await place.open();
    expect(await after.runEvents('r1')).toEqual(stored);
    expect(await after.getValue('h')).toEqual(new Uint8Array([1, 2]));
    expect(await after.getNotebook('n1')).toEqual(notebook(1, 'text'));
    const [next] = await after.append([said('r1', 'x')]);
    expect(next!.id).toBeGreaterThan(stored[0]!.id);
    await after.close();
  },
};
