import { expect, it, onTestFinished } from 'vitest';
import {
  asset,
  assetCheck,
  AssetCheckResult,
  RunRequest,
  schedule,
  StaticPartitionsDefinition,
} from 'dagbook';
import { ephemeralInstance } from 'dagbook/testing';

const perMinute = { cronSchedule: '* * * * *', defaultStatus: 'RUNNING' } as const;

async function opened(definitions: Record<string, unknown>) {
  const instance = ephemeralInstance({ now: Date.UTC(2026, 2, 2) });
  onTestFinished(() => instance.close());
  await instance.load(definitions);
  const ticks = async () =>
    (await instance.ticks({ location: 'definitions', name: 'again' })).map(
      ({ status, runIds, skipReason }) => [status, runIds.length, skipReason],
    );
  const made = async () =>
    (await instance.listRuns({})).map(({ plan }) =>
      plan.steps.flatMap(({ key, partitions }) => partitions?.keys.map((each) => `${key}:${each}`) ?? key),
    );
  return { instance, ticks, made };
}

it('a request for stale assets only makes what is missing or stale, and skips where nothing is', async () => {
  const flour = asset(() => 'flour');
  const dough = asset({ deps: [flour] }, () => 'dough');
  const bread = asset({ deps: [dough] }, () => 'bread');
  const again = schedule(
    { ...perMinute, target: [flour, dough, bread] },
    () => new RunRequest({ assetSelection: [dough, bread], staleAssetsOnly: true }),
  );
  const { instance, ticks, made } = await opened({ flour, dough, bread, again });
  await instance.advance(60_000);
  expect(await made()).toEqual([['dough', 'bread']]);
  await instance.advance(60_000);
  expect((await ticks())[0]).toEqual(['SKIPPED', 0, 'Nothing is stale of dough, bread']);
  await instance.launchRun({ location: 'definitions', selection: 'key:flour', checks: false });
  await instance.advance(1000);
  await instance.advance(60_000);
  expect((await made())[0]).toEqual(['dough', 'bread']);
});

it('of a partitioned asset the partition of the request is judged', async () => {
  const letters = asset({ partitionsDef: new StaticPartitionsDefinition(['a', 'b']) }, () => 1);
  const keys = ['a', 'a', 'b'];
  const again = schedule(
    { ...perMinute, target: [letters] },
    () => new RunRequest({ partitionKey: keys.shift()!, assetSelection: [letters], staleAssetsOnly: true }),
  );
  const { instance, ticks, made } = await opened({ letters, again });
  await instance.advance(120_000);
  expect((await ticks()).map(([status]) => status)).toEqual(['SUCCESS', 'SKIPPED', 'SUCCESS']);
  expect(await made()).toEqual([['letters:b'], ['letters:a']]);
});

it('a request for checks evaluates these and makes nothing', async () => {
  const flour = asset(() => 'flour');
  const check = (name: string) =>
    assetCheck({ asset: flour, name }, () => new AssetCheckResult({ passed: true }));
  const again = schedule(
    { ...perMinute, target: [flour] },
    () => new RunRequest({ assetCheckKeys: [{ assetKey: flour, name: 'is_white' }] }),
  );
  const { instance, made } = await opened({
    flour,
    is_white: check('is_white'),
    is_dry: check('is_dry'),
    again,
  });
  await instance.launchRun({ location: 'definitions', selection: 'key:flour', checks: false });
  await instance.advance(1000);
  await instance.advance(60_000);
  expect((await made())[0]).toEqual(['flour_is_white']);
});
