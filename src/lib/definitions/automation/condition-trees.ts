/** The conditions that Dagster composes of others, as trees. */
import type { ConditionSelection } from './automation-condition';
import { cronTree } from './condition-rules';
import type { ConditionTree, PlainOperand } from './condition-snapshot';

type Tree = ConditionTree<ConditionSelection>;

export const plain = (type: PlainOperand): Tree => ({ type });
const and = (...operands: readonly Tree[]): Tree => ({ type: 'and', operands });
const or = (...operands: readonly Tree[]): Tree => ({ type: 'or', operands });
const not = (operand: Tree): Tree => ({ type: 'not', operands: [operand] });
const newlyTrue = (operand: Tree): Tree => ({ type: 'newly_true', operands: [operand] });
const since = (trigger: Tree, reset: Tree): Tree => ({ type: 'since', operands: [trigger, reset] });
const anyDeps = (operand: Tree): Tree => ({ type: 'any_deps_match', operands: [operand] });
const allDeps = (operand: Tree): Tree => ({ type: 'all_deps_match', operands: [operand] });
const called = (label: string, tree: Tree): Tree => ({ ...tree, label });

const latestWindow: Tree = { type: 'in_latest_time_window' };
const willBeRequested = plain('will_be_requested');

export const newlyMissing = called('newly_missing', newlyTrue(plain('missing')));

export const inProgress = called(
  'in_progress',
  or(plain('execution_in_progress'), plain('backfill_in_progress')),
);

export const anyDepsMissing = called(
  'any_deps_missing',
  anyDeps(and(plain('missing'), not(willBeRequested))),
);

export const anyDepsInProgress = called('any_deps_in_progress', anyDeps(inProgress));

export const anyDepsUpdated = called(
  'any_deps_updated',
  anyDeps(
    or(
      called(
        'newly_updated_without_root',
        and(plain('newly_updated'), not(plain('executed_with_root_target'))),
      ),
      willBeRequested,
    ),
  ),
);

export const allDepsBlockingChecksPassed = called(
  'all_deps_blocking_checks_passed',
  allDeps({
    type: 'all_checks_match',
    operands: [or(plain('check_passed'), willBeRequested)],
    blockingOnly: true,
  }),
);

export const sinceLastHandled = (tree: Tree): Tree =>
  since(
    tree,
    called('handled', or(plain('newly_requested'), plain('newly_updated'), plain('initial_evaluation'))),
  );

export const eager = called(
  'eager',
  and(
    latestWindow,
    sinceLastHandled(or(newlyMissing, anyDepsUpdated)),
    not(anyDepsMissing),
    not(anyDepsInProgress),
    not(inProgress),
  ),
);

export const onMissing = called(
  'on_missing',
  and(
    latestWindow,
    called('missing_since_last_handled', sinceLastHandled(newlyTrue(plain('missing')))),
    not(anyDepsMissing),
  ),
);

const about = (cronSchedule: string, cronTimezone: string): string => `(${cronSchedule}, ${cronTimezone})`;

export function allDepsUpdatedSinceCron(cronSchedule: string, cronTimezone: string): Tree {
  const tick = about(cronSchedule, cronTimezone);
  const updated = since(plain('newly_updated'), cronTree(cronSchedule, cronTimezone));
  return called(
    `all_deps_updated_since_cron${tick}`,
    allDeps(or(called(`updated_since_cron${tick}`, updated), willBeRequested)),
  );
}

export const onCron = (cronSchedule: string, cronTimezone: string): Tree =>
  called(
    `on_cron${about(cronSchedule, cronTimezone)}`,
    and(
      latestWindow,
      sinceLastHandled(cronTree(cronSchedule, cronTimezone)),
      allDepsUpdatedSinceCron(cronSchedule, cronTimezone),
    ),
  );

export function onCronDepsFresh(
  cronSchedule: string,
  cronTimezone: string,
  allowMissingFreshnessPolicy: boolean,
): Tree {
  const noPolicy = allowMissingFreshnessPolicy ? [plain('freshness_not_applicable')] : [];
  const fresh = or(plain('freshness_passed'), plain('freshness_warned'), willBeRequested, ...noPolicy);
  return called(
    `on_cron_deps_fresh${about(cronSchedule, cronTimezone)}`,
    and(
      latestWindow,
      sinceLastHandled(cronTree(cronSchedule, cronTimezone)),
      called('all_deps_fresh', allDeps(fresh)),
    ),
  );
}
