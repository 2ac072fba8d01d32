import { expect, it, onTestFinished } from 'vitest';
import {
  asset,
  AssetMaterialization,
  AssetObservation,
  buildOpContext,
  buildScheduleContext,
  buildSensorContext,
  defineAssetJob,
  evaluateSchedule,
  evaluateSensor,
  job,
  op,
  schedule,
  sensor,
  SkipReason,
  StaticPartitionsDefinition,
  type DagsterInstance,
} from 'dagbook';
import { ephemeralInstance, executeInProcess } from 'dagbook/testing';
import { noPermissions } from '$lib/notebook/permissions';
import { launched, notebookThatImports, openHome } from '../../fixtures/open-home';

const partitionsDef = new StaticPartitionsDefinition(['a', 'b', 'c']);
const sales = asset({ partitionsDef }, (_, { partitionKey }) => partitionKey);

function opened() {
  const instance = ephemeralInstance({ now: 1_000 });
  onTestFinished(() => instance.close());
  return instance;
}

it('records are paged both ways, and filtered by partition, storage id and time', async () => {
  const instance = opened();
  for (const partition of ['a', 'b', 'a', 'c']) {
    await instance.reportRunlessAssetEvent(new AssetMaterialization({ assetKey: 'x', partition }));
    await instance.advance(1_000);
  }
  const keys = async (...asked: Parameters<DagsterInstance['fetchMaterializations']>) => {
    const { records, cursor, hasMore } = await instance.fetchMaterializations(...asked);
    return { keys: records.map(({ partitionKey }) => partitionKey).join(''), cursor, hasMore };
  };
  const first = await keys('x', { limit: 3 });
  expect(first).toMatchObject({ keys: 'cab', hasMore: true });
  expect(await keys('x', { limit: 3, cursor: first.cursor })).toMatchObject({ keys: 'a', hasMore: false });
  const oldest = await keys('x', { limit: 4, ascending: true });
  expect(oldest).toMatchObject({ keys: 'abac', hasMore: false });
  expect(await keys('x', { ascending: true, cursor: oldest.cursor })).toMatchObject({
    keys: '',
    cursor: oldest.cursor,
  });
  expect((await keys({ assetKey: 'x', assetPartitions: ['a'] })).keys).toBe('aa');
  expect((await keys({ assetKey: 'x', afterTimestamp: 2_000, beforeTimestamp: new Date(4_000) })).keys).toBe(
    'ab',
  );
  const [, middle] = (await instance.fetchMaterializations('x')).records;
  expect((await keys({ assetKey: 'x', afterStorageId: middle!.storageId })).keys).toBe('c');
  expect((await keys({ assetKey: 'x', beforeStorageId: middle!.storageId })).keys).toBe('ba');
  expect(await instance.getMaterializedPartitions('x')).toEqual(['a', 'b', 'c']);
  await instance.wipeAsset('x');
  expect(await keys('x')).toEqual({ keys: '', cursor: undefined, hasMore: false });
  await expect(keys('x', { limit: 0 })).rejects.toThrow('0 records cannot be asked for');
});

it('a data version is that of the last materialization or observation', async () => {
  const instance = opened();
  const about = { assetKey: 'x' };
  expect(await instance.getLatestDataVersion('x')).toBeUndefined();
  await instance.reportRunlessAssetEvent(new AssetMaterialization({ ...about, dataVersion: 'made' }));
  expect(await instance.getLatestDataVersion('x')).toBe('made');
  await instance.reportRunlessAssetEvent(new AssetObservation({ ...about, dataVersion: 'seen' }));
  await instance.reportRunlessAssetEvent(new AssetObservation(about));
  expect((await instance.fetchObservations('x')).records.map((each) => each.dataVersion)).toEqual([
    undefined,
    'seen',
  ]);
  expect(await instance.getLatestDataVersion('x')).toBe('made');
});

it('runs are found by job, status, tag and time, newest first', async () => {
  const instance = opened();
  await instance.load({ sales, sell: defineAssetJob({ selection: [sales] }) });
  const runIds: string[] = [];
  for (const partition of ['a', 'b']) {
    const request = { location: 'definitions', jobName: 'sell', partition, tags: { shop: partition } };
    runIds.push((await instance.launchRun(request)).runId);
    await instance.advance(1_000);
  }
  const found = async (...asked: Parameters<DagsterInstance['getRuns']>) =>
    (await instance.getRuns(...asked)).map(({ runId }) => runIds.indexOf(runId));
  expect(await found()).toEqual([1, 0]);
  expect(await found({ jobName: 'sell', statuses: ['SUCCESS'], tags: { shop: 'a' } })).toEqual([0]);
  expect(await found({ createdAfter: new Date(2_000) })).toEqual([1]);
  expect(await found({}, { cursor: runIds[1] })).toEqual([0]);
  expect(await found({ runIds: [] })).toEqual([]);
  expect(await instance.getRunById(runIds[0]!)).toMatchObject({
    status: 'SUCCESS',
    jobName: 'sell',
    endedAt: 1_000,
  });
  expect(await instance.getRunById('none')).toBeUndefined();
});

