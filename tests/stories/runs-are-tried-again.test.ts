import { expect, onTestFinished, test } from 'vitest';
import { asset, runFailureSensor } from 'dagbook';
import { ephemeralInstance } from 'dagbook/testing';

let attempts = 0;
const alarms: string[] = [];
const weather = asset(() => 'sunny');
const forecast = asset({ ins: { weather } }, ({ weather }) => {
  if (++attempts < 3) throw new Error('the station does not answer');
  return `tomorrow ${weather}`;
});
const alarm = runFailureSensor(
  { defaultStatus: 'RUNNING' },
  ({ dagsterRun }) => void alarms.push(dagsterRun.runId),
);

test('a run that fails is executed again from its failure, as often as the instance or its tags say', async () => {
  const instance = ephemeralInstance({ now: Date.UTC(2026, 2, 2) });
  onTestFinished(() => instance.close());
  await instance.load({ weather, forecast, alarm });
  await instance.setSettings({ runRetries: { enabled: true, maxRetries: 2 } });

  const { runId } = await instance.launchRun({ location: 'definitions' });
  await instance.advance(0);
  const [second, first, original] = await instance.listRuns();
  expect(original).toMatchObject({ id: runId, status: 'FAILURE' });
  expect(first).toMatchObject({
    status: 'FAILURE',
    parentRunId: runId,
    tags: { 'dagster/retry_number': '1' },
  });
  expect(second).toMatchObject({
    status: 'SUCCESS',
    rootRunId: runId,
    tags: { 'dagster/retry_number': '2' },
  });
  expect(second!.plan.steps.map(({ key }) => key)).toEqual(['forecast']);
  expect(alarms).toHaveLength(2);

  attempts = 0;
  const tags = { 'dagster/max_retries': '0' };
  await instance.launchRun({ location: 'definitions', tags });
  await instance.advance(0);
  expect(await instance.listRuns()).toHaveLength(4);
});
