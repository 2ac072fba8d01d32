import type { SerializedError } from '../base/errors';
import { longestEvaluation, scheduleSnapshot, sensorSnapshot, timezoneOf } from './automation-snapshot';
import { kind } from './brand';
import type { LocateFrames } from './defined-at';
import { definitionError } from './definition-error';
import { checkName, checkRunTags, type Violation } from './definition-rules';
import type { DefinitionEntry, ExportedDefinition } from './exported-definitions';
import { resourceKeys } from './resource-needs';
import type { RuntimeAutomation } from './node-definition';
import type { AutomationTarget, OverlapPolicy, ScheduleDefinition } from './schedule';
import type { SensorDefinition } from './sensor';
import type { AssetKeyString, JobSnapshot, ScheduleSnapshot, SensorSnapshot } from './snapshot';
import type { WatchSnapshot } from './watch-snapshot';
import { didYouMean } from './suggestion';
import { checkCron } from './time/cron';
import { isTimeZone } from './time/time-zone';
import type { WatchedRunStatus } from './watched-events';

export interface AutomationSurroundings {
  /** Names of the jobs without errors. */
  readonly jobs: ReadonlySet<string>;
  /** The name of a job that is given by its definition; `undefined` where no cell exports it. */
  readonly jobName: (definition: object) => string | undefined;
  /** An asset selection, or a list of assets, as text. Throws with message and remedy. */
  readonly selectionText: (selection: string | readonly never[]) => string;
  /** The keys of an asset, given by definition or key. Throws with message and remedy. */
  readonly keysOf: (reference: unknown) => readonly AssetKeyString[];
  readonly checkResources: (keys: readonly string[]) => readonly Violation[];
  readonly locate?: LocateFrames;
}

export interface CollectedAutomation {
  readonly schedules: readonly ScheduleSnapshot[];
  readonly sensors: readonly SensorSnapshot[];
  /** Made for targets that are asset selections: Dagster's `__anonymous_asset_job_NAME`. */
  readonly jobs: readonly JobSnapshot[];
  readonly runtime: ReadonlyMap<string, RuntimeAutomation>;
  readonly errors: readonly SerializedError[];
}

/** The schedules and sensors of a location; those with errors are left out. A name belongs to one of them. */
export function collectAutomation(
  exported: readonly ExportedDefinition[],
  around: AutomationSurroundings,
): CollectedAutomation {
  const schedules: ScheduleSnapshot[] = [];
  const sensors: SensorSnapshot[] = [];
  const made: JobSnapshot[] = [];
  const errors: SerializedError[] = [];
  const runtime = new Map<string, RuntimeAutomation>();
  const names = new Map<string, DefinitionEntry>();
  for (const { definition, entry, exportName } of exported) {
    const automation = definition as unknown as ScheduleDefinition | SensorDefinition;
    const violations: Violation[] = [];
    const name = nameOf(automation, exportName, around);
    try {
      violations.push(...checkNew(automation[kind], name, names, entry));
      violations.push(
        ...ownViolations(automation),
        ...around.checkResources(resourceKeys(automation.options.resources)),
      );
      const jobs = jobsOf(automation, name ?? entry.name, entry, around, made, violations);
      const watch = automation[kind] === 'sensor' && watchSnapshot(automation, around, violations);
      if (violations.length === 0) {
        runtime.set(name!, { definition: automation, jobs, keysOf: around.keysOf });
        if (automation[kind] === 'schedule')
          schedules.push(scheduleSnapshot(automation, name!, jobs[0]!, entry));
        else sensors.push(sensorSnapshot(automation, name!, jobs, watch || undefined, entry));
      }
    } catch (error) {
      const { message, remedy = 'Compare its options with their type.' } = error as Violation;
      violations.push({ message, remedy });
    }
    const title = `${automation[kind]} ${name ?? entry.name}`;
    for (const violation of violations)
      errors.push(definitionError(entry, title, { site: definition, ...violation }, around.locate));
  }
  return { schedules, sensors, jobs: made, runtime, errors };
}

