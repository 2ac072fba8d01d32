/** What a condition may be made of; all of these throw `InvalidDefinition` with a remedy. */
import { DagbookError } from '../../base/errors';
import { isKind } from '../brand';
import type { Violation } from '../definition-rules';
import { checkCron } from '../time/cron';
import { isTimeZone } from '../time/time-zone';
import type { AutomationCondition, ConditionSelection } from './automation-condition';
import { operandsOf, type ConditionTree } from './condition-snapshot';

type Tree = ConditionTree<ConditionSelection>;

export const refusal = ({ message, remedy }: Violation): DagbookError =>
  new DagbookError(message, { name: 'InvalidDefinition', remedy });

export function treeOf(condition: AutomationCondition): Tree {
  if (isKind<AutomationCondition>(condition, 'AutomationCondition')) return condition.tree;
  throw refusal({
    message: 'an automation condition was expected',
    remedy: 'Write AutomationCondition.missing(), with its parentheses, or another such condition.',
  });
}

export function joined(type: 'and' | 'or', conditions: readonly AutomationCondition[]): readonly Tree[] {
  if (conditions.length === 0)
    throw refusal({ message: `${type}() has no conditions`, remedy: 'Give at least one.' });
  return conditions.map(treeOf);
}

/** What an `and` or an `or` consists of, or the condition itself. */
export const membersOf = (type: 'and' | 'or', tree: Tree): readonly Tree[] =>
  tree.type === type ? operandsOf(tree) : [tree];

export function cronTree(cronSchedule: string, cronTimezone: string): Tree {
  const [wrong] = checkCron(cronSchedule);
  if (wrong) throw refusal(wrong);
  if (isTimeZone(cronTimezone)) return { type: 'cron_tick_passed', cronSchedule, cronTimezone };
  throw refusal({
    message: `timezone ${JSON.stringify(cronTimezone)} is not known`,
    remedy: 'Give a name of the IANA time zone database, such as "Asia/Seoul".',
  });
}

export interface WantedTags {
  readonly tagKeys?: Iterable<string>;
  readonly tagValues?: Readonly<Record<string, string>>;
}

export function tagsTree(
  type: Extract<Tree, { readonly tagKeys: unknown }>['type'],
  { tagKeys = [], tagValues = {} }: WantedTags,
): Tree {
  const keys = [...tagKeys].sort();
  if (keys.length > 0 || Object.keys(tagValues).length > 0) return { type, tagKeys: keys, tagValues };
  const name = type.replace(/_(.)/g, (_, letter: string) => letter.toUpperCase());
  throw refusal({ message: `${name}() names no tag`, remedy: 'Give tagKeys or tagValues.' });
}

export interface ChecksOptions {
  /** Only blocking checks are looked at. Default false. */
  readonly blockingOnly?: boolean;
}

export const checksTree = (
  type: 'any_checks_match' | 'all_checks_match',
  condition: AutomationCondition,
  { blockingOnly = false }: ChecksOptions = {},
): Tree => ({ type, operands: [treeOf(condition)], blockingOnly });

export function checkSelection(selection: ConditionSelection): ConditionSelection {
  if ((typeof selection === 'string' || Array.isArray(selection)) && selection.length > 0) return selection;
  throw refusal({
    message: 'the selection is neither text nor a list of assets',
    remedy: 'Write allow("group:sales"), or allow([orders]).',
  });
}
