import { expect, onTestFinished, test } from 'vitest';
import { RunPages } from '$lib/components/runs/run-pages.svelte';
import { openNodeConnection } from '$lib/storage/sqlite/node-connection';
import { SqliteStorage } from '$lib/storage/sqlite/sqlite-storage';
import type { RunsFilter } from '$lib/storage/storage';
import { at, run } from '../../contract/storage/samples';

async function listed(filter: RunsFilter, count: number) {
  const storage = new SqliteStorage(openNodeConnection(':memory:'));
  onTestFinished(() => storage.close());
  for (let time = 1; time <= count; time++) await storage.createRun(run(`r${time}`, { createdAt: time }), []);
  const pages = new RunPages(storage, filter);
  storage.subscribe((changes) => pages.hear(changes));
  await pages.read();
  return { storage, pages, ids: () => pages.runs.map(({ id }) => id) };
}

test('older runs come page by page, each once', async () => {
  const { pages, ids } = await listed({}, 250);
  expect(ids()).toHaveLength(100);
  await Promise.all([pages.more(), pages.more()]);
  expect(ids()).toHaveLength(200);
  await pages.more();
  await pages.more();
  expect(ids()).toEqual(Array.from({ length: 250 }, (_, at) => `r${250 - at}`));
  expect(pages.hasMore).toBe(false);
});

test('all that are left are read at once, also while a page is on its way', async () => {
  const { pages, ids } = await listed({}, 350);
  await Promise.all([pages.more(), pages.rest()]);
  expect(new Set(ids()).size).toBe(350);
  expect(pages.hasMore).toBe(false);
});

test('a new run, one that moves out of the filter and one that is deleted show, and nothing else is read', async () => {
  const { storage, pages, ids } = await listed({ statuses: ['NOT_STARTED', 'STARTED'] }, 3);
  await storage.createRun(run('r4', { createdAt: 4 }), []);
  await storage.append([{ ...at('r2', 9), type: 'RUN_START' }]);
  await storage.append([{ ...at('r1', 9), type: 'RUN_CANCELED' }]);
  await storage.deleteRun('r3');
  await pages.read();
  expect(ids()).toEqual(['r4', 'r2']);
  expect(pages.runs[1]).toMatchObject({ status: 'STARTED' });
});

test('a change of a run beyond what is listed does not put it there', async () => {
  const { storage, pages, ids } = await listed({}, 150);
  await storage.append([{ ...at('r7', 9), type: 'RUN_START' }]);
  await pages.read();
  expect(ids()).toHaveLength(100);
  expect(ids()).not.toContain('r7');
});
