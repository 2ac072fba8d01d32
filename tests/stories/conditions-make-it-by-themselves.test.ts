/** Automation conditions: an upstream is materialized, and what depends on it follows without anybody asking. */
import { afterEach, expect, test } from 'vitest';
import { asset, AutomationCondition, automationConditionSensor } from '$lib/definitions';
import { ephemeralInstance, type EphemeralInstance } from '$lib/instance/testing';

let instance: EphemeralInstance;
afterEach(() => instance.close());

const eager = AutomationCondition.eager();
const orders = asset(() => [10, 20]);
const total = asset({ ins: { orders }, automationCondition: eager }, ({ orders }) => orders[0]! + orders[1]!);
const report = asset({ ins: { total }, automationCondition: eager }, ({ total }) => `${total} sold`);
const always = automationConditionSensor({ target: '*', defaultStatus: 'RUNNING' });

const runs = async () =>
  (await instance.listRuns()).map(({ status, tags }) => [status, tags['dagster/from_automation_condition']]);

test('a change upstream runs what is downstream, together and once', async () => {
  instance = ephemeralInstance({ now: Date.UTC(2024, 0, 1) });
  await instance.load({ orders, total, report, always });
  await instance.advance(0);
  expect(await runs()).toEqual([]);

  await instance.launchRun({ location: 'definitions', selection: 'key:orders' });
  await instance.advance(0);
  expect(await runs()).toEqual([
    ['SUCCESS', 'true'],
    ['SUCCESS', undefined],
  ]);
  const [made] = await instance.listRuns();
  expect(made!.plan.steps.map(({ key }) => key)).toEqual(['total', 'report']);

  const [latest] = await instance.evaluations('report');
  expect(latest).toBeDefined();
  await instance.advance(60_000);
  expect(await runs()).toHaveLength(2);
  const evaluation = (await instance.evaluations('report')).find(({ requested }) => requested > 0)!;
  expect(evaluation).toMatchObject({ requested: 1, runIds: [made!.id], instigator: 'always' });
});

test('off until it is switched on: then what has come in between is shown first, and may be left alone', async () => {
  instance = ephemeralInstance({ now: Date.UTC(2024, 0, 1) });
  const id = { location: 'definitions', name: 'default_automation_condition_sensor' };
  await instance.load({ orders, total, report });
  await instance.switchInstigator(id, 'RUNNING');
  await instance.advance(0);
  await instance.switchInstigator(id, 'STOPPED');
  for (const day of [1, 2]) {
    await instance.reportAsset({ assetKey: 'orders', event: 'materialization' });
    await instance.advance(day * 86_400_000);
  }
  const preview = await instance.previewAutomation(id);
  expect(preview).toMatchObject({ runs: 1, requested: [{ assetKey: 'total' }, { assetKey: 'report' }] });
  await instance.setCursor(id, undefined);
  await instance.switchInstigator(id, 'RUNNING');
  await instance.advance(60_000);
  expect(await runs()).toEqual([]);
});
