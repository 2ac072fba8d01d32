import { z } from 'zod/mini';
import type { TypeTexts } from '../../language/collect-types';
import {
  amount,
  assetKey,
  name,
  optionalText,
  text,
  textByName,
  texts,
  textOf,
  type Fields,
} from '../../location/boundary/fields';
import type { ReceivedResult, ReceivedRun, SharedAsset } from '../received';
import { eventSchema, materializationSchema, valuePointer } from './event-schema';
import { bundleFormat, bundleLimits } from './notebook-bundle';
import type { SharedResults } from './shared-results';

/** Enough to tell a bundle from other files, and whether this version reads it. */
export const bundleHead = z.object({ format: z.literal(bundleFormat), version: z.number() });

export const manifestSchema = z.object({
  files: z.record(
    z.string(),
    z.object({ sha256: z.string().check(z.regex(/^[0-9a-f]{64}$/)), size: amount }),
  ),
});

/** `notebook/package-file.ts`. */
export const packageSchema = z.object({
  package: text,
  code: text,
  types: z.optional(
    z.object({
      entry: text,
      files: textByName,
      links: z.record(text, textByName),
    } satisfies Fields<TypeTexts>),
  ),
});

const cell = textOf(200);

const asset = z.object({
  key: assetKey,
  cell,
  deps: z.array(assetKey),
  description: optionalText,
  kinds: texts,
} satisfies Fields<SharedAsset>);

const result = z.object({
  cell,
  value: z.optional(valuePointer),
  event: z.optional(materializationSchema),
} satisfies Fields<ReceivedResult>);

export const resultsSchema: z.ZodMiniType<SharedResults> = z.object({
  assets: z.array(asset),
  results: z.array(result),
});

const time = z.optional(z.number());

const run = z.object({
  id: name,
  jobName: name,
  status: z.enum([
    'NOT_STARTED',
    'QUEUED',
    'STARTING',
    'STARTED',
    'SUCCESS',
    'FAILURE',
    'CANCELING',
    'CANCELED',
  ]),
  createdAt: z.number(),
  startedAt: time,
  endedAt: time,
  events: z.array(eventSchema).check(z.maxLength(bundleLimits.events)),
} satisfies Fields<ReceivedRun>);

export const runsSchema: z.ZodMiniType<readonly ReceivedRun[]> = z
  .array(run)
  .check(z.maxLength(bundleLimits.runs));