it('an op asks in executeInProcess, and in a context that a test builds', async () => {
  const instance = opened();
  await instance.addDynamicPartitions('shops', ['seoul']);
  const look = op({ name: 'look' }, (_: object, context) =>
    context.instance.hasDynamicPartition('shops', 'seoul'),
  );
  const looks = job(() => void look({}));
  expect((await executeInProcess(looks, { instance })).outputValue('look')).toBe(true);
  expect(await look({}, await buildOpContext({ instance }))).toBe(true);
});

it('schedules and sensors ask in contexts that a test builds; without an instance they are told so', async () => {
  const instance = opened();
  const count = async ({ instance }: { readonly instance: DagsterInstance }) =>
    new SkipReason(`${(await instance.getRuns()).length} runs`);
  const daily = schedule({ cronSchedule: '0 0 * * *', target: '*' }, count);
  const scheduled = buildScheduleContext({ instance, scheduledExecutionTime: new Date(0) });
  expect(await evaluateSchedule(daily, scheduled)).toMatchObject({ skipReason: '0 runs' });
  const watching = sensor({ target: '*' }, count);
  const told = await evaluateSensor(watching, buildSensorContext({ instance }));
  expect(told).toMatchObject({ skipReason: '0 runs' });
  await expect(evaluateSensor(watching, buildSensorContext())).rejects.toThrow('There is no instance beside');
});

/** What a notebook from outside may try, and what comes of it. */
const tries: Record<string, string> = {
  "instance.getLatestMaterializationEvent('secret')": 'may not read secret',
  "instance.getLatestMaterializationEvent('none')": 'may not read none',
  "instance.fetchObservations('secret')": 'may not read secret',
  "instance.getMaterializedPartitions('shops')": 'may not read shops',
  "instance.getDynamicPartitions('secret')": 'are not of this notebook alone',
  "instance.addDynamicPartitions('secret', ['x'])": 'are not of this notebook alone',
  "instance.reportRunlessAssetEvent(new AssetMaterialization({ assetKey: 'secret' }))": 'may not materialize',
  'instance.getRuns().then((runs) => runs.map(({ location }) => location))': '["foreign1"]',
  "instance.getRuns({ tags: { secret: 'secret' } })": '[]',
  'instance.getRunById(secretRun)': 'undefined',
  "instance.addRunTags(secretRun, { a: 'b' })": 'There is no run',
  "instance.addRunTags(runId, { 'dagster/partition': 'b' })": 'not for users to set',
  "instance.addRunTags(runId, { seen: 'yes' }).then(() => instance.getRunById(runId)).then(({ tags }) => tags.seen)":
    '"yes"',
  "instance.addDynamicPartitions('own', ['x']).then(() => instance.getDynamicPartitions('own'))": '["x"]',
  "instance.getLatestMaterializationEvent('granted').then((found) => found.metadata.n.value)": '7',
};

it('a notebook from outside learns nothing of others but what it was granted', async () => {
  const { instance } = await openHome();
  const own = notebookThatImports(
    'asset, DynamicPartitionsDefinition, MaterializeResult',
    `export const secret = asset(() => new MaterializeResult({ value: 1, metadata: { secret: 'secret' } }));
export const granted = asset(() => new MaterializeResult({ metadata: { n: 7 } }));
export const shops = asset({ partitionsDef: new DynamicPartitionsDefinition({ name: 'secret' }) }, () => 1);`,
  );
  await instance.createNotebook({ id: 'mine', source: own });
  const tags = { secret: 'secret' };
  const run = await launched(instance, { location: 'mine', assetSelection: ['secret', 'granted'], tags });
  await instance.addDynamicPartitions('secret', ['secret']);
  const theirs = notebookThatImports(
    'asset, AssetMaterialization, DynamicPartitionsDefinition',
    `export const mine = asset({ partitionsDef: new DynamicPartitionsDefinition({ name: 'own' }) }, () => 1);
export const spy = asset(async (_, { instance, runId }) => {
  const secretRun = ${JSON.stringify(run.id)};
  const told = (got) => String(JSON.stringify(got));
  return Promise.all([${Object.keys(tries)
    .map((attempt) => `${attempt}.then(told, (error) => error.message)`)
    .join(',\n')}]);
});`,
  );
  await instance.createNotebook({ id: 'foreign1', source: theirs, isForeign: true });
  await instance.allowNotebook('foreign1', { ...noPermissions, assets: ['granted'] });
  await launched(instance, { location: 'foreign1', selection: 'spy' });
  const [made] = await instance.materializations('spy');
  const { bytes } = (await instance.value(made!.data.value!))!;
  const told: string[] = JSON.parse(new TextDecoder().decode(bytes));
  expect(told).toEqual(Object.values(tries).map((expected) => expect.stringContaining(expected)));
});
