import { z } from 'zod/mini';
import type { EventData, EventType, NewEvent, ValuePointer } from '../../events/event';
import {
  amount,
  assetKey,
  error,
  flag,
  metadata,
  name,
  optionalText,
  text,
  textByName,
  texts,
  textOf,
  type Fields,
} from '../../location/boundary/fields';
import { limits } from '../../location/boundary/limits';

export const valuePointer = z.object({
  hash: z.string().check(z.regex(/^[0-9a-f]{64}$/)),
  codec: textOf(100),
  size: amount,
} satisfies Fields<ValuePointer>);

const optionalError = z.optional(error);
const value = z.optional(valuePointer);
const partition = z.optional(name);
const partitions = z.optional(z.array(name));
const severity = z.enum(['WARN', 'ERROR']);
const nothing = z.object({});
const attempt = z.object({ attempt: amount });
const resources = z.object({ resources: texts });
const freshness = z.enum(['PASS', 'WARN', 'FAIL', 'UNKNOWN', 'NOT_APPLICABLE']);
const fields = <Type extends EventType>(given: Fields<EventData[Type]>) => z.object(given);

/** What each event carries; a type or a field that is forgotten is a type error. */
const data: { readonly [Type in EventType]: z.ZodMiniType<EventData[Type]> } = {
  RUN_ENQUEUED: nothing,
  RUN_DEQUEUED: nothing,
  RUN_STARTING: nothing,
  RUN_START: nothing,
  RUN_SUCCESS: nothing,
  RUN_FAILURE: fields<'RUN_FAILURE'>({
    reason: z.enum([
      'STEP_FAILURE', 'UNEXPECTED_TERMINATION', 'RUN_EXCEPTION', 'JOB_INITIALIZATION_FAILURE',
      'START_TIMEOUT', 'RUN_WORKER_RESTART', 'UNKNOWN',
    ]), // prettier-ignore
    failedSteps: texts,
    error: optionalError,
  }),
  RUN_CANCELING: nothing,
  RUN_CANCELED: nothing,
  ENGINE_EVENT: fields<'ENGINE_EVENT'>({
    error: optionalError,
    originalType: optionalText,
    resumed: z.optional(z.literal(true)),
  }),
  RESOURCE_INIT_STARTED: resources,
  RESOURCE_INIT_SUCCESS: resources,
  RESOURCE_INIT_FAILURE: fields<'RESOURCE_INIT_FAILURE'>({ resources: texts, error }),
  LOGS_CAPTURED: fields<'LOGS_CAPTURED'>({ fileKey: text }),
  STEP_WORKER_STARTING: nothing,
  STEP_WORKER_STARTED: nothing,
  STEP_START: attempt,
  STEP_RESTARTED: attempt,
  STEP_UP_FOR_RETRY: fields<'STEP_UP_FOR_RETRY'>({
    attempt: amount,
    secondsToWait: amount,
    error: optionalError,
  }),
  STEP_REUSED: fields<'STEP_REUSED'>({
    outputs: z.array(z.object({ output: text, dataVersion: text })),
  }),
  LOADED_INPUT: fields<'LOADED_INPUT'>({
    input: name,
    ioManagerKey: text,
    assetKey: z.optional(assetKey),
    upstream: z.optional(z.object({ runId: text, step: text, output: text })),
    partitions,
    value,
  }),
  STEP_INPUT: fields<'STEP_INPUT'>({ input: name }),
  STEP_OUTPUT: fields<'STEP_OUTPUT'>({ output: name, mappingKey: optionalText, refused: optionalText }),
  HANDLED_OUTPUT: fields<'HANDLED_OUTPUT'>({
    output: name,
    ioManagerKey: text,
    mappingKey: optionalText,
    partition,
    value,
    metadata: z.optional(metadata),
  }),
  HOOK_COMPLETED: fields<'HOOK_COMPLETED'>({ hook: text }),
  HOOK_SKIPPED: fields<'HOOK_SKIPPED'>({ hook: text }),
  HOOK_ERRORED: fields<'HOOK_ERRORED'>({ hook: text, error: optionalError }),
  STEP_PROGRESS: fields<'STEP_PROGRESS'>({
    fraction: z.number().check(z.gte(0), z.lte(1)),
    text: optionalText,
  }),
  STEP_SUCCESS: fields<'STEP_SUCCESS'>({ durationMs: amount }),
  STEP_FAILURE: fields<'STEP_FAILURE'>({ attempt: amount, error, interrupted: flag }),
  STEP_SKIPPED: fields<'STEP_SKIPPED'>({ missing: texts }),
  STEP_ABANDONED: fields<'STEP_ABANDONED'>({ because: texts }),
  ASSET_MATERIALIZATION_PLANNED: fields<'ASSET_MATERIALIZATION_PLANNED'>({ partitions }),
  ASSET_MATERIALIZATION: fields<'ASSET_MATERIALIZATION'>({
    partition,
    metadata,
    tags: textByName,
    codeVersion: text,
    dataVersion: text,
    inputVersions: textByName,
    inputPartitionVersions: z.optional(z.record(text, textByName)),
    configVersion: optionalText,
    value,
    ioManagerKey: optionalText,
    reported: z.optional(z.literal(true)),
  }),
  ASSET_FAILED_TO_MATERIALIZE: fields<'ASSET_FAILED_TO_MATERIALIZE'>({
    reason: z.enum([
      'COMPUTE_FAILED', 'UPSTREAM_COMPUTE_FAILED', 'SKIPPED_OPTIONAL', 'UPSTREAM_SKIPPED',
      'USER_TERMINATION', 'UNEXPECTED_TERMINATION', 'UNKNOWN',
    ]), // prettier-ignore
    partitions,
  }),
  ASSET_OBSERVATION: fields<'ASSET_OBSERVATION'>({
    partition,
    metadata,
    tags: textByName,
    dataVersion: optionalText,
  }),
  ASSET_WIPED: fields<'ASSET_WIPED'>({ partitions }),
  FRESHNESS_STATE_CHANGE: fields<'FRESHNESS_STATE_CHANGE'>({
    state: freshness,
    previous: z.optional(freshness),
  }),
  ASSET_CHECK_EVALUATION_PLANNED: fields<'ASSET_CHECK_EVALUATION_PLANNED'>({ check: name }),
  ASSET_CHECK_EVALUATION: fields<'ASSET_CHECK_EVALUATION'>({
    check: name,
    passed: z.boolean(),
    severity,
    blocking: z.boolean(),
    description: optionalText,
    metadata,
    partition,
    target: z.optional(z.object({ runId: text, timestamp: z.number(), dataVersion: optionalText })),
  }),
  LOG_MESSAGE: fields<'LOG_MESSAGE'>({ stream: z.optional(z.enum(['stdout', 'stderr'])) }),
};

const eventOf = <Type extends EventType>(type: Type) =>
  z.object({
    type: z.literal(type),
    runId: name,
    timestamp: z.number(),
    level: z.enum(['DEBUG', 'INFO', 'WARNING', 'ERROR', 'CRITICAL']),
    message: textOf(limits.text),
    stepKey: z.optional(name),
    assetKey: z.optional(assetKey),
    data: data[type] as z.ZodMiniType,
  });

type Materialization = Extract<NewEvent, { type: 'ASSET_MATERIALIZATION' }>;
export const materializationSchema = eventOf(
  'ASSET_MATERIALIZATION',
) as unknown as z.ZodMiniType<Materialization>;

const [first, ...others] = (Object.keys(data) as EventType[]).map((type) => eventOf(type));

/** An event that somebody else stored. Fields that no event has are left out. */
export const eventSchema = z.discriminatedUnion('type', [
  first!,
  ...others,
]) as unknown as z.ZodMiniType<NewEvent>;
