import { expect } from 'vitest';
import type { Change, Storage } from '$lib/storage/storage';
import type { Contract, Place } from '../contract';
import { materialized, notebook, opened, said } from './samples';

export const commitsContract: Contract<Place<Storage>> = {
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
