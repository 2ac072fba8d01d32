import { asset, defineAssetJob, schedule, StaticPartitionsDefinition } from 'dagbook';
import { ephemeralInstance } from 'dagbook/testing';
import { expect, onTestFinished, test } from 'vitest';

const hour = 3_600_000;
const bread = asset(() => 1);
const bake = defineAssetJob({ selection: [bread] });

/** Dagster's rules for a clock that is set for summer and winter, as ticks with runs. */
test.each([
  ['30 2 * * *', 'Europe/Berlin', '2026-03-28T12:00Z', 48, ['2026-03-29T01:00', '2026-03-30T00:30']],
  ['30 2 * * *', 'Europe/Berlin', '2026-10-24T12:00Z', 48, ['2026-10-25T01:30', '2026-10-26T01:30']],
  ['0 2 * * *', 'America/New_York', '2026-03-07T12:00Z', 48, ['2026-03-08T07:00', '2026-03-09T06:00']],
  ['0 0 * * *', 'Asia/Seoul', '2026-03-28T12:00Z', 48, ['2026-03-28T15:00', '2026-03-29T15:00']],
])(
  '%s of %s after %s: each day one tick and one run',
  async (cronSchedule, timezone, from, hours, expected) => {
    const instance = ephemeralInstance({ now: new Date(from) });
    onTestFinished(() => instance.close());
    const daily = schedule({ cronSchedule, timezone, job: 'bake', defaultStatus: 'RUNNING' });
    await instance.load({ bread, bake, daily });
    await instance.advance(hours * hour);
    const ticks = await instance.ticks({ location: 'definitions', name: 'daily' });
    const times = ticks.map(({ timestamp }) => new Date(timestamp).toISOString().slice(0, 16)).reverse();
    expect(times.filter((time) => time >= from.slice(0, 16))).toEqual(expected);
    expect(await instance.listRuns()).toHaveLength(ticks.filter(({ runIds }) => runIds.length === 1).length);
  },
);

test('a backfill that is paused launches nothing until it is resumed; one that is canceled stays so', async () => {
  const instance = ephemeralInstance({ now: 0 });
  onTestFinished(() => instance.close());
  const partitionsDef = new StaticPartitionsDefinition(['a', 'b']);
  await instance.load({ up: asset({ partitionsDef }, () => 1) });
  const { id } = await instance.launchBackfill({});
  await instance.pauseBackfill(id);
  await instance.advance(hour);
  expect(await instance.listRuns()).toEqual([]);
  await instance.resumeBackfill(id);
  await instance.advance(0);
  expect(await instance.backfill(id)).toMatchObject({ status: 'COMPLETED_SUCCESS' });
  expect(await instance.listRuns()).toHaveLength(2);

  const second = await instance.launchBackfill({});
  await instance.cancelBackfill(second.id);
  await instance.advance(0);
  await instance.resumeBackfill(second.id);
  await instance.advance(hour);
  expect((await instance.backfill(second.id))!.status).toBe('CANCELED');
  expect(await instance.listRuns({ tags: { 'dagster/backfill': second.id }, statuses: ['SUCCESS'] })).toEqual(
    [],
  );
});
