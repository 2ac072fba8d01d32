import type { ConditionTarget, EvaluationNode } from '../../instance/condition-answers';
import { m } from '../../words/generated/messages.js';
import type { StatusLook } from '../status';
import { number } from '../time-format';

/** How a node of an evaluation looks: what was true of what it was asked. */
export function nodeLook({ candidates, true: trueOf }: EvaluationNode): StatusLook {
  if (candidates === 0) return { tone: 'skipped', word: m.condition_not_asked };
  if (trueOf === 0) return { tone: 'missing', word: m.condition_false };
  if (trueOf === candidates) return { tone: 'success', word: m.condition_true };
  const counts = { count: number(trueOf), all: number(candidates) };
  return { tone: 'stale', word: () => m.condition_partly(counts) };
}

/** What has a condition, as people read it. */
export const conditionTitle = ({ assetKey, check, job }: Omit<ConditionTarget, 'description'>): string =>
  job ?? (check === undefined ? assetKey : `${assetKey} · ${check}`);

/** What a node means in plain words; `undefined` where its name says all that is known. */
export const meaningOf = ({ name }: EvaluationNode): string | undefined =>
  meanings[/^\w+/.exec(name)?.[0] ?? '']?.();

const meanings: Readonly<Record<string, () => string>> = {
  and: m.condition_and,
  or: m.condition_or,
  not: m.condition_not,
  since: m.condition_since,
  newly_true: m.condition_newly_true,
  any_deps_match: m.condition_any_deps_match,
  all_deps_match: m.condition_all_deps_match,
  any_checks_match: m.condition_any_checks_match,
  all_checks_match: m.condition_all_checks_match,
  any_job_root_assets_match: m.condition_any_job_root_assets_match,
  all_job_root_assets_match: m.condition_all_job_root_assets_match,
  asset_matches: m.condition_asset_matches,
  any_downstream_conditions: m.condition_any_downstream_conditions,
  missing: m.condition_missing,
  execution_in_progress: m.condition_execution_in_progress,
  backfill_in_progress: m.condition_backfill_in_progress,
  execution_failed: m.condition_execution_failed,
  newly_updated: m.condition_newly_updated,
  newly_requested: m.condition_newly_requested,
  will_be_requested: m.condition_will_be_requested,
  code_version_changed: m.condition_code_version_changed,
  code_version_outdated: m.condition_code_version_outdated,
  data_version_changed: m.condition_data_version_changed,
  initial_evaluation: m.condition_initial_evaluation,
  is_root_executable: m.condition_is_root_executable,
  executed_with_root_target: m.condition_executed_with_root_target,
  executed_with_tags: m.condition_executed_with_tags,
  any_new_update_has_run_tags: m.condition_any_new_update_has_run_tags,
  all_new_updates_have_run_tags: m.condition_all_new_updates_have_run_tags,
  check_passed: m.condition_check_passed,
  check_failed: m.condition_check_failed,
  freshness_passed: m.condition_freshness_passed,
  freshness_warned: m.condition_freshness_warned,
  freshness_failed: m.condition_freshness_failed,
  freshness_not_applicable: m.condition_freshness_not_applicable,
  cron_tick_passed: m.condition_cron_tick_passed,
  in_latest_time_window: m.condition_in_latest_time_window,
};
