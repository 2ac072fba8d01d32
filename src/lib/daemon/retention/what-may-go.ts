import type { InstigatorType, TickStatus } from '../../storage/automation-storage';
import type { Prunable } from '../../storage/maintenance-storage';
import type { InstanceSettings } from '../instance-settings';

type Settings = InstanceSettings['retention'];

const day = 86_400_000;

const sections = [
  ['schedule', 'schedule'],
  ['sensor', 'sensor'],
  ['automation', 'autoMaterialize'],
] as const satisfies readonly (readonly [InstigatorType, keyof Settings])[];

const statuses = [
  ['SKIPPED', 'skipped'],
  ['SUCCESS', 'success'],
  ['FAILURE', 'failure'],
] as const satisfies readonly (readonly [TickStatus, string])[];

/**
 * What the settings let go at `now` (ms since the epoch), in the order in which it is to be removed. Defaults as Dagster's
 * (reference/dagster.md, retention): skipped ticks of sensors after 7 days, evaluations after 30, nothing else.
 */
export function whatMayGo(settings: Settings, now: number): readonly Prunable[] {
  const { evaluations, runs, runsPerJob, valueVersions } = settings;
  const before = (days: number) => now - days * day;
  const going: Prunable[] = [];
  for (const [type, section] of sections)
    for (const [status, name] of statuses) {
      const days = settings[section][name];
      if (days >= 0) going.push({ kind: 'ticks', type, status, before: before(days) });
    }
  if (evaluations >= 0) going.push({ kind: 'evaluations', before: before(evaluations) });
  if (runs >= 0) going.push({ kind: 'runs', by: 'age', endedBefore: before(runs) });
  if (runsPerJob > 0) going.push({ kind: 'runs', by: 'number', newest: runsPerJob });
  going.push({ kind: 'eventsOfPrunedRuns' });
  if (valueVersions > 0) going.push({ kind: 'values', newest: valueVersions });
  return going;
}

/** Ages of runs, in days, that go one after the other while there is too much. */
const agesOfRuns = [90, 30, 7, 1, 0] as const;

/**
 * What may go beyond that while the store is over its budget, in this order, until it is not: values that a newer
 * version has replaced, skipped ticks and evaluations older than a day, then finished runs, the oldest first. What is
 * newest of an asset stays in any case.
 */
export function whatMayGoForSpace(now: number): readonly Prunable[] {
  const before = now - day;
  return [
    { kind: 'values', newest: 1 },
    ...sections.map(([type]) => ({ kind: 'ticks', type, status: 'SKIPPED', before }) as const),
    { kind: 'evaluations', before },
    ...agesOfRuns.flatMap(
      (days) =>
        [{ kind: 'runs', by: 'age', endedBefore: now - days * day }, { kind: 'eventsOfPrunedRuns' }] as const,
    ),
  ];
}
