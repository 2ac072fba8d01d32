import { z } from 'zod/mini';
import type { ConfigIssue } from '../isolate';
import type { HookOutcome, StepMessage } from '../step-protocol';
import {
  amount,
  assetKey,
  bytes,
  error,
  flag,
  metadata,
  name,
  optionalText,
  text,
  textByName,
  textOf,
  type Fields,
} from './fields';
import { limits } from './limits';
import type { FileRequest } from './wire';

const said = textOf(limits.text);
const names = z.array(name);
const facts = { metadata, dataVersion: optionalText, tags: z.optional(textByName) };

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
    level: z.enum(['DEBUG', 'INFO', 'WARNING', 'ERROR', 'CRITICAL']),
    message: said,
  }),
  z.object({ ...head, type: z.literal('console'), stream: z.enum(['stdout', 'stderr']), text: said }),
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
  z.object({
    ...head,
    type: z.literal('assetEvent'),
    event: z.enum(['observation', 'materialization']),
    assetKey,
    partitionKey: z.optional(name),
    description: z.optional(said),
    ...facts,
  }),
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

export const errorsSchema = z.array(error);
export const possibleErrorSchema = z.optional(error);

export const configIssuesSchema = z.array(
  z.object({ path: said, message: said, remedy: z.optional(said) } satisfies Fields<ConfigIssue>),
);
