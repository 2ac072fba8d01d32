import type { JobSnapshot } from '../definitions/snapshot';
import type { RunSummary, Storage } from '../storage/storage';

/** A job with what launches it, and its newest run. */
export interface JobStatus {
  readonly location: string;
  /** Of the notebook that defines it. */
  readonly title: string;
  readonly job: JobSnapshot;
  /** Names of the schedules and sensors that may launch it. */
  readonly launchedBy: readonly string[];
  readonly last?: RunSummary;
}

/** The jobs of all locations, as they were when these were last loaded. */
export async function jobStatuses(
  storage: Pick<Storage, 'listNotebooks' | 'locations' | 'runSummaries'>,
): Promise<readonly JobStatus[]> {
  const [notebooks, locations] = await Promise.all([storage.listNotebooks(), storage.locations()]);
  const snapshots = new Map(locations.map(({ name, snapshot }) => [name, snapshot]));
  return Promise.all(
    notebooks.flatMap(({ id: location, title }) => {
      const { jobs = [], schedules = [], sensors = [] } = snapshots.get(location) ?? {};
      return jobs.map(async (job): Promise<JobStatus> => {
        const launchedBy = [
          ...schedules.filter((schedule) => schedule.job === job.name),
          ...sensors.filter((sensor) => sensor.jobs.includes(job.name)),
        ].map(({ name }) => name);
        const [last] = await storage.runSummaries({ location, jobName: job.name, limit: 1 });
        return { location, title, job, launchedBy, ...(last && { last }) };
      });
    }),
  );
}
