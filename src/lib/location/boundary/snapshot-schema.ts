import { z } from 'zod/mini';
import type { FreshnessPolicySnapshot } from '../../definitions/freshness-policy';
import type { RetryPolicySnapshot } from '../../definitions/retry-policy';
import type {
  AssetCheckSnapshot,
  AssetDepSnapshot,
  AssetSnapshot,
  AutomationConditionSensorSnapshot,
  DefinitionsSnapshot,
  ExecutorChoice,
  InputSource,
  JobSnapshot,
  ResourceSnapshot,
  RunConfig,
  ScheduleSnapshot,
  SensorSnapshot,
  StepInputSnapshot,
  StepOutputHandle,
  StepOutputSnapshot,
  StepSnapshot,
  TagConcurrencyLimit,
} from '../../definitions/snapshot';
import type { WatchSnapshot } from '../../definitions/watch-snapshot';
import type { ViewSpec } from '../../definitions/view';
import type { ViewCellSnapshot, ViewCellUse } from '../../definitions/view-cell-snapshot';
import type { LoadResult } from '../isolate';
import {
  amount,
  assetKey,
  error,
  flag,
  json,
  metadata,
  optionalText,
  text,
  textByName,
  texts,
  type Fields,
  place,
} from './fields';
import { condition } from './condition-schema';
import { mapping, partitions } from './partitions-schema';

const dep = z.object({
  key: assetKey,
  input: optionalText,
  metadata: z.optional(metadata),
  mapping: z.optional(mapping),
} satisfies Fields<AssetDepSnapshot>);

const freshnessPolicy: z.ZodMiniType<FreshnessPolicySnapshot> = z.discriminatedUnion('type', [
  z.object({
    type: z.literal('time_window'),
    failWindowSeconds: amount,
    warnWindowSeconds: z.optional(amount),
  }),
  z.object({
    type: z.literal('cron'),
    deadlineCron: text,
    lowerBoundDeltaSeconds: amount,
    timezone: text,
  }),
]);

const asset = z.object({
  key: assetKey,
  node: text,
  step: optionalText,
  output: text,
  isRequired: z.boolean(),
  isExecutable: z.boolean(),
  isObservable: flag,
  canSubset: flag,
  deps: z.array(dep),
  partitions: z.optional(partitions),
  maxPartitionsPerRun: z.optional(z.nullable(amount)),
  freshnessPolicy: z.optional(freshnessPolicy),
  description: optionalText,
  group: text,
  tags: textByName,
  owners: texts,
  kinds: texts,
  metadata,
  codeVersion: text,
  hasOwnCodeVersion: flag,
  automationCondition: z.optional(condition),
  cell: optionalText,
} satisfies Fields<AssetSnapshot>);

const check = z.object({
  assetKey,
  name: text,
  node: text,
  blocking: z.boolean(),
  canSubset: flag,
  deps: z.array(dep),
  partitions: z.optional(partitions),
  description: optionalText,
  metadata,
  automationCondition: z.optional(condition),
  cell: optionalText,
} satisfies Fields<AssetCheckSnapshot>);

const handle = { step: text, output: text } satisfies Fields<StepOutputHandle>;

const source: z.ZodMiniType<InputSource> = z.discriminatedUnion('type', [
  z.object({ type: z.literal('asset'), key: assetKey, byPartition: flag, inputManagerKey: optionalText }),
  z.object({ type: z.literal('step'), ...handle, inputManagerKey: optionalText }),
  z.object({
    type: z.literal('fanIn'),
    get sources() {
      return z.array(source);
    },
  }),
  z.object({ type: z.literal('collect'), ...handle, inputManagerKey: optionalText }),
  z.object({ type: z.literal('value'), value: json }),
  z.object({ type: z.literal('config'), default: z.optional(json), inputManagerKey: optionalText }),
]);

const retryPolicy = z.object({
  maxRetries: amount,
  delay: z.optional(amount),
  backoff: z.optional(z.enum(['LINEAR', 'EXPONENTIAL'])),
  jitter: z.optional(z.enum(['FULL', 'PLUS_MINUS'])),
} satisfies Fields<RetryPolicySnapshot>);

const executorType = z.enum(['in_process', 'multiprocess']);
const executor = z.object({
  type: executorType,
  maxConcurrent: z.optional(amount),
  tagConcurrencyLimits: z.optional(
    z.array(
      z.object({
        key: text,
        value: z.optional(z.union([text, z.object({ applyLimitPerUniqueValue: z.literal(true) })])),
        limit: amount,
      } satisfies Fields<TagConcurrencyLimit>),
    ),
  ),
} satisfies Fields<ExecutorChoice>);

