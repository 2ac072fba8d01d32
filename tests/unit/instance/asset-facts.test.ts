import { expect, test } from 'vitest';
import { launched, notebookThatImports, openHome } from '../../fixtures/open-home';

const mill = notebookThatImports(
  'asset, assetCheck, observableSourceAsset, AssetSpec, AssetCheckResult, DataVersion, MaterializeResult',
  'let harvest = "2023";',
  `export const grain = observableSourceAsset(() => new DataVersion(harvest));
  export const water = new AssetSpec('water');
  export const flour = asset({ deps: [grain, water] }, () => 3);
  export const heavy = assetCheck({ asset: flour, ins: { flour } }, ({ flour }) => new AssetCheckResult({ passed: false, severity: 'WARN' }));`,
);

async function opened() {
  const { instance } = await openHome();
  await instance.createNotebook({ id: 'mill', source: mill });
  expect((await instance.loadLocation('mill')).errors).toEqual([]);
  const status = async (key: string) =>
    (await instance.assets('mill')).find(({ asset }) => asset.key === key)!;
  return { instance, status };
}

const newData = [{ category: 'DATA', reason: 'has a new dependency data version', dependency: 'grain' }];

test('an observable source is observed in a run of its own, and new data makes downstream stale', async () => {
  const { instance, status } = await opened();
  const observe = () => launched(instance, { location: 'mill', selection: 'key:grain' });
  const first = await observe();
  expect(first.status).toBe('SUCCESS');
  expect(first.plan.steps.map(({ key }) => key)).toEqual(['grain']);
  expect((await status('grain')).observation?.data.dataVersion).toBe('2023');

  const made = await launched(instance, { location: 'mill' });
  expect(made.plan.steps.map(({ key }) => key)).not.toContain('grain');
  expect((await status('flour')).stale.status).toBe('FRESH');
  await observe();
  expect((await status('flour')).stale.status).toBe('FRESH');

  await instance.reportAsset({ assetKey: 'grain', event: 'observation', dataVersion: '2024' });
  expect((await status('flour')).stale).toEqual({ status: 'STALE', causes: newData });
  expect((await status('grain')).stale.status).toBe('FRESH');
});

test('what was made outside is reported, with metadata, and belongs to no run', async () => {
  const { instance, status } = await opened();
  await launched(instance, { location: 'mill' });
  await instance.reportAsset({
    assetKey: 'flour',
    event: 'materialization',
    description: 'from the other mill',
    metadata: { sacks: 12 },
  });
  const { latest, stale } = await status('flour');
  expect(latest).toMatchObject({
    runId: '',
    message: 'from the other mill',
    data: { reported: true, metadata: { sacks: { type: 'int', value: 12 } } },
  });
  expect(stale.status).toBe('FRESH');
  expect(await instance.runEvents('')).toHaveLength(1);
  const unknown = instance.reportAsset({ assetKey: 'bread', event: 'materialization' });
  await expect(unknown).rejects.toMatchObject({ name: 'AssetNotFound' });
});

test('a wiped asset is missing, and its run keeps its log', async () => {
  const { instance, status } = await opened();
  const run = await launched(instance, { location: 'mill' });
  const log = (await instance.runEvents(run.id)).length;
  await instance.wipeAsset('flour');
  expect((await status('flour')).stale.status).toBe('MISSING');
  expect(await instance.materializations('flour')).toEqual([]);
  expect(await instance.checks('flour')).toMatchObject([{ check: { name: 'heavy' } }]);
  expect((await instance.checks('flour'))[0]!.latest).toBeUndefined();
  expect(await instance.runEvents(run.id)).toHaveLength(log);
  await launched(instance, { location: 'mill' });
  expect((await status('flour')).stale.status).toBe('FRESH');
  await expect(instance.wipeAsset('nothing')).rejects.toMatchObject({ name: 'AssetNotFound' });
});

test('a check comes with its asset, or is left out, and its newest evaluation is known', async () => {
  const { instance } = await opened();
  const without = await launched(instance, { location: 'mill', checks: false });
  expect(without.plan.steps.map(({ key }) => key)).toEqual(['flour']);
  expect(await instance.checks('flour')).toMatchObject([{ check: { name: 'heavy' } }]);
  const run = await launched(instance, { location: 'mill' });
  expect(run.status).toBe('SUCCESS');
  expect((await instance.checks('flour'))[0]!.latest).toMatchObject({
    runId: run.id,
    data: { check: 'heavy', passed: false, severity: 'WARN' },
  });
});

test('a deleted run takes what it made with it', async () => {
  const { instance, status } = await opened();
  const first = await launched(instance, { location: 'mill' });
  const second = await launched(instance, { location: 'mill' });
  await instance.deleteRun(second.id);
  expect((await status('flour')).latest?.runId).toBe(first.id);
  await instance.deleteRun(first.id);
  expect((await status('flour')).stale.status).toBe('MISSING');
});