/** The schedule of a partitioned job that is exported under no name of its own has the job's. */
function nameOf(
  { options }: ScheduleDefinition | SensorDefinition,
  exportName: string | undefined,
  { jobName }: AutomationSurroundings,
): string | undefined {
  const own = options.name ?? exportName;
  if (own !== undefined || typeof options.job !== 'object') return own;
  const job = jobName(options.job);
  return job === undefined ? undefined : `${job}_schedule`;
}

function checkNew(
  what: string,
  name: string | undefined,
  names: Map<string, DefinitionEntry>,
  entry: DefinitionEntry,
): readonly Violation[] {
  if (name === undefined)
    return [{ message: 'it has no name', remedy: 'Give the name option, or export it under a name.' }];
  const other = names.get(name);
  names.set(name, other ?? entry);
  if (!other) return checkName(what, name);
  const cells = [other, entry].map(({ cell, cellName }) => `"${cellName ?? cell}"`).join(' and ');
  return [
    {
      message: `the name "${name}" belongs to two schedules or sensors, in ${cells}`,
      remedy: 'Rename one of them.',
    },
  ];
}

function ownViolations(automation: ScheduleDefinition | SensorDefinition): readonly Violation[] {
  const { tags = {}, defaultStatus = 'STOPPED' } = automation.options;
  const violations = [...checkRunTags(tags)];
  if (defaultStatus !== 'STOPPED' && defaultStatus !== 'RUNNING')
    violations.push({
      message: `its defaultStatus is ${JSON.stringify(defaultStatus)}`,
      remedy: 'Give "RUNNING" or "STOPPED".',
    });
  const { evaluationTimeoutSeconds = longestEvaluation } = automation.options;
  if (!(evaluationTimeoutSeconds > 0 && evaluationTimeoutSeconds < Infinity))
    violations.push({
      message: `its evaluationTimeoutSeconds is ${evaluationTimeoutSeconds}`,
      remedy: 'Give seconds, more than 0; the default is 60.',
    });
  if (automation[kind] === 'sensor') {
    const { minimumIntervalSeconds = 30 } = automation.options;
    if (!(minimumIntervalSeconds > 0 && minimumIntervalSeconds < Infinity))
      violations.push({
        message: `its minimumIntervalSeconds is ${minimumIntervalSeconds}`,
        remedy: 'Give seconds, more than 0; the default is 30.',
      });
    return violations;
  }
  const { cronSchedule, overlap = 'allow', tagsFn, runConfig } = automation.options;
  if (automation.evaluate && (tagsFn || typeof runConfig === 'function'))
    violations.push({
      message: `it has both a function of ticks and ${tagsFn ? 'tagsFn' : 'a function as runConfig'}`,
      remedy: `Put ${tagsFn ? 'tags' : 'runConfig'} into the RunRequest that the function answers.`,
    });
  if (!overlapPolicies.includes(overlap))
    violations.push({
      message: `its overlap is ${JSON.stringify(overlap)}`,
      remedy: `Give one of ${overlapPolicies.map((each) => `"${each}"`).join(', ')}.`,
    });
  const isCron = typeof cronSchedule === 'string' || Array.isArray(cronSchedule);
  const timezone = timezoneOf(automation);
  violations.push(
    ...(isCron ? checkCron(cronSchedule) : [{ message: 'it has no cronSchedule', remedy: 'Write cronSchedule: "0 9 * * *".' }]),
  ); // prettier-ignore
  if (!isTimeZone(timezone))
    violations.push({
      message: `timezone ${JSON.stringify(timezone)} is not known`,
      remedy: 'Give a name of the IANA time zone database, such as "Asia/Seoul".',
    });
  return violations;
}

const overlapPolicies: readonly OverlapPolicy[] = ['allow', 'skip', 'queue', 'cancel'];

