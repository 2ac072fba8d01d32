import type { Run } from '../../storage/storage';
import { m } from '../../words/generated/messages.js';

/** Dagster's name of the hidden job that materializes assets chosen by hand. */
export const implicitAssetJob = '__ASSET_JOB';

/** What a run is for: its job, or the assets that were asked for. */
export function runTitle(run: Pick<Run, 'jobName' | 'plan'>): string {
  if (run.jobName !== implicitAssetJob) return run.jobName;
  const made = run.plan.steps.flatMap(({ outputs }) => outputs.flatMap(({ assetKey }) => assetKey ?? []));
  const keys = [...new Set(made)];
  const [first, second] = keys;
  if (first === undefined) return m.run_nothing();
  if (keys.length === 1) return first;
  return keys.length === 2 ? `${first}, ${second}` : m.run_assets_and_more({ first, count: keys.length - 1 });
}

/** Enough of a run's id to tell it from others: uuidv7 begins with the time, so the end says more. */
export const shortRunId = (id: string): string => id.replaceAll('-', '').slice(-8);
