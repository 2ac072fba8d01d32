import { DagbookError } from '../base/errors';
import type { Json } from '../base/json';
import { isKind } from './brand';
import { MetadataValue, type RawMetadata, type TableColumnLineage } from './metadata-value';
import { jsonInteger, jsonNumber, plainJson } from './plain-json';
import type { MetadataEntries, MetadataEntry, MetadataType } from './snapshot';
import { tableSchema, tableValue, type TableSchemaSource } from './table';

/** The most that one entry may hold, in characters of its JSON: metadata is kept in the event log for good. */
export const longestEntry = 256 * 1024;

/** Metadata as data. Throws `InvalidMetadata` that names the label where a value cannot be kept or is too large. */
export function metadataEntries(raw: RawMetadata | undefined): MetadataEntries {
  if (raw === undefined) return noEntries;
  if (typeof raw !== 'object' || raw === null || Array.isArray(raw)) {
    throw invalid('metadata is not an object', 'Write metadata: { label: value }.');
  }
  const entries = Object.entries(raw);
  if (entries.length === 0) return noEntries;
  return Object.fromEntries(
    entries
      .filter(([, value]) => value !== undefined)
      .map(([label, value]) => [label, metadataEntry(label, value)]),
  );
}

const noEntries: MetadataEntries = {};

function metadataEntry(label: string, raw: unknown): MetadataEntry {
  try {
    const { type, value } = isKind<MetadataValue>(raw, 'metadataValue') ? raw : wrapped(raw);
    const entry = { type, value: written(type, value) };
    if (JSON.stringify(entry.value).length > longestEntry) throw new TypeError('it is too large');
    return entry;
  } catch (reason) {
    throw invalid(
      `metadata "${label}" cannot be kept: ${(reason as Error).message}`,
      `Metadata is small JSON data (at most ${longestEntry / 1024} KB each): keep a preview or a count, and return the data as the asset's value.`,
    );
  }
}

const invalid = (message: string, remedy: string) =>
  new DagbookError(message, { name: 'InvalidMetadata', remedy });

function wrapped(raw: unknown): { readonly type: MetadataType; readonly value: unknown } {
  switch (typeof raw) {
    case 'string':
      return MetadataValue.text(raw);
    case 'boolean':
      return MetadataValue.bool(raw);
    case 'number':
      return Number.isSafeInteger(raw) ? MetadataValue.int(raw) : MetadataValue.float(raw);
    case 'bigint':
      return MetadataValue.int(raw);
  }
  if (raw === null) return MetadataValue.null();
  return raw instanceof Date ? MetadataValue.timestamp(raw) : MetadataValue.json(raw);
}

/**
 * The value of an entry. `float` holds NaN and the infinities as their names, `int` holds what is
 * past 2^53 as its digits.
 */
function written(type: MetadataType, value: unknown): Json {
  switch (type) {
    case 'json':
      return plainJson(value);
    case 'table': {
      const { records, schema } = value as { records: readonly object[]; schema?: TableSchemaSource };
      return tableValue(records, schema);
    }
    case 'table_schema':
      return plainJson(tableSchema(value as TableSchemaSource));
    case 'table_column_lineage':
      return plainJson({ depsByColumn: value as TableColumnLineage });
    case 'code_references':
      return plainJson({ codeReferences: value });
    case 'python_artifact':
    case 'job':
      return plainJson(value);
    case 'null':
      return null;
    case 'int':
      if (typeof value === 'bigint') return jsonInteger(value);
      if (Number.isInteger(value)) return value as number;
      throw new TypeError(`${String(value)} is not a whole number`);
    case 'timestamp':
      if (Number.isFinite(value)) return value as number;
      throw new TypeError(`${String(value)} is not a moment`);
    case 'float':
      if (typeof value === 'number') return jsonNumber(value);
      throw new TypeError(`${String(value)} is not a number`);
    case 'bool':
      if (typeof value === 'boolean') return value;
      throw new TypeError(`${String(value)} is not true or false`);
    default:
      if (typeof value === 'string') return value;
      throw new TypeError(`${type} holds text, not ${typeof value}`);
  }
}
