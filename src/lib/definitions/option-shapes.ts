import type { AssetCheckOptions, MultiAssetCheckOptions } from './asset-check';
import type { AssetOptions } from './asset';
import type { AssetJobOptions } from './asset-job';
import type { AssetOutOptions } from './asset-out';
import type { AssetSensorOptions, MultiAssetSensorOptions } from './asset-sensor';
import type { AssetSpecOptions } from './asset-spec';
import type { AutomationConditionSensorOptions } from './automation/automation-condition-sensor';
import type { Violation } from './definition-rules';
import type { DefinitionsOptions } from './definitions';
import type { GraphOptions } from './graph';
import type { GraphAssetOptions, GraphMultiAssetOptions } from './graph-asset';
import type { HookOptions } from './hook';
import type { InOptions } from './in';
import type { JobOptions } from './job';
import type { MultiAssetOptions } from './multi-asset';
import type { OpOptions } from './op';
import type { OutOptions } from './out';
import type { ResourceOptions } from './resource';
import type { RunStatusSensorOptions } from './run-status-sensor';
import type { ScheduleOptions } from './schedule';
import type { SensorOptions } from './sensor';
import { unknownOption } from './unknown-option';

type Shape = readonly [fits: (value: unknown) => boolean, words: string];

const isText = (value: unknown): boolean => typeof value === 'string';
const isObject = (value: unknown): boolean =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const isTexts = (value: unknown): boolean => Array.isArray(value) && value.every(isText);
const or =
  (...fits: readonly ((value: unknown) => boolean)[]) =>
  (value: unknown): boolean =>
    fits.some((each) => each(value));

const text: Shape = [isText, 'text'];
const truth: Shape = [(value) => typeof value === 'boolean', 'true or false'];
const seconds: Shape = [(value) => typeof value === 'number', 'a number of seconds'];
const object: Shape = [isObject, 'an object'];
const list: Shape = [Array.isArray, 'a list'];
const texts: Shape = [isTexts, 'a list of texts'];
const path: Shape = [or(isText, isTexts), 'text or a list of texts'];
const needs: Shape = [or(isTexts, isObject), 'a list of keys, or an object of resources by key'];

const anything: Shape = [() => true, 'anything'];

/** Of all functions and classes that define something. */
type OptionName = Exclude<KeyOf<
  | AssetOptions | AssetSpecOptions | AssetOutOptions | MultiAssetOptions | GraphAssetOptions | GraphMultiAssetOptions
  | OpOptions | InOptions | OutOptions | GraphOptions | JobOptions | AssetJobOptions | AssetCheckOptions
  | MultiAssetCheckOptions | ResourceOptions | HookOptions | ScheduleOptions | SensorOptions | AssetSensorOptions
  | MultiAssetSensorOptions | RunStatusSensorOptions | AutomationConditionSensorOptions | DefinitionsOptions
>, 'inputManagerKey'>; // prettier-ignore
type KeyOf<Options> = Options extends unknown ? keyof Options : never;

/** What an option must be, whichever definition has it. Those with rules of their own may be anything here. */
const shapes: ReadonlyMap<string, Shape> = new Map(
  Object.entries({
    name: text, description: text, group: text, codeVersion: text, pool: text, ioManagerKey: text, timezone: text,
    executionTimezone: text, executor: [or(isText, isObject), 'an executor'], key: path, keyPrefix: path,
    cronSchedule: path, tags: object, opTags: object, metadata: object, ins: object, outs: object, retryPolicy: object,
    inputValues: object, owners: texts, kinds: texts, deps: list, hooks: list, specs: list, checkSpecs: list,
    additionalDeps: list, jobs: list, resources: needs, requires: needs, timeout: seconds,
    minimumIntervalSeconds: seconds, canSubset: truth, outputRequired: truth, isRequired: truth, blocking: truth,
    skippable: truth, nothing: truth,
    asset: anything, assetChecks: anything, assetKey: anything, assets: anything, automationCondition: anything,
    backfillPolicy: anything, config: anything, configSchema: anything, default: anything, defaultStatus: anything,
    evaluationTimeoutSeconds: anything, freshnessPolicy: anything, ioManagers: anything, job: anything,
    monitorAllCodeLocations: anything, monitoredAssets: anything, monitoredJobs: anything, out: anything,
    outputType: anything, overlap: anything, partitionsDef: anything, requestJob: anything, requestJobs: anything,
    runConfig: anything, runStatus: anything, runTags: anything, schedules: anything, selection: anything,
    sensors: anything, shouldExecute: anything, store: anything, tagsFn: anything, target: anything, type: anything,
    view: anything,
  } satisfies Record<OptionName, Shape>),
); // prettier-ignore

/** Options that Dagster has under another name: whoever knows that one is told ours. */
const names: Readonly<Record<string, string>> = {
  groupName: 'group',
  opRetryPolicy: 'retryPolicy',
  executorDef: 'executor',
  requiredResourceKeys: 'resources',
  resourceDefs: 'resources',
  nonArgumentDeps: 'deps',
  computeKind: 'kinds',
  jobName: 'job',
  ioManagerDef: 'ioManagerKey',
  inputManagerKey: 'ioManagerKey',
};

/** What is not even of the kind that it must be, as untyped code can write it. */
export function checkShapes(options: unknown): readonly Violation[] {
  if (options === undefined) return [];
  if (!isObject(options))
    return [{ message: 'its options are not an object', remedy: 'Write { option: value }.' }];
  const violations: Violation[] = [];
  for (const name in options as object) {
    const value = (options as Record<string, unknown>)[name];
    if (value === undefined) continue;
    const shape = shapes.get(name);
    if (!shape) violations.push(unknownOption(name, shapes.keys(), names));
    else if (!shape[0](value))
      violations.push({ message: `its option "${name}" is not ${shape[1]}`, remedy: `Give ${shape[1]}.` });
  }
  return violations;
}
