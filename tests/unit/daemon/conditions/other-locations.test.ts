import { expect, onTestFinished, test } from 'vitest';
import {
  asset,
  AssetSpec,
  assetCheck,
  AutomationCondition,
  DailyPartitionsDefinition,
  defineAssetJob,
} from '$lib/definitions';
import { ephemeralInstance } from '$lib/instance/testing';
import { at, when } from './scenario';

const C = AutomationCondition;

/** Locations by name, with their condition sensors switched on. */
async function locations(all: Readonly<Record<string, object>>, now = '03T00:30') {
  const instance = ephemeralInstance({ now: at(now) });
  onTestFinished(() => instance.close());
  for (const [location, defs] of Object.entries(all)) {
    await instance.load(defs, { location });
    const sensors = (await instance.instigators()).filter((each) => each.location === location);
    for (const sensor of sensors) await instance.switchInstigator(sensor, 'RUNNING');
  }
  await instance.advance(0);
  return {
    instance,
    report: async (assetKey: string, partition?: string) => {
      await instance.reportAsset({ assetKey, event: 'materialization', ...(partition && { partition }) });
      await instance.advance(0);
    },
    /** Runs, oldest first: of which location, and what they made. */
    runs: async () => {
      await instance.advance(0);
      const runs = (await instance.listRuns({ limit: 1_000 })).toReversed();
      return runs.map(({ location, plan, jobName, tags, status }) => {
        const what = jobName.startsWith('__') ? plan.steps.map(({ key }) => key).join() : jobName;
        const partition = tags['dagster/partition'];
        return `${location} ${what}${partition ? ` ${partition}` : ''} ${status}`;
      });
    },
  };
}

test('eager: what another notebook makes is news, and each of a chain waits for the one before it', async () => {
  const { report, runs } = await locations({
    first: { raw: asset(() => 1), clean: when(C.eager(), { deps: ['raw'] }) },
    second: { sums: when(C.eager(), { deps: ['clean'] }) },
    third: { report: when(C.eager(), { deps: ['sums', 'raw'] }) },
  });
  expect(await runs()).toEqual([]);
  await report('raw');
  expect(await runs()).toEqual(['first clean SUCCESS', 'second sums SUCCESS', 'third report SUCCESS']);
  await report('clean');
  expect((await runs()).slice(3)).toEqual(['second sums SUCCESS', 'third report SUCCESS']);
});

test('on cron: each notebook once an hour, after what it needs of the others', async () => {
  const hourly = C.onCron('0 * * * *');
  const { instance, runs } = await locations({
    second: { sums: when(hourly, { deps: ['clean'] }) },
    first: { clean: when(hourly) },
  });
  await instance.advance(2 * 3_600_000);
  const each = ['first clean SUCCESS', 'second sums SUCCESS'];
  expect(await runs()).toEqual([...each, ...each]);
});

test('partitions: those that were made elsewhere, and the location that comes later', async () => {
  const partitionsDef = new DailyPartitionsDefinition({ startDate: '2020-02-01' });
  const { report, runs, instance } = await locations({
    second: { sums: when(C.eager(), { partitionsDef, deps: ['clean'] }) },
  });
  await instance.load({ clean: asset({ partitionsDef }, () => 1) }, { location: 'first' });
  await instance.advance(0);
  await report('clean', '2020-02-01');
  expect(await runs()).toEqual([]);
  await report('clean', '2020-02-02');
  expect(await runs()).toEqual(['second sums 2020-02-02 SUCCESS']);
});

test('a check of an asset of another notebook, and a job whose root depends on one', async () => {
  const { report, runs } = await locations({
    first: { raw: asset(() => 1) },
    second: {
      raw: new AssetSpec('raw'),
      isFine: assetCheck({ asset: 'raw', automationCondition: C.eager() }, () => true),
    },
    third: {
      sums: asset({ deps: ['raw'] }, () => 1),
      work: defineAssetJob({ selection: 'sums', automationCondition: C.allJobRootAssetsMatch(C.eager()) }),
    },
  });
  await report('raw');
  expect([...(await runs())].sort()).toEqual(['second raw_isFine SUCCESS', 'third work SUCCESS']);
});

test('a notebook that is gone holds up no other', async () => {
  const { instance, report, runs } = await locations({
    first: { raw: asset(() => 1) },
    second: { sums: when(C.eager(), { deps: ['raw'] }) },
  });
  await report('raw');
  expect(await runs()).toEqual(['second sums SUCCESS']);
  await instance.load({}, { location: 'first' });
  await report('raw');
  expect(await runs()).toEqual(['second sums SUCCESS', 'second sums SUCCESS']);
});
