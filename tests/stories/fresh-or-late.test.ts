import { expect, onTestFinished, test } from 'vitest';
import { asset, FreshnessPolicy } from 'dagbook';
import { ephemeralInstance } from 'dagbook/testing';

const hour = 3_600_000;
const prices = asset(
  { freshnessPolicy: FreshnessPolicy.timeWindow({ failWindow: { hours: 24 }, warnWindow: { hours: 12 } }) },
  () => [1, 2],
);
const report = asset(
  { freshnessPolicy: FreshnessPolicy.cron({ deadlineCron: '0 10 * * *', lowerBoundDelta: { hours: 1 } }) },
  () => 'ready',
);

test('an asset is fresh until its time has passed; the log says when that was', async () => {
  const instance = ephemeralInstance({ now: Date.UTC(2026, 2, 2, 9, 30) });
  onTestFinished(() => instance.close());
  await instance.load({ prices, report });
  const states = async () => (await instance.assets()).map(({ freshness }) => freshness);
  expect(await states()).toEqual(['UNKNOWN', 'UNKNOWN']);

  await instance.launchRun({ location: 'definitions' });
  await instance.advance(hour);
  expect(await states()).toEqual(['PASS', 'PASS']);
  await instance.advance(12 * hour);
  expect(await states()).toEqual(['WARN', 'PASS']);
  await instance.advance(12 * hour);
  expect(await states()).toEqual(['FAIL', 'FAIL']); // the deadline at ten passed without a new report

  const changes = await instance.assetEvents('prices', 'FRESHNESS_STATE_CHANGE');
  expect(changes.map(({ data, timestamp }) => [data.state, new Date(timestamp).toISOString()])).toEqual([
    ['FAIL', '2026-03-03T09:30:00.001Z'],
    ['WARN', '2026-03-02T21:30:00.001Z'],
    ['PASS', '2026-03-02T09:30:00.000Z'],
  ]);
});
