import type { ScheduleSnapshot, SensorSnapshot } from '../../definitions/snapshot';
import type { InstigatorId, InstigatorState } from '../../storage/automation-storage';
import type { StoredLocation } from '../../storage/storage';

/** A schedule or sensor that a location defines. */
export type Instigator = InstigatorId & { readonly bundle: string } & (
    | { readonly type: 'schedule'; readonly definition: ScheduleSnapshot; readonly isPartitioned: boolean }
    | { readonly type: 'sensor'; readonly definition: SensorSnapshot }
  );

export type ScheduleInstigator = Extract<Instigator, { type: 'schedule' }>;
export type SensorInstigator = Extract<Instigator, { type: 'sensor' }>;

/** All schedules and sensors of a location. */
export function instigatorsOf({ name: location, bundle, snapshot }: StoredLocation): readonly Instigator[] {
  const partitionedJobs = new Set(snapshot.jobs.filter((job) => job.partitions).map((job) => job.name));
  return [
    ...snapshot.schedules.map((definition) => ({
      type: 'schedule' as const,
      location,
      bundle,
      name: definition.name,
      definition,
      isPartitioned: partitionedJobs.has(definition.job),
    })),
    ...snapshot.sensors.map((definition) => ({
      type: 'sensor' as const,
      location,
      bundle,
      name: definition.name,
      definition,
    })),
  ];
}

/** One text for the two parts of an id. */
export const idText = ({ location, name }: InstigatorId): string => JSON.stringify([location, name]);

/** Whether it ticks: as a person has chosen, else as its definition says. */
export const isRunning = (
  { definition }: { readonly definition: { readonly isRunning: boolean } },
  state: InstigatorState | undefined,
): boolean => (state?.status ? state.status === 'RUNNING' : definition.isRunning);

/** The state after it was switched on or off. What it had left to do before it was switched on is not its own. */
export function switched(
  instigator: Pick<InstigatorState, 'location' | 'name' | 'type'>,
  before: InstigatorState | undefined,
  status: 'RUNNING' | 'STOPPED',
  now: number,
): InstigatorState {
  const { location, name, type } = instigator;
  const { runningSince, ...kept } = before ?? { location, name, type };
  if (status === 'STOPPED') return { ...kept, status };
  return { ...kept, status, runningSince: before?.status === 'RUNNING' ? (runningSince ?? now) : now };
}
