import type { AssetKeyString, DefinitionsSnapshot, JobSnapshot, StepSnapshot } from '../definitions/snapshot';
import { defaultConditionSensor } from '../definitions/automation/collect-condition-sensors';
import { AssetGraph } from '../graph/asset-graph';
import { resolveSelection } from '../graph/selection/resolve-selection';
import type { Clock } from '../base/clock';
import type { JobId } from '../storage/automation-storage';
import type { PartitionRun } from '../storage/facts-storage';
import type { RunSummary, Storage } from '../storage/storage';
import type { PartitionsStatus } from './instance';
import { jobPartitions, standingOf } from './job-partitions';

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

/** A job with all that it is made of. */
export interface JobDetail extends JobStatus {
  /** Of a job of assets: those that it selects. */
  readonly assets: readonly AssetKeyString[];
  readonly steps: readonly StepSnapshot[];
  /** What its steps need. */
  readonly resources: DefinitionsSnapshot['resources'];
}

interface DefinedJob extends Pick<JobStatus, 'location' | 'title' | 'job'> {
  readonly snapshot: DefinitionsSnapshot;
}

export interface JobCalls {
  /** The jobs of all locations, as they were when these were last loaded. */
  jobs(): Promise<readonly JobStatus[]>;
  job(id: JobId): Promise<JobDetail | undefined>;
  /**
   * How the partitions of a job of ops stand: each by the newest run of it that was not canceled; one that succeeded has
   * materialized it. `undefined` where there is no such job, or it has no partitions.
   */
  jobPartitions(id: JobId): Promise<PartitionsStatus | undefined>;
  /** The run by which each of these partitions of a job of ops stands; of those that have one. */
  jobPartitionRuns(id: JobId, keys: readonly string[]): Promise<Readonly<Record<string, PartitionRun>>>;
}

export function jobCalls(
  storage: Pick<
    Storage,
    'listNotebooks' | 'locations' | 'newestRuns' | 'partitionRuns' | 'dynamicPartitions'
  >,
  clock: Clock,
): JobCalls {
  async function definedJobs(): Promise<readonly DefinedJob[]> {
    const [notebooks, locations] = await Promise.all([storage.listNotebooks(), storage.locations()]);
    const known = new Map(locations.map(({ name, snapshot }) => [name, snapshot]));
    return notebooks.flatMap(({ id: location, title }) => {
      const snapshot = known.get(location);
      return snapshot?.jobs.map((job) => ({ location, title, snapshot, job })) ?? [];
    });
  }

  async function statusesOf(defined: readonly DefinedJob[]): Promise<readonly JobStatus[]> {
    const runs = await storage.newestRuns(defined.map(({ location, job }) => ({ location, name: job.name })));
    const newest = new Map(runs.map((run) => [`${run.location} ${run.jobName}`, run]));
    return defined.map((each) => statusOf(each, newest.get(`${each.location} ${each.job.name}`)));
  }

  /** Only of jobs of ops: those of assets stand as their assets do. */
  async function partitionsOf({ location, name }: JobId) {
    const locations = await storage.locations();
    const { snapshot } = locations.find((each) => each.name === location) ?? {};
    const job = snapshot?.jobs.find((each) => each.name === name);
    return job?.steps && job.partitions && jobPartitions(location, job, { storage, clock });
  }

  return {
    jobs: async () => statusesOf(await definedJobs()),
    async job({ location, name }) {
      const found = (await definedJobs()).find(
        (each) => each.location === location && each.job.name === name,
      );
      if (!found) return;
      const [status] = await statusesOf([found]);
      return { ...status!, ...partsOf(found.job, found.snapshot) };
    },
    async jobPartitions(id) {
      const found = await partitionsOf(id);
      return found && standingOf(found.space, found.newest);
    },
    async jobPartitionRuns(id, keys) {
      const found = await partitionsOf(id);
      if (!found) return {};
      const runs = keys.map((key) => [key, found.newest[found.space.indexOf(key)]] as const);
      return Object.fromEntries(runs.filter(([, run]) => run)) as Record<string, PartitionRun>;
    },
  };
}

function statusOf({ location, title, snapshot, job }: DefinedJob, last?: RunSummary): JobStatus {
  const launchedBy = [
    ...snapshot.schedules.filter((schedule) => schedule.job === job.name),
    ...snapshot.sensors.filter((sensor) => sensor.jobs.includes(job.name)),
    ...(job.automationCondition ? [{ name: defaultConditionSensor }] : []),
  ].map(({ name }) => name);
  return { location, title, job, launchedBy, ...(last && { last }) };
}

function partsOf(
  job: JobSnapshot,
  snapshot: DefinitionsSnapshot,
): Pick<JobDetail, 'assets' | 'steps' | 'resources'> {
  const assets = job.steps
    ? []
    : resolveSelection(job.selection, new AssetGraph([{ location: '', snapshot }]));
  const selected = new Set(assets);
  const nodes = new Set(snapshot.assets.filter(({ key }) => selected.has(key)).map(({ node }) => node));
  const steps = job.steps ?? snapshot.steps.filter(({ node }) => nodes.has(node));
  const needed = new Set(steps.flatMap((step) => step.resources));
  return { assets, steps, resources: snapshot.resources.filter(({ key }) => needed.has(key)) };
}
