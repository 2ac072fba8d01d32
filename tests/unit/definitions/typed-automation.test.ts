import {
  asset, assetSensor, defineAssetJob, job, multiAssetSensor, resource, runFailureSensor, RunRequest, schedule, sensor,
  SensorResult, SkipReason, type MaterializationRecord,
} from 'dagbook'; // prettier-ignore
import { expectTypeOf, it } from 'vitest';

/** What the type checker must accept and refuse; nothing of it runs. */
const checked = (_: () => void) => () => {};

const orders = asset(() => 1);
const all = defineAssetJob({ selection: [orders] });
const db = resource(() => ({ count: () => 5 }));

it(
  'schedules are told their time, and answer requests, reasons or a run config',
  checked(() => {
    schedule({ cronSchedule: '0 9 * * *', timezone: 'Asia/Seoul', job: all });
    schedule({ cronSchedule: ['0 9 * * *', '0 18 * * *'], target: [orders], overlap: 'skip' });
    schedule({ cronSchedule: '@daily', job: all, resources: { db } }, (context) => {
      expectTypeOf(context.scheduledExecutionTime).toEqualTypeOf<Date>();
      expectTypeOf(context.resources.db.count()).toBeNumber();
      return new RunRequest({ runKey: context.scheduledExecutionTime.toISOString(), partitionKey: 'a' });
    });
    schedule({ cronSchedule: '@daily', job: all }, async () => new SkipReason('nothing to do'));
    schedule({ cronSchedule: '@daily', job: all }, function* () {
      yield new RunRequest({ runKey: 'a' });
    });
    // @ts-expect-error it says no time
    schedule({ job: all });
    // @ts-expect-error an asset is no job
    schedule({ cronSchedule: '@daily', job: orders });
    // @ts-expect-error there is no such policy
    schedule({ cronSchedule: '@daily', job: all, overlap: 'wait' });
    // @ts-expect-error it does not require it
    schedule({ cronSchedule: '@daily', job: all }, ({ resources }) => void resources.db);
    // @ts-expect-error a number is no answer
    schedule({ cronSchedule: '@daily', job: all }, () => 5);
    // @ts-expect-error there is no such field
    new RunRequest({ key: 'a' });
  }),
);

it(
  'sensors have a cursor, and answer requests, reasons or both with more',
  checked(() => {
    sensor({ job: job(() => {}), minimumIntervalSeconds: 60 }, (context) => {
      expectTypeOf(context.cursor).toEqualTypeOf<string | undefined>();
      context.updateCursor('5');
      return new SensorResult({ runRequests: [new RunRequest({ runKey: 'a' })], cursor: '5' });
    });
    sensor({ jobs: [all, 'other'] }, async function* () {
      yield new RunRequest({ jobName: 'other' });
    });
    // @ts-expect-error a cursor is text
    sensor({ job: all }, (context) => context.updateCursor(5));
    // @ts-expect-error an asset is no job
    sensor({ job: orders }, () => {});
    // @ts-expect-error a text is no reason
    sensor({ job: all }, () => 'nothing');
  }),
);

it(
  'sensors that wait for events are told of them',
  checked(() => {
    assetSensor({ assetKey: orders, job: all }, (_, event) => {
      expectTypeOf(event).toEqualTypeOf<MaterializationRecord>();
      return new RunRequest({ runKey: String(event.storageId) });
    });
    multiAssetSensor({ monitoredAssets: [orders, 'shop/sales'], job: all }, (context) => {
      expectTypeOf(context.latestMaterializationRecordsByKey()['orders']).toEqualTypeOf<
        MaterializationRecord | undefined
      >();
      context.advanceAllCursors();
    });
    runFailureSensor({ monitoredJobs: [all] }, ({ dagsterRun, failureEvent }) => {
      expectTypeOf(dagsterRun.runId).toBeString();
      void failureEvent;
    });
    // @ts-expect-error it watches no asset
    assetSensor({ job: all }, () => {});
    // @ts-expect-error a number is no asset
    multiAssetSensor({ monitoredAssets: [5], job: all }, () => {});
  }),
);
