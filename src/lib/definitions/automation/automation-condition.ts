import type { AssetDependency } from '../asset-dep';
import { kind } from '../brand';
import { isSameCondition, replaceCondition, selectDeps } from './change-condition';
import {
  describeCondition,
  operandsOf,
  withOperands,
  type ConditionTree,
  type PlainOperand,
} from './condition-snapshot';
import {
  type ChecksOptions, checkSelection, checksTree, cronTree, joined, membersOf, refusal, tagsTree, treeOf, type WantedTags,
} from './condition-rules'; // prettier-ignore
import * as trees from './condition-trees';
import { type LookbackDelta, lookbackSeconds } from './lookback';

/** An asset selection as text, or a list of assets and keys. */
export type ConditionSelection = string | readonly AssetDependency[];

/**
 * When an asset or a check is to be made without anybody asking: a condition that the daemon evaluates after every
 * event that can change it. Conditions are combined by `and`, `or`, `not` and `since`, and never change: every method
 * answers a new one. For a partitioned asset a condition is true of some of its partitions, and these are requested.
 */
export class AutomationCondition {
  readonly [kind] = 'AutomationCondition';
  /** The condition as data. */
  readonly tree: ConditionTree<ConditionSelection>;

  /** For this class; write `AutomationCondition.eager()` and the like. */
  constructor(tree: ConditionTree<ConditionSelection>) {
    this.tree = tree;
  }

  /**
   * Whenever a dep was updated or the asset is newly missing: once, in its latest time window, when no dep is missing
   * or in progress and it is not in progress itself.
   */
  static eager = (): AutomationCondition => new AutomationCondition(trees.eager);

  /** Once after each tick of a cron schedule, when all deps were updated since that tick. */
  static onCron = (cronSchedule: string, cronTimezone = 'UTC'): AutomationCondition =>
    new AutomationCondition(trees.onCron(cronSchedule, cronTimezone));

  /**
   * Once after each tick of a cron schedule, when all deps meet their freshness policies (or will soon not), or will be
   * requested. Deps without a policy do not hold it up, unless `allowMissingFreshnessPolicy` is false (default true).
   */
  static onCronDepsFresh = (
    cronSchedule: string,
    cronTimezone = 'UTC',
    { allowMissingFreshnessPolicy = true }: { readonly allowMissingFreshnessPolicy?: boolean } = {},
  ): AutomationCondition =>
    new AutomationCondition(trees.onCronDepsFresh(cronSchedule, cronTimezone, allowMissingFreshnessPolicy));

  /**
   * Once for what is missing, when no dep is. Partitions that were there when the condition was first evaluated are not
   * requested.
   */
  static onMissing = (): AutomationCondition => new AutomationCondition(trees.onMissing);

  /** A dep is missing, and will not be requested together with this asset. */
  static anyDepsMissing = (): AutomationCondition => new AutomationCondition(trees.anyDepsMissing);

  /** A dep is being made, or waits in the queue. */
  static anyDepsInProgress = (): AutomationCondition => new AutomationCondition(trees.anyDepsInProgress);

  /** A dep was updated, other than in a run that had this asset as a target too, or will be requested. */
  static anyDepsUpdated = (): AutomationCondition => new AutomationCondition(trees.anyDepsUpdated);

  /** Every dep was updated since the latest tick of the cron schedule, or will be requested. */
  static allDepsUpdatedSinceCron = (cronSchedule: string, cronTimezone = 'UTC'): AutomationCondition =>
    new AutomationCondition(trees.allDepsUpdatedSinceCron(cronSchedule, cronTimezone));

  /** Every blocking check of every dep has passed, or will be requested. */
  static allDepsBlockingChecksPassed = (): AutomationCondition =>
    new AutomationCondition(trees.allDepsBlockingChecksPassed);

