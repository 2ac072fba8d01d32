import {
  BackfillPolicy,
  buildScheduleFromPartitionedJob,
  DailyPartitionsDefinition,
  defineAssetJob,
  Failure,
  filesystemIOManager,
  opfsIOManager,
  pathIOManager,
  RetryRequested,
} from '$lib/definitions';
import { expect, test } from 'vitest';

const partitionsDef = new DailyPartitionsDefinition({ startDate: '2026-01-01' });
const job = defineAssetJob({ name: 'j', selection: '*', partitionsDef });

test.each<[string, (options: never) => unknown, string, string]>([
  ['Failure', (options) => new Failure(options), 'allow_retries', 'allowRetries'],
  ['RetryRequested', (options) => new RetryRequested(options), 'seconds_to_wait', 'secondsToWait'],
  ['BackfillPolicy.multiRun', BackfillPolicy.multiRun, 'max_partitions_per_run', 'maxPartitionsPerRun'],
  ['pathIOManager', pathIOManager, 'base_dir', 'baseDir'],
  ['filesystemIOManager', filesystemIOManager, 'base_dir', 'baseDir'],
  ['opfsIOManager', opfsIOManager, 'basedir', 'baseDir'],
  [
    'buildScheduleFromPartitionedJob',
    (options) => buildScheduleFromPartitionedJob(job, options),
    'hour_of_day',
    'hourOfDay',
  ],
])('%s passes over no option that it does not know', (what, make, option, meant) => {
  expect(() => make({ [option]: 1 } as never)).toThrow(
    expect.objectContaining({
      name: 'InvalidDefinition',
      message: `${what}: its option "${option}" is not known`,
      remedy: `Write ${meant}.`,
    }),
  );
  expect(() => make('text' as never)).toThrow(`${what}: its options are not an object`);
});
