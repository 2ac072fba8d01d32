import { planOutline } from '../../plan/plan-outline';
import type { Run, RunSummary } from '../../storage/storage';
import { m } from '../../words/generated/messages.js';
import { number } from '../time-format';

/** Dagster's name of the hidden job that materializes assets chosen by hand. */
export const implicitAssetJob = '__ASSET_JOB';

/** What a run is for: its job, or the assets that were asked for. */
export function runTitle(
  run: Pick<Run, 'jobName'> & (Pick<Run, 'plan'> | Pick<RunSummary, 'outline'>),
): string {
  if (run.jobName !== implicitAssetJob) return run.jobName;
  const { assets, firstAssets } = 'outline' in run ? run.outline : planOutline(run.plan);
  const [first, second] = firstAssets;
  if (first === undefined) return m.run_nothing();
  if (assets === 1) return first;
  return assets === 2 ? `${first}, ${second}` : m.run_assets_and_more({ first, count: number(assets - 1) });
}

/** Enough of a run's id to tell it from others: uuidv7 begins with the time, so the end says more. */
export const shortRunId = (id: string): string => id.replaceAll('-', '').slice(-8);
