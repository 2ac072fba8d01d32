import { z } from 'zod/mini';
import type { AssetDepSnapshot, AssetSnapshot } from '../../definitions/snapshot';
import { optionalText, text, texts } from './fields';

type PartitionsSnapshot = NonNullable<AssetSnapshot['partitions']>;
type MappingSnapshot = NonNullable<AssetDepSnapshot['mapping']>;

const dimension = [
  z.object({ type: z.literal('static'), keys: texts }),
  z.object({
    type: z.literal('time_window'),
    cronSchedule: text,
    timezone: text,
    start: z.number(),
    end: z.optional(z.number()),
    fmt: text,
    endOffset: z.number(),
    exclusions: z.optional(z.array(z.union([text, z.number()]))),
  }),
  z.object({ type: z.literal('dynamic'), name: text }),
] as const;

export const partitions: z.ZodMiniType<PartitionsSnapshot> = z.discriminatedUnion('type', [
  ...dimension,
  z.object({
    type: z.literal('multi'),
    dimensions: z.array(z.object({ name: text, partitions: z.discriminatedUnion('type', dimension) })),
  }),
]);

export const mapping: z.ZodMiniType<MappingSnapshot> = z.discriminatedUnion('type', [
  z.object({ type: z.enum(['identity', 'all', 'last']) }),
  z.object({ type: z.literal('static'), downstreamKeysByUpstreamKey: z.record(text, texts) }),
  z.object({
    type: z.literal('time_window'),
    startOffset: z.number(),
    endOffset: z.number(),
    allowNonexistentUpstreamPartitions: z.boolean(),
  }),
  z.object({ type: z.literal('multi_to_single'), dimension: optionalText }),
  z.object({
    type: z.literal('multi'),
    get dimensions() {
      return z.array(z.object({ upstream: text, downstream: text, mapping }));
    },
  }),
  z.object({ type: z.literal('specific'), keys: texts }),
]);
