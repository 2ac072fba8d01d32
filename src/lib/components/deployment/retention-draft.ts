import type { InstanceSettings } from '../../instance/instance';
import { m } from '../../words/generated/messages.js';

export type Retention = InstanceSettings['retention'];

/** What a person writes for each limit; empty: none. Ticks are `schedule.skipped` and the like. */
export type RetentionDraft = Record<string, string>;

/** The limits but those of ticks: the value that stands for none, and how many of its units the person's unit is. */
export const limits = [
  { name: 'runs', none: -1, unit: 1, label: m.retention_runs },
  { name: 'runsPerJob', none: 0, unit: 1, label: m.retention_runs_per_job },
  { name: 'valueVersions', none: 0, unit: 1, label: m.retention_value_versions },
  { name: 'evaluations', none: -1, unit: 1, label: m.retention_evaluations },
  { name: 'budgetBytes', none: 0, unit: 1_000_000, label: m.retention_budget },
] as const;

export const tickTypes = [
  { name: 'schedule', label: m.automation_schedules },
  { name: 'sensor', label: m.automation_sensors },
  { name: 'autoMaterialize', label: m.automation_conditions },
] as const;

export const tickStatuses = [
  { name: 'skipped', label: m.status_skipped },
  { name: 'success', label: m.status_success },
  { name: 'failure', label: m.status_failure },
] as const;

export function draftOf(retention: Retention): RetentionDraft {
  const written = (value: number, none: number, unit = 1) => (value === none ? '' : String(value / unit));
  return Object.fromEntries([
    ...limits.map(({ name, none, unit }) => [name, written(retention[name], none, unit)]),
    ...tickTypes.flatMap(({ name: type }) =>
      tickStatuses.map(({ name }) => [`${type}.${name}`, written(retention[type][name], -1)]),
    ),
  ]);
}

export function retentionOf(draft: RetentionDraft): Retention {
  const read = (name: string, none: number, unit = 1) =>
    draft[name] === '' ? none : Number(draft[name]) * unit;
  const single = limits.map(({ name, none, unit }) => [name, read(name, none, unit)] as const);
  const ticks = tickTypes.map(
    ({ name: type }) =>
      [
        type,
        Object.fromEntries(tickStatuses.map(({ name }) => [name, read(`${type}.${name}`, -1)])),
      ] as const,
  );
  return Object.fromEntries([...single, ...ticks]) as unknown as Retention;
}

/** What goes by these rules, in words; nothing where all is kept. */
export function rulesOf(draft: RetentionDraft): readonly string[] {
  const single = limits
    .filter(({ name }) => draft[name] !== '')
    .map(({ name, label }) => `${label()}: ${draft[name]}`);
  const ticks = tickTypes.flatMap(({ name: type, label }) =>
    tickStatuses
      .filter(({ name }) => draft[`${type}.${name}`] !== '')
      .map((status) => {
        const days = draft[`${type}.${status.name}`]!;
        return `${m.retention_ticks_of({ of: label(), status: status.label() })}: ${days}`;
      }),
  );
  return [...single, ...ticks];
}