const step = z.object({
  key: text,
  node: text,
  op: text,
  inputs: z.array(z.object({ name: text, source } satisfies Fields<StepInputSnapshot>)),
  after: z.array(z.object(handle)),
  outputs: z.array(
    z.object({
      name: text,
      isRequired: z.boolean(),
      isDynamic: flag,
      ioManagerKey: optionalText,
    } satisfies Fields<StepOutputSnapshot>),
  ),
  mappedOver: z.optional(z.array(z.object(handle))),
  tags: textByName,
  retryPolicy: z.optional(retryPolicy),
  timeout: z.optional(amount),
  resources: texts,
  hooks: z.optional(texts),
  pool: optionalText,
  executor: z.optional(executorType),
  description: optionalText,
  configSchema: z.optional(json),
  cell: optionalText,
} satisfies Fields<StepSnapshot>);

const runConfig: z.ZodMiniType<RunConfig> = z.record(text, json);

const job = z.object({
  name: text,
  selection: text,
  steps: z.optional(z.array(step)),
  description: optionalText,
  tags: textByName,
  executor: z.optional(executor),
  config: z.optional(runConfig),
  hooks: z.optional(texts),
  retryPolicy: z.optional(retryPolicy),
  partitions: z.optional(partitions),
  timeout: z.optional(amount),
  owners: z.optional(texts),
  metadata: z.optional(metadata),
  automationCondition: z.optional(condition),
  cell: optionalText,
  at: z.optional(place),
} satisfies Fields<JobSnapshot>);

const limit = z.optional(z.number());

const view: z.ZodMiniType<ViewSpec> = z.discriminatedUnion('input', [
  z.object({
    input: z.literal('slider'),
    value: z.number(),
    min: z.number(),
    max: z.number(),
    step: z.number(),
  }),
  z.object({ input: z.literal('number'), value: z.number(), min: limit, max: limit, step: limit }),
  z.object({ input: z.literal('select'), value: text, options: texts }),
  z.object({ input: z.literal('text'), value: text }),
  z.object({ input: z.literal('checkbox'), value: z.boolean() }),
  z.object({ input: z.literal('file'), value: text, accept: optionalText }),
]);

const resource = z.object({
  key: text,
  type: z.enum(['resource', 'ioManager']),
  requires: texts,
  description: optionalText,
  configSchema: z.optional(json),
  config: z.optional(json),
  view: z.optional(view),
  cell: optionalText,
} satisfies Fields<ResourceSnapshot>);

const schedule = z.object({
  name: text,
  job: text,
  cronSchedule: texts,
  timezone: text,
  description: optionalText,
  tags: textByName,
  isRunning: z.boolean(),
  overlap: z.enum(['allow', 'skip', 'queue', 'cancel']),
  evaluationTimeoutSeconds: amount,
  resources: texts,
  cell: optionalText,
} satisfies Fields<ScheduleSnapshot>);

const watch: z.ZodMiniType<WatchSnapshot> = z.discriminatedUnion('type', [
  z.object({ type: z.enum(['asset', 'assets']), assetKeys: z.array(assetKey) }),
  z.object({
    type: z.literal('run'),
    status: z.enum(['QUEUED', 'STARTING', 'STARTED', 'SUCCESS', 'FAILURE', 'CANCELING', 'CANCELED']),
    jobs: z.optional(texts),
    allLocations: flag,
  }),
]);

const sensor = z.object({
  name: text,
  jobs: texts,
  minimumIntervalSeconds: amount,
  evaluationTimeoutSeconds: amount,
  watch: z.optional(watch),
  description: optionalText,
  tags: textByName,
  isRunning: z.boolean(),
  resources: texts,
  cell: optionalText,
} satisfies Fields<SensorSnapshot>);

const conditionSensor = z.object({
  name: text,
  selection: text,
  minimumIntervalSeconds: amount,
  runTags: textByName,
  description: optionalText,
  tags: textByName,
  isRunning: z.boolean(),
  cell: optionalText,
} satisfies Fields<AutomationConditionSensorSnapshot>);

const use: z.ZodMiniType<ViewCellUse> = z.discriminatedUnion('from', [
  z.object({ name: text, from: z.literal('asset'), key: assetKey, byPartition: flag }),
  z.object({ name: text, from: z.literal('input'), key: text }),
]);

const viewCell = z.object({
  name: text,
  uses: z.array(use),
  resources: texts,
  codeVersion: text,
  cell: text,
} satisfies Fields<ViewCellSnapshot>);

/** What loading may answer. */
export const loadResultSchema = z.object({
  snapshot: z.object({
    assets: z.array(asset),
    checks: z.array(check),
    steps: z.array(step),
    jobs: z.array(job),
    resources: z.array(resource),
    schedules: z.array(schedule),
    sensors: z.array(sensor),
    automationConditionSensors: z.optional(z.array(conditionSensor)),
    viewCells: z.optional(z.array(viewCell)),
    executor: z.optional(executor),
    errors: z.array(error),
  } satisfies Fields<DefinitionsSnapshot>),
  errors: z.array(error),
} satisfies Fields<LoadResult>);
