import { afterEach, expect, test } from 'vitest';
import {
  asset,
  assetCheck,
  AutomationCondition,
  automationConditionSensor,
  BackfillPolicy,
  DailyPartitionsDefinition,
  DataVersion,
  observableSourceAsset,
  StaticPartitionsDefinition,
} from '$lib/definitions';
import { ephemeralInstance, type EphemeralInstance } from '$lib/instance/testing';

const { eager, onCron, missing, initialEvaluation } = AutomationCondition;
const running = automationConditionSensor({
  target: '*',
  defaultStatus: 'RUNNING',
  runTags: { team: 'night' },
});

let instance: EphemeralInstance;
afterEach(() => instance.close());

async function opened(defs: object) {
  instance = ephemeralInstance({ now: Date.UTC(2020, 1, 2, 0, 55) });
  await instance.load({ ...defs, running });
  await instance.advance(0);
}

const made = async () =>
  (await instance.listRuns()).map(({ status, plan, tags }) => ({
    status,
    steps: plan.steps.map(({ key }) => key),
    tags,
  }));

test('a check with a condition is evaluated in a run of its own, which makes nothing', async () => {
  const A = asset(() => 1);
  const isOne = assetCheck({ asset: A, ins: { A }, automationCondition: eager() }, ({ A }) => A === 1);
  await opened({ A, isOne });
  await instance.launchRun({ location: 'definitions', selection: 'key:A', checks: false });
  await instance.advance(0);
  expect(await made()).toMatchObject([{ status: 'SUCCESS', steps: ['A_isOne'] }, { steps: ['A'] }]);
  expect((await instance.checks('A'))[0]!.latest!.data.passed).toBe(true);
  await instance.advance(120_000);
  expect(await made()).toHaveLength(2);
});

test('what is observed is looked at in a run of its own, at the tick of its cron', async () => {
  const A = observableSourceAsset({ automationCondition: onCron('0 * * * *') }, () => new DataVersion('1'));
  const B = asset({ deps: [A], automationCondition: onCron('0 * * * *') }, () => 1);
  await opened({ A, B });
  await instance.advance(4 * 60_000);
  expect(await made()).toEqual([]);
  await instance.advance(60_000);
  const runs = await made();
  expect(runs.map(({ steps }) => steps).sort()).toEqual([['A'], ['B']]);
  const observation = runs.find(({ steps }) => steps[0] === 'A')!;
  expect(observation.tags).toMatchObject({
    'dagster/auto_observe': 'true',
    'dagster/from_automation_condition': 'true',
    'dagster/sensor_name': 'running',
    team: 'night',
  });
});

test('partitions have runs of their own, or as many together as the backfill policy says', async () => {
  const partitionsDef = new StaticPartitionsDefinition(['a', 'b', 'c']);
  const automationCondition = initialEvaluation();
  const single = asset({ partitionsDef, automationCondition }, () => 1);
  const pairs = asset(
    { partitionsDef, automationCondition, backfillPolicy: BackfillPolicy.multiRun(2) },
    (_, context) => Object.fromEntries(context.partitionKeys.map((key) => [key, 1])),
  );
  await opened({ single, pairs });
  const runs = await made();
  expect(runs.filter(({ steps }) => steps.includes('single'))).toHaveLength(3);
  const together = runs.filter(({ steps }) => steps.includes('pairs'));
  expect(
    together.map(({ tags }) => tags['dagster/asset_partition_range_end'] ?? tags['dagster/partition']).sort(),
  ).toEqual(['b', 'c']);
});

test('a condition that stays true is requested again only after the interval, however much happens', async () => {
  const A = asset({ automationCondition: missing() }, () => {
    throw new Error('on purpose');
  });
  await opened({ A });
  expect(await made()).toHaveLength(1);
  await instance.advance(29_000);
  expect(await made()).toHaveLength(1);
  await instance.advance(2_000);
  expect(await made()).toHaveLength(2);
});

test('a time window that ends is news: what is missing there is requested when its upstream is there', async () => {
  const partitionsDef = new DailyPartitionsDefinition({ startDate: '2020-02-01' });
  const A = asset({ partitionsDef }, () => 1);
  const B = asset({ partitionsDef, deps: [A], automationCondition: eager() }, () => 1);
  await opened({ A, B });
  await instance.advance(86_400_000);
  await instance.launchRun({ location: 'definitions', selection: 'key:A', partition: '2020-02-02' });
  await instance.advance(0);
  expect((await made())[0]).toMatchObject({ steps: ['B'], tags: { 'dagster/partition': '2020-02-02' } });
});

test('why an asset is not made is told node by node, at any time', async () => {
  const A = asset(() => 1);
  const B = asset({ deps: [A], automationCondition: eager() }, () => 1);
  await opened({ A, B });
  const preview = await instance.previewCondition('B');
  expect(preview).toMatchObject({ requested: 0, isRunning: true, tree: { label: 'eager', true: 0 } });
  const [any, ...rest] = preview!.tree!.children.filter((child) => child.true === 0);
  expect([any!.description, rest]).toEqual([
    '((newly_missing or any_deps_updated) since handled)',
    expect.any(Array),
  ]);
  expect(await instance.previewCondition('A')).toBeUndefined();
});
