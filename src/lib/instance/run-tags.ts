import { DagbookError } from '../base/errors';

type Tags = Readonly<Record<string, string>>;

/** The tags of Dagster's own that users may give a run (reference/dagster.md §1.4). */
const allowed = [
  'dagster/priority', 'dagster/max_retries', 'dagster/retry_strategy', 'dagster/max_runtime', 'dagster/isolation',
  'dagster/retry_on_asset_or_op_failure',
]; // prettier-ignore

/** The tags of a run that executes another one again, and of the runs that it is not said of any more. */
const ofReexecution = [
  'dagster/parent_run_id', 'dagster/root_run_id', 'dagster/is_resume_retry', 'dagster/step_selection',
]; // prettier-ignore

/** Throws `InvalidRunTags`, naming all of them, where tags are given that only the engine sets. */
export function checkUserTags(tags: Tags): void {
  const refused = Object.keys(tags).filter((key) => /^\.?dagster\//.test(key) && !allowed.includes(key));
  if (refused.length === 0) return;
  throw new DagbookError(`These tags are not for users to set: ${refused.join(', ')}`, {
    name: 'InvalidRunTags',
    remedy: `Use names without the prefix dagster/. Of Dagster's own you may set: ${allowed.join(', ')}.`,
  });
}

/** Seconds that a run may take: Dagster's `dagster/max_runtime`, where it is a number. */
export function maxRuntime(tags: Tags): number | undefined {
  const text = tags['dagster/max_runtime'];
  return text !== undefined && /^\d+(\.\d+)?$/.test(text) ? Number(text) : undefined;
}

/** The tags of a run that executes `parent` again. */
export function reexecutionTags(
  parent: { readonly id: string; readonly rootRunId?: string; readonly tags: Tags },
  steps: 'all' | 'failure' | readonly string[],
): Tags {
  const kept = Object.entries(parent.tags).filter(([key]) => !ofReexecution.includes(key));
  return {
    ...Object.fromEntries(kept),
    'dagster/parent_run_id': parent.id,
    'dagster/root_run_id': parent.rootRunId ?? parent.id,
    ...(steps === 'failure' && { 'dagster/is_resume_retry': 'true' }),
    ...(typeof steps !== 'string' && { 'dagster/step_selection': steps.join(',') }),
  };
}
