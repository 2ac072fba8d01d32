import { expect, onTestFinished, test } from 'vitest';
import {
  asset,
  assetSensor,
  defineAssetJob,
  RunRequest,
  runFailureSensor,
  sensor,
  SkipReason,
} from 'dagbook';
import { ephemeralInstance } from 'dagbook/testing';

const arrivals: string[] = [];
const told: string[] = [];
const parcels = asset(() => 'unpacked');
const label = asset(() => 'printed');
const fragile = asset(() => {
  throw new Error('it broke');
});
const post = {
  parcels,
  label,
  fragile,
  unpack: defineAssetJob({ selection: [parcels] }),
  print: defineAssetJob({ selection: [label] }),
  doorbell: sensor({ job: 'unpack', minimumIntervalSeconds: 60, defaultStatus: 'RUNNING' }, (context) => {
    const fresh = arrivals.slice(Number(context.cursor ?? 0));
    context.updateCursor(String(arrivals.length));
    if (fresh.length === 0) return new SkipReason('Nobody has rung.');
    return fresh.map((name) => new RunRequest({ runKey: name }));
  }),
  labelling: assetSensor(
    { assetKey: parcels, job: 'print', defaultStatus: 'RUNNING' },
    (_, { runId }) => new RunRequest({ tags: { unpacked: runId } }),
  ),
  alarm: runFailureSensor({ defaultStatus: 'RUNNING' }, ({ dagsterRun, failureEvent }) => {
    told.push(`${dagsterRun.jobName}: ${failureEvent.message}`);
  }),
};

test('a sensor asks for a run for each parcel once; others wait for what these runs do', async () => {
  const instance = ephemeralInstance({ now: Date.UTC(2026, 2, 2) });
  onTestFinished(() => instance.close());
  await instance.load(post);
  const ticks = async (name: string) =>
    (await instance.ticks({ location: 'definitions', name })).map(({ status, runIds }) => [
      status,
      runIds.length,
    ]);

  await instance.advance(60_000);
  expect(await ticks('doorbell')).toEqual([['SKIPPED', 0], ['SKIPPED', 0]]); // prettier-ignore
  arrivals.push('lamp', 'books', 'lamp');
  await instance.advance(60_000);
  expect((await ticks('doorbell'))[0]).toEqual(['SUCCESS', 2]);
  expect(await instance.listRuns({ jobName: 'unpack', statuses: ['SUCCESS'] })).toHaveLength(2);

  // At once, without waiting for an interval.
  const printed = await instance.listRuns({ jobName: 'print' });
  expect(printed.length).toBeGreaterThan(0);
  expect(printed[0]!.tags['dagster/sensor_name']).toBe('labelling');

  await instance.launchRun({ location: 'definitions', selection: 'fragile' });
  await instance.advance(0);
  expect(told).toEqual([expect.stringContaining("Steps failed: ['fragile']")]);
  expect(await ticks('alarm')).toEqual([['SUCCESS', 0]]);
});
