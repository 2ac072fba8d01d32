import { expect, onTestFinished, test } from 'vitest';
import { asset, AssetMaterialization, RunRequest, sensor, SkipReason } from 'dagbook';
import { ephemeralInstance } from 'dagbook/testing';

const report = asset(async (_, { instance, runId }) => {
  const sales = await instance.getLatestMaterializationEvent('sales');
  const mine = await instance.getRunById(runId);
  return { sold: sales?.metadata.sold?.value, by: mine?.tags.by, version: sales?.dataVersion };
});

const newShops = sensor({ target: 'report', minimumIntervalSeconds: 60 }, async ({ instance }) => {
  const known = await instance.getDynamicPartitions('shops');
  const busy = await instance.getRuns({ statuses: ['QUEUED', 'STARTED'] });
  if (busy.length > 0 || known.length === 0)
    return new SkipReason(`${known.length} shops, ${busy.length} runs`);
  await instance.deleteDynamicPartition('shops', known[0]!);
  return new RunRequest({ tags: { by: known[0]! } });
});

test('an asset and a sensor ask for events, runs and partitions, and say what happened elsewhere', async () => {
  const instance = ephemeralInstance({ now: Date.UTC(2026, 2, 2) });
  onTestFinished(() => instance.close());
  await instance.load({ report, newShops });
  const id = { location: 'definitions', name: 'newShops' };
  await instance.switchInstigator(id, 'RUNNING');
  await instance.advance(60_000);
  expect((await instance.ticks(id))[0]).toMatchObject({ status: 'SKIPPED', skipReason: '0 shops, 0 runs' });

  for (const sold of [3, 5])
    await instance.reportRunlessAssetEvent(
      new AssetMaterialization({ assetKey: 'sales', metadata: { sold } }),
    );
  await instance.addDynamicPartitions('shops', ['seoul']);
  await instance.advance(60_000);
  expect(await instance.hasDynamicPartition('shops', 'seoul')).toBe(false);
  const made = (await instance.materializations('report'))[0]!;
  const { bytes } = (await instance.value(made.data.value!))!;
  const version = await instance.getLatestDataVersion('sales');
  expect(JSON.parse(new TextDecoder().decode(bytes))).toEqual({ sold: 5, by: 'seoul', version });

  const page = await instance.fetchMaterializations('sales', { limit: 1, ascending: true });
  expect(page).toMatchObject({ records: [{ metadata: { sold: { value: 3 } } }], hasMore: true });
});
