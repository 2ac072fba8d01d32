import { z } from 'zod/mini';
import type { SerializedError } from '../../base/errors';
import type { Json } from '../../base/json';
import type {
  AssetDepSnapshot,
  AssetSnapshot,
  DefinitionsSnapshot,
  JobSnapshot,
} from '../../definitions/snapshot';
import type { LoadResult } from '../isolate';
import type { StepMessage } from '../step-protocol';
import { limits } from './limits';
import type { FileRequest } from './wire';

// Compiling schemas needs `new Function`, which the page's policy refuses (and reports).
z.config({ jitless: true });

type Fields<T> = { readonly [Name in keyof T]-?: z.ZodMiniType<T[Name]> };

const isJson = (value: unknown): boolean =>
  value === null ||
  typeof value === 'string' ||
  typeof value === 'boolean' ||
  Number.isFinite(value) ||
  (Array.isArray(value) && value.every(isJson)) ||
  (typeof value === 'object' && !(value instanceof Uint8Array) && Object.values(value).every(isJson));

const text = z.string();
const textOf = (longest: number) => z.string().check(z.maxLength(longest));
const texts = z.record(text, text);
const json = z.custom<Json>(isJson);
const bytes = z.custom<Uint8Array>((value) => value instanceof Uint8Array && value.length <= limits.output);
const cell = z.optional(text);

const metadataTypes = [
  'text', 'url', 'path', 'notebook', 'json', 'md', 'python_artifact', 'float', 'int', 'bool', 'timestamp',
  'dagster_run', 'asset', 'job', 'table', 'table_schema', 'table_column_lineage', 'code_references', 'null', 'pool',
] as const; // prettier-ignore
const metadata = z.record(text, z.object({ type: z.enum(metadataTypes), value: json }));

const error: z.ZodMiniType<SerializedError> = z.object({
  name: text,
  message: text,
  remedy: z.optional(text),
  at: z.optional(
    z.object({
      file: z.optional(text),
      cell,
      line: z.optional(z.number()),
      column: z.optional(z.number()),
    }),
  ),
  stack: z.optional(text),
  get cause() {
    return z.optional(error);
  },
});

const asset = z.object({
  key: text,
  node: text,
  output: text,
  isRequired: z.boolean(),
  isExecutable: z.boolean(),
  deps: z.array(
    z.object({
      key: text,
      input: z.optional(text),
      metadata: z.optional(metadata),
    } satisfies Fields<AssetDepSnapshot>),
  ),
  description: z.optional(text),
  group: text,
  tags: texts,
  owners: z.array(text),
  kinds: z.array(text),
  metadata,
  codeVersion: text,
  cell,
} satisfies Fields<AssetSnapshot>);

const job = z.object({
  name: text,
  selection: text,
  description: z.optional(text),
  tags: texts,
  executor: z.optional(
    z.object({ type: z.enum(['in_process', 'multiprocess']), maxConcurrent: z.optional(z.number()) }),
  ),
  cell,
} satisfies Fields<JobSnapshot>);

/** What loading may answer. `Fields` makes forgetting a field of the snapshot a type error here. */
export const loadResultSchema = z.object({
  snapshot: z.object({
    assets: z.array(asset),
    jobs: z.array(job),
    errors: z.array(error),
  } satisfies Fields<DefinitionsSnapshot>),
  errors: z.array(error),
} satisfies Fields<LoadResult>);

const head = { id: text, time: z.number() };

const stepMessage: z.ZodMiniType<StepMessage> = z.discriminatedUnion('type', [
  z.object({ ...head, type: z.literal('started') }),
  z.object({ ...head, type: z.literal('input'), name: text }),
  z.object({
    ...head,
    type: z.literal('log'),
    level: z.enum(['DEBUG', 'INFO', 'WARNING', 'ERROR', 'CRITICAL']),
    message: textOf(limits.text),
  }),
  z.object({
    ...head,
    type: z.literal('console'),
    stream: z.enum(['stdout', 'stderr']),
    text: textOf(limits.text),
  }),
  z.object({
    ...head,
    type: z.literal('output'),
    name: text,
    value: z.optional(z.object({ codec: textOf(100), bytes })),
    metadata,
    dataVersion: z.optional(text),
    tags: z.optional(texts),
  }),
  z.object({ ...head, type: z.literal('succeeded') }),
  z.object({ ...head, type: z.literal('failed'), error }),
]);

export const stepMessagesSchema = z.array(stepMessage);

export const fileRequestSchema = z.object({
  file: z.number(),
  path: textOf(limits.path),
} satisfies Fields<FileRequest>);
