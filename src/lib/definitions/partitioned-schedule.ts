import { DagbookError } from '../base/errors';
import type { AssetJobDefinition } from './asset-job';
import { kind } from './brand';
import { callSite, definedAt } from './defined-at';
import type { JobDefinition } from './job';
import type { PartitionsDefinition } from './partitions/partitions-definition';
import type { PartitionsSnapshot, TimeWindowPartitionsSnapshot } from './partitions/partitions-snapshot';
import { keyDelimiter, keySpace } from './partitions/key-space';
import { RunRequest, SkipReason } from './run-request';
import type { DefaultStatus, ScheduleDefinition } from './schedule';
import { takeOptions } from './unknown-option';

export interface PartitionedScheduleOptions {
  /** Default: the job's with `_schedule` after it, as in Dagster. */
  readonly name?: string;
  readonly description?: string;
  readonly tags?: Readonly<Record<string, string>>;
  readonly defaultStatus?: DefaultStatus;
  /** Default: the job's. */
  readonly partitionsDef?: PartitionsDefinition;
  /** Needed where no dimension of the partitions is time; else it comes from where the windows start. */
  readonly cronSchedule?: string;
  /** When in the period it fires, instead of at the window's end; 0 to 59. */
  readonly minuteOfHour?: number;
  /** 0 to 23; of daily, weekly and monthly partitions. */
  readonly hourOfDay?: number;
  /** 0 (Sunday) to 6; of weekly partitions. */
  readonly dayOfWeek?: number;
  /** 1 to 31; of monthly partitions. */
  readonly dayOfMonth?: number;
}

const known = {
  name: true, description: true, tags: true, defaultStatus: true, partitionsDef: true, cronSchedule: true,
  minuteOfHour: true, hourOfDay: true, dayOfWeek: true, dayOfMonth: true,
} as const; // prettier-ignore

/**
 * Defines the schedule of a partitioned job: each tick asks for a run of the last partition that is complete then; of
 * partitions without time for a run of each key; of several dimensions for each key of the others at the last window.
 */
export function buildScheduleFromPartitionedJob(
  job: JobDefinition | AssetJobDefinition,
  options: PartitionedScheduleOptions = {},
): ScheduleDefinition {
  takeOptions('buildScheduleFromPartitionedJob', options, known);
  const partitions = (options.partitionsDef ?? job.options.partitionsDef)?.snapshot;
  if (!partitions)
    throw invalid('the job has no partitions', 'Give the job a partitionsDef, or give it in the options.');
  if (hasDynamic(partitions))
    throw invalid(
      'the keys of dynamic partitions are not known to it',
      'Write a schedule or sensor with a function that asks for the keys.',
    );
  const { name, description, tags, defaultStatus } = options;
  const windows = timeDimension(partitions);
  const ownName = job.options.name === undefined ? undefined : `${job.options.name}_schedule`;
  return {
    [kind]: 'schedule',
    [definedAt]: callSite(),
    options: {
      name: name ?? ownName,
      description,
      tags,
      defaultStatus,
      job,
      cronSchedule: cronOf(windows, options),
      timezone: windows?.timezone ?? 'UTC',
    },
    evaluate({ scheduledExecutionTime }) {
      const keys = latestKeys(partitions, scheduledExecutionTime.getTime());
      if (keys.length === 0) return new SkipReason('no partition is complete yet');
      return keys.map((partitionKey) => new RunRequest({ runKey: partitionKey, partitionKey }));
    },
  };
}

const timeDimension = (partitions: PartitionsSnapshot): TimeWindowPartitionsSnapshot | undefined =>
  partitions.type === 'time_window'
    ? partitions
    : partitions.type === 'multi'
      ? partitions.dimensions.map((each) => timeDimension(each.partitions)).find((each) => each !== undefined)
      : undefined;

const hasDynamic = (partitions: PartitionsSnapshot): boolean =>
  partitions.type === 'dynamic' ||
  (partitions.type === 'multi' && partitions.dimensions.some((each) => hasDynamic(each.partitions)));

function cronOf(
  windows: TimeWindowPartitionsSnapshot | undefined,
  options: PartitionedScheduleOptions,
): string {
  const { cronSchedule, minuteOfHour, hourOfDay, dayOfWeek, dayOfMonth } = options;
  const offsets = { minuteOfHour, hourOfDay, dayOfMonth, dayOfWeek };
  const given = Object.entries(offsets).filter(([, value]) => value !== undefined);
  if (!windows) {
    if (cronSchedule === undefined)
      throw invalid('the partitions say no time', 'Give cronSchedule: when it is to fire.');
    if (given.length > 0) throw invalid(`${given[0]![0]} needs time partitions`, 'Say it in cronSchedule.');
    return cronSchedule;
  }
  if (cronSchedule !== undefined)
    throw invalid('cronSchedule is given for time partitions', 'Give minuteOfHour, hourOfDay and the like.');
  const [minute, hour, day, month, weekday] = windows.cronSchedule.split(' ') as [string, string, string, string, string]; // prettier-ignore
  const field = (name: keyof typeof offsets, own: string) => {
    const value = offsets[name];
    if (value === undefined) return own;
    if (own === '*')
      throw invalid(`${name} does not fit partitions of "${windows.cronSchedule}"`, 'Leave it out.');
    return String(value);
  };
  return [
    field('minuteOfHour', minute),
    field('hourOfDay', hour),
    field('dayOfMonth', day),
    month,
    field('dayOfWeek', weekday),
  ].join(' ');
}

/** The partitions that a tick at `now` is for. */
function latestKeys(partitions: PartitionsSnapshot, now: number): readonly string[] {
  if (partitions.type === 'multi') {
    return partitions.dimensions
      .map((dimension) => latestKeys(dimension.partitions, now))
      .reduce((prefixes, keys) =>
        prefixes.flatMap((prefix) => keys.map((key) => prefix + keyDelimiter + key)),
      );
  }
  const space = keySpace(partitions, { now, dynamicPartitions: () => [] });
  const first = partitions.type === 'time_window' ? space.size - 1 : 0;
  return Array.from({ length: space.size - Math.max(first, 0) }, (_, index) => space.keyAt(first + index));
}

const invalid = (message: string, remedy: string) =>
  new DagbookError(`buildScheduleFromPartitionedJob: ${message}`, { name: 'InvalidDefinition', remedy });
