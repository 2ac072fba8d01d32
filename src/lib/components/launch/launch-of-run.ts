import { quote } from '../../graph/partitions/partition-text';
import type { JobDetail, LaunchRequest } from '../../instance/instance';
import type { ExecutionPlan } from '../../plan/execution-plan';
import type { StoredRun } from '../../storage/storage';
import { selectionOf } from '../notebook/asset-selection';
import { implicitAssetJob } from '../runs/run-title';

/** The launch that makes a run like `run`: its job or assets, the part of these that it did, config, partitions, tags. */
export function launchOfRun(
  run: Pick<StoredRun, 'location' | 'jobName' | 'plan' | 'tags'>,
  job: Pick<JobDetail, 'job' | 'assets'> | undefined,
): LaunchRequest {
  const { location, jobName, plan, tags } = run;
  const partition = partitionsOf(plan);
  return {
    location,
    tags,
    ...(jobName === implicitAssetJob ? { selection: selectionOf(assetsOf(plan)) } : { jobName }),
    ...(job && partOf(plan, job)),
    ...(plan.config && { config: plan.config }),
    ...(partition !== undefined && { partition }),
  };
}

/** Nothing, where it was all of the job. */
function partOf(
  plan: ExecutionPlan,
  { job, assets }: Pick<JobDetail, 'job' | 'assets'>,
): Pick<LaunchRequest, 'opSelection' | 'selection'> {
  if (job.steps) {
    const done = new Set(plan.steps.map(({ key }) => key));
    return job.steps.every(({ key }) => done.has(key)) ? {} : { opSelection: [...done] };
  }
  const made = assetsOf(plan);
  return assets.every((key) => made.includes(key)) ? {} : { selection: selectionOf(made) };
}

/** What it makes. */
export const assetsOf = ({ steps }: ExecutionPlan): readonly string[] => [
  ...new Set(steps.flatMap(({ outputs }) => outputs.flatMap(({ assetKey }) => assetKey ?? []))),
];

/** As text; of one definition in every run. */
const partitionsOf = ({ steps }: ExecutionPlan): string | undefined =>
  steps
    .find(({ partitions }) => partitions)
    ?.partitions?.keys.map(quote)
    .join(',');