  /** It has never been made, or observed where something else makes it; of a check: not evaluated since. */
  static missing = (): AutomationCondition => plain('missing');
  /** It has become missing. */
  static newlyMissing = (): AutomationCondition => new AutomationCondition(trees.newlyMissing);
  /** Part of an unfinished run or of a backfill. */
  static inProgress = (): AutomationCondition => new AutomationCondition(trees.inProgress);
  /** Part of an unfinished run, which has not made it yet. */
  static executionInProgress = (): AutomationCondition => plain('execution_in_progress');
  /** Part of a backfill that has not come to it yet. */
  static backfillInProgress = (): AutomationCondition => plain('backfill_in_progress');
  /** The latest run that was to make it failed, and did not make it. */
  static executionFailed = (): AutomationCondition => plain('execution_failed');
  /** Made since the previous evaluation, or observed with another data version. */
  static newlyUpdated = (): AutomationCondition => plain('newly_updated');
  /** Requested by the previous evaluation. */
  static newlyRequested = (): AutomationCondition => plain('newly_requested');
  /** Of a dep: it is requested by this very evaluation, and can be made in the same run. */
  static willBeRequested = (): AutomationCondition => plain('will_be_requested');
  /** Its code version is another one than at the previous evaluation. */
  static codeVersionChanged = (): AutomationCondition => plain('code_version_changed');
  /** It was made with another code version than it has now. */
  static codeVersionOutdated = (): AutomationCondition => plain('code_version_outdated');
  /** Its data version is another one than at the previous evaluation. */
  static dataVersionChanged = (): AutomationCondition => plain('data_version_changed');
  /** The condition has never been evaluated, or the condition or the partitions definition is a new one. */
  static initialEvaluation = (): AutomationCondition => plain('initial_evaluation');
  /** It can be made, and nothing that can be made is upstream of it. */
  static isRootExecutable = (): AutomationCondition => plain('is_root_executable');
  /** Of a check: its evaluation of what the asset is now has passed. */
  static checkPassed = (): AutomationCondition => plain('check_passed');
  /** Of a check: its evaluation of what the asset is now has failed. */
  static checkFailed = (): AutomationCondition => plain('check_failed');

  /** It meets its freshness policy. Where `freshness.enabled` is off, time alone does not have it evaluated. */
  static freshnessPassed = (): AutomationCondition => plain('freshness_passed');
  /** It has a freshness policy, and will soon not meet it. */
  static freshnessWarned = (): AutomationCondition => plain('freshness_warned');
  /** It has a freshness policy, which it does not meet any more. */
  static freshnessFailed = (): AutomationCondition => plain('freshness_failed');

  /** A tick of the cron schedule has passed since the previous evaluation. */
  static cronTickPassed(cronSchedule: string, cronTimezone = 'UTC'): AutomationCondition {
    return new AutomationCondition(cronTree(cronSchedule, cronTimezone));
  }

  /**
   * The latest time window of its partitions; with `lookbackDelta` all that lie within it before the end of the latest,
   * such as `{ days: 7 }`, or seconds. What is not partitioned by time is in it whole.
   */
  static inLatestTimeWindow(lookbackDelta?: LookbackDelta): AutomationCondition {
    if (lookbackDelta === undefined) return new AutomationCondition({ type: 'in_latest_time_window' });
    const seconds = lookbackSeconds(lookbackDelta);
    return new AutomationCondition({ type: 'in_latest_time_window', lookbackSeconds: seconds });
  }

  /** The run that made it last has all of these tags: by key, and by key and value. */
  static executedWithTags = (tags: WantedTags): AutomationCondition =>
    new AutomationCondition(tagsTree('executed_with_tags', tags));

  /** Of the runs that made it since the previous evaluation, at least one has all of these tags. */
  static anyNewUpdateHasRunTags = (tags: WantedTags): AutomationCondition =>
    new AutomationCondition(tagsTree('any_new_update_has_run_tags', tags));

  /** It was made since the previous evaluation, only by runs that have all of these tags. */
  static allNewUpdatesHaveRunTags = (tags: WantedTags): AutomationCondition =>
    new AutomationCondition(tagsTree('all_new_updates_have_run_tags', tags));

  /** The condition is true of that asset; for a partition, of at least one that corresponds to it there. */
  static assetMatches = (asset: AssetDependency, condition: AutomationCondition): AutomationCondition =>
    new AutomationCondition({ type: 'asset_matches', asset: [asset], operands: [treeOf(condition)] });

  /** The condition is true of at least one dep; for a partition, of at least one that it needs there. */
  static anyDepsMatch = (condition: AutomationCondition): AutomationCondition =>
    new AutomationCondition({ type: 'any_deps_match', operands: [treeOf(condition)] });

  /** The condition is true of every dep; for a partition, of at least one partition that it needs of each. */
  static allDepsMatch = (condition: AutomationCondition): AutomationCondition =>
    new AutomationCondition({ type: 'all_deps_match', operands: [treeOf(condition)] });

  /** The condition is true of at least one check of the asset. */
  static anyChecksMatch = (condition: AutomationCondition, options?: ChecksOptions): AutomationCondition =>
    new AutomationCondition(checksTree('any_checks_match', condition, options));

  /** The condition is true of every check of the asset. */
  static allChecksMatch = (condition: AutomationCondition, options?: ChecksOptions): AutomationCondition =>
    new AutomationCondition(checksTree('all_checks_match', condition, options));

