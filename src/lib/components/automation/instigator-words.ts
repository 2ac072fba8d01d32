import type { InstigatorStatus } from '../../instance/instance';
import type { InstigatorType, TickStatus } from '../../storage/automation-storage';
import { m } from '../../words/generated/messages.js';
import type { StatusLook } from '../status';

export const typeWord: Readonly<Record<InstigatorType, () => string>> = {
  schedule: m.automation_schedule,
  sensor: m.automation_sensor,
  automation: m.automation_conditions_one,
};

export const tickLook: Readonly<Record<TickStatus, StatusLook>> = {
  STARTED: { tone: 'running', word: m.status_running },
  SUCCESS: { tone: 'success', word: m.status_success },
  SKIPPED: { tone: 'skipped', word: m.status_skipped },
  FAILURE: { tone: 'failure', word: m.status_failure },
};

/** When it is evaluated: its cron, its interval, or what it waits for. */
export function whenText({
  cronSchedule,
  timezone,
  watch,
  minimumIntervalSeconds = 0,
  type,
}: InstigatorStatus): string {
  if (cronSchedule) return `${cronSchedule.join(' · ')} (${timezone})`;
  if (watch?.type === 'run') return m.automation_waits_runs({ status: watch.status });
  if (watch) return m.automation_waits_assets({ assets: watch.assetKeys.join(', ') });
  if (type === 'automation') return m.automation_waits_events();
  return m.automation_every({ seconds: minimumIntervalSeconds });
}
