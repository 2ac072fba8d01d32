import type { DefinitionEntry } from './exported-definitions';
import { resourceKeys } from './resource-needs';
import type { ScheduleDefinition } from './schedule';
import type { SensorDefinition } from './sensor';
import type { ScheduleSnapshot, SensorSnapshot } from './snapshot';
import type { WatchSnapshot } from './watch-snapshot';

/** Seconds; Dagster's limit for sensors and schedules. */
export const longestEvaluation = 60;

export const timezoneOf = ({ options }: ScheduleDefinition): string =>
  options.timezone ?? options.executionTimezone ?? 'UTC';

export function scheduleSnapshot(
  definition: ScheduleDefinition,
  name: string,
  job: string,
  entry: DefinitionEntry,
): ScheduleSnapshot {
  const { cronSchedule, description, tags = {}, defaultStatus, overlap = 'allow' } = definition.options;
  return {
    name,
    job,
    cronSchedule: typeof cronSchedule === 'string' ? [cronSchedule] : [...cronSchedule],
    timezone: timezoneOf(definition),
    ...(description !== undefined && { description: String(description) }),
    tags,
    isRunning: defaultStatus === 'RUNNING',
    overlap,
    evaluationTimeoutSeconds: definition.options.evaluationTimeoutSeconds ?? longestEvaluation,
    resources: resourceKeys(definition.options.resources),
    cell: entry.cell,
  };
}

export function sensorSnapshot(
  { options }: SensorDefinition,
  name: string,
  jobs: readonly string[],
  watch: WatchSnapshot | undefined,
  entry: DefinitionEntry,
): SensorSnapshot {
  const { description, tags = {}, defaultStatus } = options;
  return {
    name,
    jobs,
    minimumIntervalSeconds: options.minimumIntervalSeconds ?? (watch ? 0 : 30),
    evaluationTimeoutSeconds: options.evaluationTimeoutSeconds ?? longestEvaluation,
    ...(watch && { watch }),
    ...(description !== undefined && { description: String(description) }),
    tags,
    isRunning: defaultStatus === 'RUNNING',
    resources: resourceKeys(options.resources),
    cell: entry.cell,
  };
}
