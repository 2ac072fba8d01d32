import { join } from 'node:path';
import { expect, test } from 'vitest';
import { loadLeft } from '$lib/instance/load-left';
import { openNodeConnection } from '$lib/storage/sqlite/node-connection';
import { SqliteStorage } from '$lib/storage/sqlite/sqlite-storage';
import { notebookThatImports, openHome } from '../../fixtures/open-home';

const source = (...schedules: readonly string[]) =>
  notebookThatImports(
    'asset, schedule',
    'export const tea = asset(() => 1);',
    ...schedules.map(
      (name) => `export const ${name} = schedule({ cronSchedule: "0 9 * * *", target: [tea] });`,
    ),
  );

test('a notebook that was left before it had loaded is known when the next leader begins', async () => {
  const { home, instance } = await openHome();
  const { id, revision } = await instance.createNotebook({ source: source('daily') });
  const broken = await instance.createNotebook({
    source: notebookThatImports('asset', 'throw new Error("no");'),
  });
  const storage = new SqliteStorage(openNodeConnection(join(home, 'dagbook.db')));
  const names = async () =>
    (await storage.locations()).flatMap(({ snapshot }) => snapshot.schedules.map(({ name }) => name));
  const begin = async () => {
    const loaded: string[] = [];
    await loadLeft(storage, (name) => {
      loaded.push(name);
      return instance.loadLocation(name);
    });
    return loaded;
  };
  expect(await names()).toEqual([]);
  expect((await begin()).toSorted()).toEqual([id, broken.id].toSorted());
  expect(await names()).toEqual(['daily']);
  await instance.saveNotebook({ id, source: source('daily', 'weekly'), base: revision });
  expect(await begin()).toContain(id);
  expect(await names()).toEqual(['daily', 'weekly']);
  expect(await begin()).not.toContain(id);
  await storage.close();
});
