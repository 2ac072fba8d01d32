import { expect, test } from 'vitest';
import { ephemeralInstance, materialize } from 'dagbook/testing';
import * as second from '../../static/examples/code-location-2.nb.ts';
import { openExamples } from '../fixtures/examples';

const first = 'code-location-1';
const both = [first, 'code-location-2'] as const;

test('an asset of another notebook is loaded by its key, or only comes first', async () => {
  const { instance, run, value, metadata } = await openExamples(...both);
  expect((await run()).steps).toEqual(['codeLocation1Asset']);
  const { status, steps } = await run({ location: both[1] });
  expect(status).toBe('SUCCESS');
  expect([...steps].sort()).toEqual(['codeLocation2Asset', 'codeLocation2Notice', 'codeLocation2Sum']);
  expect([await value('codeLocation2Asset'), await value('codeLocation2Sum')]).toEqual([11, 15]);
  expect(await metadata('codeLocation2Notice')).toEqual({ follows: 'codeLocation1Asset' });

  const assets = await instance.assets();
  expect(assets.find(({ asset }) => asset.key === 'codeLocation2Asset')!.asset.deps).toMatchObject([
    { key: 'codeLocation1Asset', input: 'x' },
  ]);
});

test('what is downstream in the other notebook becomes stale', async () => {
  const { instance, run } = await openExamples(...both);
  await run();
  await run({ location: both[1] });
  const status = async () => {
    const assets = await instance.assets(both[1]);
    return assets.find(({ asset }) => asset.key === 'codeLocation2Asset')!.stale.status;
  };
  expect(await status()).toBe('FRESH');
  await instance.reportAsset({
    assetKey: 'codeLocation1Asset',
    event: 'materialization',
    dataVersion: 'other',
  });
  expect(await status()).toBe('STALE');
});

test('without the first one, the second says what to do', async () => {
  const instance = ephemeralInstance();
  await expect(materialize(second, { instance, selection: 'codeLocation2Sum' })).rejects.toMatchObject({
    message: expect.stringContaining('codeLocation1Asset has never been materialized'),
    remedy: 'Materialize codeLocation1Asset first.',
  });
  await instance.close();
});

test('the notebooks of two teams are two code locations of one instance', async () => {
  const { instance, run, value } = await openExamples('team-a', 'team-b');
  expect((await instance.assets()).map(({ asset, location }) => [location, asset.key]).sort()).toEqual([
    ['team-a', 'assetA'],
    ['team-b', 'assetB'],
  ]);
  expect((await run({ location: 'team-a' })).steps).toEqual(['assetA']);
  expect((await run({ location: 'team-b' })).steps).toEqual(['assetB']);
  expect([await value('assetA'), await value('assetB')]).toEqual(['A', 'B']);
});
