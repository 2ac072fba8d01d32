import type { AssetKeyString, DefinitionsSnapshot, JobSnapshot, StepSnapshot } from '../definitions/snapshot';
import { defaultConditionSensor } from '../definitions/automation/collect-condition-sensors';
import { AssetGraph } from '../graph/asset-graph';
import { resolveSelection } from '../graph/selection/resolve-selection';
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

/** A job with all that it is made of. */
export interface JobDetail extends JobStatus {
  /** Of a job of assets: those that it selects. */
  readonly assets: readonly AssetKeyString[];
  readonly steps: readonly StepSnapshot[];
  /** What its steps need. */
  readonly resources: DefinitionsSnapshot['resources'];
}

export interface JobCalls {
  /** The jobs of all locations, as they were when these were last loaded. */
  jobs(): Promise<readonly JobStatus[]>;
  job(id: { readonly location: string; readonly name: string }): Promise<JobDetail | undefined>;
}

export function jobCalls(storage: Pick<Storage, 'listNotebooks' | 'locations' | 'runSummaries'>): JobCalls {
  async function snapshots() {
    const [notebooks, locations] = await Promise.all([storage.listNotebooks(), storage.locations()]);
    const known = new Map(locations.map(({ name, snapshot }) => [name, snapshot]));
    return notebooks.flatMap(({ id: location, title }) => {
      const snapshot = known.get(location);
      return snapshot ? [{ location, title, snapshot }] : [];
    });
  }

  async function statusOf(
    of: { location: string; title: string; snapshot: DefinitionsSnapshot },
    job: JobSnapshot,
  ) {
    const { location, title, snapshot } = of;
    const launchedBy = [
      ...snapshot.schedules.filter((schedule) => schedule.job === job.name),
      ...snapshot.sensors.filter((sensor) => sensor.jobs.includes(job.name)),
      ...(job.automationCondition ? [{ name: defaultConditionSensor }] : []),
    ].map(({ name }) => name);
    const [last] = await storage.runSummaries({ location, jobName: job.name, limit: 1 });
    return { location, title, job, launchedBy, ...(last && { last }) };
  }

  return {
    jobs: async () =>
      Promise.all(
        (await snapshots()).flatMap((each) => each.snapshot.jobs.map((job) => statusOf(each, job))),
      ),
    async job({ location, name }) {
      const of = (await snapshots()).find((each) => each.location === location);
      const job = of?.snapshot.jobs.find((each) => each.name === name);
      return of && job && { ...(await statusOf(of, job)), ...partsOf(job, of.snapshot) };
    },
  };
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
