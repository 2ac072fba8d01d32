import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { materialize } from 'dagbook/testing';
import { addNotebookFile } from '$lib/instance/node/add-notebook-file';
import * as storage from '../../static/examples/artifacts-and-storage.nb.ts';
import { ended, openHome } from '../fixtures/open-home';

test('IO managers put each partition into a file of its own', async () => {
  const { home, instance } = await openHome();
  const location = await addNotebookFile(instance, 'static/examples/artifacts-and-storage.nb.ts');
  const run = async (selection: string, partition: string) => {
    const { runId } = await instance.launchRun({ location, selection, partition });
    return (await ended(instance, runId)).status;
  };
  expect(await run('*', '2026-03-02')).toBe('SUCCESS');
  expect(await run('dailyOrders', '2026-03-03')).toBe('SUCCESS');
  expect(await run('dailyReport', '2026-03-03')).toBe('SUCCESS');

  const [orders] = await instance.materializations('dailyOrders');
  expect(orders!.data).toMatchObject({
    partition: '2026-03-03',
    ioManagerKey: 'csvFiles',
    metadata: { path: { value: 'orders/dailyOrders/2026-03-03.csv' }, rows: { value: 3 } },
  });
  const [report] = await instance.materializations('dailyReport');
  const path = report!.data.metadata.path!.value as string;
  expect(path).toBe('reports/dailyReport/2026-03-03.json');
  expect(JSON.parse(readFileSync(join(home, 'files', location, path), 'utf8'))).toEqual({
    sponge: 44,
    cheesecake: 33,
  });
  expect(await instance.partitions('dailyReport')).toMatchObject({ total: 7, counts: { materialized: 2 } });
});

test('a test reads what its IO managers were given', async () => {
  const { assetValue } = await materialize(storage, { partitionKey: '2026-03-05' });
  expect(assetValue('dailyReport')).toEqual({ sponge: 68, cheesecake: 35 });
});
