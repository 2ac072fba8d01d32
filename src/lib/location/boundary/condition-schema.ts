import { z } from 'zod/mini';
import type { ConditionSnapshot, PlainOperand } from '../../definitions/automation/condition-snapshot';
import { amount, optionalText, text, textByName, texts } from './fields';

const plainOperands = [
  'missing', 'execution_in_progress', 'backfill_in_progress', 'execution_failed', 'newly_updated', 'newly_requested',
  'will_be_requested', 'code_version_changed', 'code_version_outdated', 'data_version_changed', 'initial_evaluation',
  'is_root_executable', 'executed_with_root_target', 'check_passed', 'check_failed', 'freshness_passed',
  'freshness_warned', 'freshness_failed', 'freshness_not_applicable',
] as const satisfies readonly PlainOperand[]; // prettier-ignore
const operand = z.enum(plainOperands);

const label = optionalText;
const deps = { allow: optionalText, ignore: optionalText };

export const condition: z.ZodMiniType<ConditionSnapshot> = z.discriminatedUnion('type', [
  z.object({ type: operand, label }),
  z.object({ type: z.literal('cron_tick_passed'), label, cronSchedule: text, cronTimezone: text }),
  z.object({ type: z.literal('in_latest_time_window'), label, lookbackSeconds: z.optional(amount) }),
  z.object({
    type: z.enum(['executed_with_tags', 'any_new_update_has_run_tags', 'all_new_updates_have_run_tags']),
    label,
    tagKeys: texts,
    tagValues: textByName,
  }),
  z.object({
    type: z.enum(['and', 'or']),
    label,
    get operands() {
      return z.array(condition);
    },
  }),
  z.object({
    type: z.enum(['not', 'newly_true', 'any_job_root_assets_match', 'all_job_root_assets_match']),
    label,
    get operands() {
      return z.tuple([condition]);
    },
  }),
  z.object({
    type: z.literal('since'),
    label,
    get operands() {
      return z.tuple([condition, condition]);
    },
  }),
  z.object({
    type: z.enum(['any_deps_match', 'all_deps_match']),
    label,
    ...deps,
    get operands() {
      return z.tuple([condition]);
    },
  }),
  z.object({ type: z.literal('any_downstream_conditions'), label, ...deps }),
  z.object({
    type: z.literal('asset_matches'),
    label,
    asset: text,
    get operands() {
      return z.tuple([condition]);
    },
  }),
  z.object({
    type: z.enum(['any_checks_match', 'all_checks_match']),
    label,
    blockingOnly: z.boolean(),
    get operands() {
      return z.tuple([condition]);
    },
  }),
]);
