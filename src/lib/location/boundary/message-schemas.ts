import { z } from 'zod/mini';
import type { AssetEventYield } from '../../definitions/step-yield';
import type { DynamicPartitionsRequest } from '../../definitions/run-request';
import type { RequestedRun, TickOutcome } from '../../definitions/tick-outcome';
import type { TickAnswer } from '../../definitions/tick-request';
import type { ConfigIssue } from '../isolate';
import type { HookOutcome, StepMessage } from '../step-protocol';
import {
  amount,
  assetKey,
  bytes,
  error,
  flag,
  json,
  metadata,
  name,
  optionalText,
  text,
  textByName,
  textOf,
  type Fields,
} from './fields';
import { httpMethods, limits } from './limits';
import type { FetchRequest, FileRequest, HttpRequest, QuestionRequest } from './wire';

const said = textOf(limits.text);
const names = z.array(name);
const logLevel = z.enum(['DEBUG', 'INFO', 'WARNING', 'ERROR', 'CRITICAL']);
const facts = { metadata, dataVersion: optionalText, tags: z.optional(textByName) };

const assetEvent = {
  event: z.enum(['observation', 'materialization']),
  assetKey,
  partitionKey: z.optional(name),
  description: z.optional(said),
  ...facts,
};

const hooks = z.optional(
  z.array(
    z.object({
      name: text,
      outcome: z.enum(['completed', 'skipped', 'errored']),
      error: z.optional(error),
    } satisfies Fields<HookOutcome>),
  ),
);

const head = { id: text, time: z.number() };

const stepMessage: z.ZodMiniType<StepMessage> = z.discriminatedUnion('type', [
  z.object({ ...head, type: z.literal('resourcesStarting'), resources: names }),
  z.object({ ...head, type: z.literal('resourcesReady'), resources: names }),
  z.object({ ...head, type: z.literal('resourcesFailed'), resources: names, error }),
  z.object({ ...head, type: z.literal('started') }),
  z.object({ ...head, type: z.literal('input'), name }),
  z.object({
    ...head,
    type: z.literal('log'),
    level: logLevel,
    message: said,
  }),
  z.object({ ...head, type: z.literal('console'), stream: z.enum(['stdout', 'stderr']), text: said }),
  z.object({
    ...head,
    type: z.literal('progress'),
    fraction: z.number().check(z.gte(0), z.lte(1)),
    text: z.optional(said),
  }),
  z.object({
    ...head,
    type: z.literal('output'),
    name,
    mappingKey: z.optional(name.check(z.regex(/^[A-Za-z0-9_]+$/))),
    partitionKey: z.optional(name),
    value: z.optional(z.object({ codec: textOf(100), bytes })),
    handled: flag,
    ...facts,
  }),
  z.object({
    ...head,
    type: z.literal('refusedOutput'),
    name,
    mappingKey: z.optional(name),
    reason: said,
  }),
  z.object({
    ...head,
    type: z.literal('check'),
    assetKey,
    name,
    passed: z.boolean(),
    severity: z.enum(['WARN', 'ERROR']),
    description: z.optional(said),
    metadata,
  }),
  z.object({ ...head, type: z.literal('assetEvent'), ...assetEvent }),
  z.object({ ...head, type: z.literal('succeeded'), hooks }),
  z.object({
    ...head,
    type: z.literal('failed'),
    error,
    retry: z.optional(z.object({ maxRetries: amount, secondsToWait: z.optional(amount) })),
    allowRetries: flag,
    hooks,
  }),
]);

export const stepMessagesSchema = z.array(stepMessage);

const wish = { file: z.number(), path: textOf(limits.path) };
const store = z.enum(['artifacts', 'memory', 'opfs', 'indexeddb', 'files']);

export const fileRequestSchema: z.ZodMiniType<FileRequest> = z.discriminatedUnion('wish', [
  z.object({ ...wish, wish: z.literal('attachment') }),
  z.object({ ...wish, wish: z.enum(['read', 'remove', 'list']), store }),
  z.object({ ...wish, wish: z.literal('write'), store, bytes }),
]);

const headers = z
  .array(
    z
      .tuple([text, text])
      .check(z.refine(([name, value]) => name.length + value.length <= limits.header, 'a long header')),
  )
  .check(z.maxLength(limits.headers));

export const fetchRequestSchema = z.object({
  fetch: z.number(),
  request: z.optional(
    z.object({
      url: textOf(limits.url).check(z.refine((url) => URL.canParse(url), 'no address')),
      method: z.enum(httpMethods),
      headers,
      body: z.optional(bytes.check(z.refine(({ length }) => length <= limits.sent, 'too many bytes'))),
    } satisfies Fields<HttpRequest>),
  ),
} satisfies Fields<FetchRequest>);

export const questionRequestSchema = z.object({
  question: z.number(),
  asked: z.unknown(),
} satisfies Fields<QuestionRequest>);

const requestedRun = z.object({
  jobName: optionalText,
  runKey: z.optional(name),
  runConfig: z.optional(z.record(text, json)),
  tags: textByName,
  partitionKey: z.optional(name),
  assetSelection: z.optional(z.array(assetKey)),
  staleAssetsOnly: z.optional(z.literal(true)),
  checks: z.optional(z.array(z.object({ assetKey, name }))),
} satisfies Fields<RequestedRun>);

export const dynamicPartitionsRequest = z.object({
  type: z.enum(['add', 'delete']),
  partitionsDefName: name,
  partitionKeys: z.array(name),
} satisfies Fields<DynamicPartitionsRequest>);

export const assetEventYield = z.object({
  ...assetEvent,
  type: z.literal('assetEvent'),
  tags: textByName,
} satisfies Fields<AssetEventYield>);

const tickOutcome = z.object({
  runRequests: z.array(requestedRun).check(z.maxLength(limits.runRequests)),
  skipReason: z.optional(said),
  cursor: z.optional(textOf(limits.cursor)),
  dynamicPartitionsRequests: z.array(dynamicPartitionsRequest),
  assetEvents: z.array(assetEventYield),
} satisfies Fields<TickOutcome>);

export const tickAnswerSchema = z.object({
  outcome: z.optional(tickOutcome),
  error: z.optional(error),
  logs: z
    .array(z.object({ level: logLevel, message: said, timestamp: z.number() }))
    .check(z.maxLength(limits.logs)),
} satisfies Fields<TickAnswer>);

export const errorsSchema = z.array(error);
export const possibleErrorSchema = z.optional(error);

export const configIssuesSchema = z.array(
  z.object({ path: said, message: said, remedy: z.optional(said) } satisfies Fields<ConfigIssue>),
);