  /**
   * Of a job: the condition is true of at least one of its root assets, which are those that depend on no other asset of
   * the job. Then one run makes all of the job, for each partition of which it is true.
   */
  static anyJobRootAssetsMatch = (condition: AutomationCondition): AutomationCondition =>
    new AutomationCondition({ type: 'any_job_root_assets_match', operands: [treeOf(condition)] });

  /** Of a job: the condition is true of all of its root assets. */
  static allJobRootAssetsMatch = (condition: AutomationCondition): AutomationCondition =>
    new AutomationCondition({ type: 'all_job_root_assets_match', operands: [treeOf(condition)] });

  /** One of the conditions of the assets downstream is true of this asset. */
  static anyDownstreamConditions = (): AutomationCondition =>
    new AutomationCondition({ type: 'any_downstream_conditions' });

  /** All of them are true. */
  static and(...conditions: readonly AutomationCondition[]): AutomationCondition {
    return new AutomationCondition({ type: 'and', operands: joined('and', conditions) });
  }

  /** At least one of them is true. */
  static or(...conditions: readonly AutomationCondition[]): AutomationCondition {
    return new AutomationCondition({ type: 'or', operands: joined('or', conditions) });
  }

  static not = (condition: AutomationCondition): AutomationCondition =>
    new AutomationCondition({ type: 'not', operands: [treeOf(condition)] });

  /** This and all others are true. As in Dagster, what an `and` consists of stands beside the others, without its label. */
  and(...others: readonly AutomationCondition[]): AutomationCondition {
    const members = [...membersOf('and', this.tree), ...joined('and', others)];
    return new AutomationCondition({ type: 'and', operands: members });
  }

  /** This or one of the others is true. */
  or(...others: readonly AutomationCondition[]): AutomationCondition {
    const members = [...membersOf('or', this.tree), ...joined('or', others)];
    return new AutomationCondition({ type: 'or', operands: members });
  }

  not(): AutomationCondition {
    return AutomationCondition.not(this);
  }

  /**
   * True from when this is true until `reset` is. Where both are true at once it is false; only what is updated in the
   * same moment as a cron tick passes counts as updated since (Dagster 1.13).
   */
  since(reset: AutomationCondition): AutomationCondition {
    return new AutomationCondition({ type: 'since', operands: [this.tree, treeOf(reset)] });
  }

  /** Since it was last requested or updated, or the condition first evaluated. */
  sinceLastHandled(): AutomationCondition {
    return new AutomationCondition(trees.sinceLastHandled(this.tree));
  }

  /** True now, and not at the previous evaluation. */
  newlyTrue(): AutomationCondition {
    return new AutomationCondition({ type: 'newly_true', operands: [this.tree] });
  }

  /** Of the assets around, only these are looked at, in every part of the condition. */
  allow(selection: ConditionSelection): AutomationCondition {
    return new AutomationCondition(selectDeps(this.tree, { allow: checkSelection(selection) }));
  }

  /** Of the assets around, these are not looked at, in every part of the condition. */
  ignore(selection: ConditionSelection): AutomationCondition {
    return new AutomationCondition(selectDeps(this.tree, { ignore: checkSelection(selection) }));
  }

  /** `now` in the place of every part that is `old`, or has this label or name. */
  replace(old: AutomationCondition | string, now: AutomationCondition): AutomationCondition {
    const wanted = typeof old === 'string' ? old : treeOf(old);
    return new AutomationCondition(replaceCondition(this.tree, wanted, treeOf(now)));
  }

  /** An `and` without one of its members. Throws where it is none of them. */
  without(condition: AutomationCondition): AutomationCondition {
    const members = this.tree.type === 'and' ? operandsOf(this.tree) : [];
    const left = members.filter((member) => !isSameCondition(member, treeOf(condition)));
    if (left.length === members.length)
      throw refusal({
        message: `${describeCondition(condition.tree)} is not a member of ${describeCondition(this.tree)}`,
        remedy: 'Give a condition that stands in its and, whole.',
      });
    return new AutomationCondition(left.length === 1 ? left[0]! : withOperands(this.tree, left));
  }

  /** What people read instead of the condition. */
  withLabel(label: string): AutomationCondition {
    if (typeof label !== 'string' || label === '')
      throw refusal({ message: 'a label is text', remedy: 'Write withLabel("what it means").' });
    return new AutomationCondition({ ...this.tree, label });
  }

  toString(): string {
    return describeCondition(this.tree);
  }
}

const plain = (type: PlainOperand): AutomationCondition => new AutomationCondition(trees.plain(type));