/** The names of the jobs that it may ask for; an asset selection becomes a job. */
function jobsOf(
  { [kind]: what, options }: ScheduleDefinition | SensorDefinition,
  name: string,
  entry: DefinitionEntry,
  around: AutomationSurroundings,
  made: JobSnapshot[],
  violations: Violation[],
): readonly string[] {
  const { job, jobs = [], target } = options as SensorDefinition['options'];
  const given = [job !== undefined, jobs.length > 0, target !== undefined].filter(Boolean).length;
  if (given > 1)
    violations.push({ message: 'it has more than one of job, jobs and target', remedy: 'Give one of them.' });
  if (given === 0 && what === 'schedule')
    violations.push({
      message: 'it has neither a job nor a target',
      remedy: 'Give job: the job that it runs.',
    });
  const targetJob = target === undefined ? undefined : targetName(target, around);
  const references = [
    ...(job === undefined ? [] : [job]),
    ...jobs,
    ...(targetJob === undefined ? [] : [targetJob]),
  ];
  if (target === undefined || targetJob !== undefined)
    return references.flatMap((reference) => knownJob(reference, around, violations));
  const anonymous = `__anonymous_asset_job_${name}`;
  made.push({
    name: anonymous,
    selection: around.selectionText(target as never),
    tags: {},
    cell: entry.cell,
  });
  return [anonymous];
}

/** A target that is a job rather than assets. */
function targetName(
  target: AutomationTarget,
  { jobs, jobName }: AutomationSurroundings,
): object | string | undefined {
  if (typeof target === 'string') return jobs.has(target) ? target : undefined;
  return !Array.isArray(target) && jobName(target) !== undefined ? target : undefined;
}

function knownJob(
  reference: object | string,
  { jobs, jobName }: AutomationSurroundings,
  violations: Violation[],
): readonly string[] {
  const name = typeof reference === 'string' ? reference : jobName(reference);
  if (name !== undefined && jobs.has(name)) return [name];
  violations.push(
    name === undefined
      ? {
          message: 'its job is not one that a cell exports',
          remedy: 'Write export const NAME = defineAssetJob({ … }).',
        }
      : typeof reference === 'string'
        ? {
            message: `it runs the job "${name}", which no cell defines.${didYouMean(name, jobs)}`,
            remedy: 'Correct the name, or define the job.',
          }
        : { message: `it runs the job "${name}", which has an error`, remedy: `Correct job ${name}.` },
  );
  return [];
}

/** What a sensor waits for, with all names resolved. */
function watchSnapshot(
  { watch }: SensorDefinition,
  around: AutomationSurroundings,
  violations: Violation[],
): WatchSnapshot | undefined {
  if (!watch) return undefined;
  if (watch.type === 'run') {
    const { status, allLocations } = watch;
    if (!runStatuses.includes(status))
      violations.push({
        message: `its runStatus is ${JSON.stringify(status)}`,
        remedy: `Give one of ${runStatuses.map((each) => `"${each}"`).join(', ')}.`,
      });
    const jobs = watch.jobs?.flatMap((job) => knownJob(job, around, violations));
    return { type: 'run', status, ...(jobs && { jobs }), ...(allLocations && { allLocations }) };
  }
  if (!Array.isArray(watch.assets) || watch.assets.length === 0 || watch.assets[0] === undefined) {
    violations.push({
      message: 'it monitors no asset',
      remedy: `Give ${watch.type === 'asset' ? 'assetKey' : 'monitoredAssets'}: assets, or their keys.`,
    });
    return undefined;
  }
  return { type: watch.type, assetKeys: [...new Set(watch.assets.flatMap(around.keysOf))] };
}

const runStatuses: readonly WatchedRunStatus[] = [
  'QUEUED', 'STARTING', 'STARTED', 'SUCCESS', 'FAILURE', 'CANCELING', 'CANCELED',
]; // prettier-ignore
