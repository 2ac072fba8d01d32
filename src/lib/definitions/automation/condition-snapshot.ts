import { hashOf } from '../../base/hash';
import type { Json } from '../../base/json';
import { stableJson } from '../../base/stable-json';

/** What is asked of an asset or a check by itself, with no more to say. */
export type PlainOperand =
  | 'missing' | 'execution_in_progress' | 'backfill_in_progress' | 'execution_failed' | 'newly_updated'
  | 'newly_requested' | 'will_be_requested' | 'code_version_changed' | 'code_version_outdated'
  | 'data_version_changed' | 'initial_evaluation' | 'is_root_executable' | 'executed_with_root_target'
  | 'check_passed' | 'check_failed' | 'freshness_passed' | 'freshness_warned' | 'freshness_failed'
  | 'freshness_not_applicable'; // prettier-ignore

/** An automation condition as a tree of plain data, in Dagster's terms. `Selected` is how assets are selected. */
export type ConditionTree<Selected = string> = {
  /** What a person calls it. */
  readonly label?: string;
} & (
  | { readonly type: PlainOperand }
  | { readonly type: 'cron_tick_passed'; readonly cronSchedule: string; readonly cronTimezone: string }
  | { readonly type: 'in_latest_time_window'; readonly lookbackSeconds?: number }
  | {
      readonly type: 'executed_with_tags' | 'any_new_update_has_run_tags' | 'all_new_updates_have_run_tags';
      readonly tagKeys: readonly string[];
      readonly tagValues: Readonly<Record<string, string>>;
    }
  | { readonly type: 'and' | 'or'; readonly operands: readonly ConditionTree<Selected>[] }
  | { readonly type: 'not' | 'newly_true'; readonly operands: readonly [ConditionTree<Selected>] }
  | {
      readonly type: 'since';
      readonly operands: readonly [trigger: ConditionTree<Selected>, reset: ConditionTree<Selected>];
    }
  | ({
      readonly type: 'any_deps_match' | 'all_deps_match';
      readonly operands: readonly [ConditionTree<Selected>];
    } & DepsSelection<Selected>)
  | ({ readonly type: 'any_downstream_conditions' } & DepsSelection<Selected>)
  | {
      readonly type: 'asset_matches';
      /** A selection of one asset. */
      readonly asset: Selected;
      readonly operands: readonly [ConditionTree<Selected>];
    }
  | {
      readonly type: 'any_job_root_assets_match' | 'all_job_root_assets_match';
      readonly operands: readonly [ConditionTree<Selected>];
    }
  | {
      readonly type: 'any_checks_match' | 'all_checks_match';
      readonly operands: readonly [ConditionTree<Selected>];
      readonly blockingOnly: boolean;
    }
);

/** Which of the assets around are looked at; absent: all. */
interface DepsSelection<Selected> {
  readonly allow?: Selected;
  readonly ignore?: Selected;
}

/** The condition of an asset, a check or a job as the host knows it. */
export type ConditionSnapshot = ConditionTree;

const none: readonly never[] = [];

/** The conditions that it is made of; of `since` the trigger and the reset. */
export const operandsOf = <Selected>(tree: ConditionTree<Selected>): readonly ConditionTree<Selected>[] =>
  'operands' in tree ? tree.operands : none;

export const withOperands = <Selected>(
  tree: ConditionTree<Selected>,
  operands: readonly ConditionTree<Selected>[],
): ConditionTree<Selected> => ({ ...tree, operands }) as ConditionTree<Selected>;

/** What it does, with what it is told: Dagster's name of the node, such as `cron_tick_passed(0 * * * *, UTC)`. */
export function conditionName(tree: ConditionTree<unknown>): string {
  switch (tree.type) {
    case 'cron_tick_passed':
      return `cron_tick_passed(${tree.cronSchedule}, ${tree.cronTimezone})`;
    case 'in_latest_time_window':
      return tree.lookbackSeconds === undefined
        ? tree.type
        : `in_latest_time_window(lookback ${tree.lookbackSeconds} s)`;
    case 'executed_with_tags':
    case 'any_new_update_has_run_tags':
    case 'all_new_updates_have_run_tags':
      return `${tree.type}(${[...tree.tagKeys, ...Object.entries(tree.tagValues).map((tag) => tag.join('='))].join(', ')})`;
    case 'asset_matches':
      return typeof tree.asset === 'string' ? `${tree.type}(${tree.asset})` : tree.type;
    case 'any_checks_match':
    case 'all_checks_match':
      return tree.blockingOnly ? `${tree.type}(blocking only)` : tree.type;
    default:
      return tree.type;
  }
}

/** The condition in words, labels before names. */
export function describeCondition(tree: ConditionTree<unknown>): string {
  if (tree.label !== undefined) return tree.label;
  const [first, second] = operandsOf(tree).map(describeCondition);
  switch (tree.type) {
    case 'and':
    case 'or':
      return `(${operandsOf(tree)
        .map(describeCondition)
        .join(tree.type === 'and' ? ' and ' : ' or ')})`;
    case 'not':
      return `not ${first}`;
    case 'since':
      return `(${first} since ${second})`;
    case 'newly_true':
      return `newly_true(${first})`;
    default:
      return first === undefined ? conditionName(tree) : `${conditionName(tree)}(${first})`;
  }
}

const hashes = new WeakMap<object, string>();

/** Equal for conditions that say the same, and for no others. */
export function conditionHash(tree: ConditionTree): string {
  let hash = hashes.get(tree);
  if (hash === undefined) hashes.set(tree, (hash = hashOf(stableJson(tree as unknown as Json)).slice(0, 32)));
  return hash;
}
