import { assetCheck, AssetCheckResult, AssetOut, multiAsset, MaterializeResult } from 'dagbook';
import { ephemeralInstance, materialize } from 'dagbook/testing';
import { expect, test } from 'vitest';

/** A notebook whose check does what it is told, and what the instance says of the check after each run. */
async function course() {
  const instance = ephemeralInstance();
  let isMade = true;
  let judge: () => unknown = () => true;
  const cake = multiAsset({ outs: { cake: new AssetOut({ isRequired: false }) } }, function* () {
    if (isMade) yield new MaterializeResult({ assetKey: 'cake', value: 1 });
  });
  const good = assetCheck({ asset: 'cake', name: 'good' }, async () => {
    const passed = (await judge()) as boolean;
    return new AssetCheckResult({ passed });
  });
  const status = async () => (await instance.checks('cake'))[0]!;
  return {
    instance,
    status,
    async run(told: () => unknown, made = true) {
      isMade = made;
      judge = told;
      const { runId } = await materialize({ cake, good }, { instance, raiseOnError: false });
      return { runId, ...(await status()) };
    },
  };
}

test('a check says how its newest execution stands, as in Dagster', async () => {
  const { run, instance, status } = await course();
  const passed = await run(() => true);
  expect(passed).toMatchObject({ status: 'SUCCEEDED', latest: { data: { passed: true } } });
  expect(await run(() => false)).toMatchObject({ status: 'FAILED', latest: { data: { passed: false } } });

  let meanwhile: unknown;
  await run(async () => ((meanwhile = (await status()).status), true));
  expect(meanwhile).toBe('IN_PROGRESS');

  const thrown = await run(() => {
    throw new Error('no scales');
  });
  expect(thrown).toMatchObject({ status: 'EXECUTION_FAILED', latest: { data: { passed: true } } });
  expect(thrown.latest!.runId).not.toBe(thrown.runId);
  expect(await run(() => true, false)).toMatchObject({ status: 'SKIPPED' });
  expect(await run(() => true)).toMatchObject({ status: 'SUCCEEDED' });

  await instance.wipeAsset('cake');
  expect((await status()).status).toBeUndefined();
  await instance.close();
});
