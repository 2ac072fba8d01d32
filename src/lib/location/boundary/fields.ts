import { z } from 'zod/mini';
import type { SerializedError, SourceLocation } from '../../base/errors';
import type { Json } from '../../base/json';
import type { AssetKeyString, MetadataEntries, MetadataType } from '../../definitions/snapshot';
import { limits } from './limits';

// Compiling schemas needs `new Function`, which the page's policy refuses (and reports).
z.config({ jitless: true });

/** A schema for each field of `T`: a field that is forgotten is a type error. */
export type Fields<T> = { readonly [Name in keyof T]-?: z.ZodMiniType<T[Name]> };

const isJson = (value: unknown): boolean =>
  value === null ||
  typeof value === 'string' ||
  typeof value === 'boolean' ||
  Number.isFinite(value) ||
  (Array.isArray(value) && value.every(isJson)) ||
  (typeof value === 'object' && !(value instanceof Uint8Array) && Object.values(value).every(isJson));

export const text = z.string();
export const textOf = (longest: number) => z.string().check(z.maxLength(longest));
export const optionalText = z.optional(text);
export const texts = z.array(text);
export const textByName = z.record(text, text);
export const flag = z.optional(z.boolean());
/** Of people and of rules: never negative. */
export const amount = z.number().check(z.nonnegative());
export const json = z.custom<Json>(isJson);
export const bytes = z.custom<Uint8Array>(
  (value) => value instanceof Uint8Array && value.length <= limits.output,
);
/** A name of something: an asset key, a partition, a mapping key. */
export const name = textOf(limits.name);
export const assetKey: z.ZodMiniType<AssetKeyString> = name;

const metadataTypes = [
  'text', 'url', 'path', 'notebook', 'json', 'md', 'python_artifact', 'float', 'int', 'bool', 'timestamp',
  'dagster_run', 'asset', 'job', 'table', 'table_schema', 'table_column_lineage', 'code_references', 'null', 'pool',
] as const satisfies readonly MetadataType[]; // prettier-ignore
export const metadata: z.ZodMiniType<MetadataEntries> = z.record(
  text,
  z.object({ type: z.enum(metadataTypes), value: json }),
);

export const place: z.ZodMiniType<SourceLocation> = z.object({
  file: optionalText,
  cell: optionalText,
  line: z.optional(z.number()),
  column: z.optional(z.number()),
} satisfies Fields<SourceLocation>);

export const error: z.ZodMiniType<SerializedError> = z.object({
  name: text,
  message: text,
  remedy: optionalText,
  at: z.optional(place),
  stack: optionalText,
  get cause() {
    return z.optional(error);
  },
  metadata: z.optional(metadata),
} satisfies Fields<SerializedError>);
