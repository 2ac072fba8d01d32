import type { AssetKeyString, MetadataEntries } from '../../definitions/snapshot';
import type { AssetStatus } from '../../instance/instance';

/** A column of an asset. */
export interface ColumnKey {
  readonly assetKey: AssetKeyString;
  readonly columnName: string;
}

/** A column with the columns that it is made from, and those that are made from it. */
export interface ColumnRow {
  readonly name: string;
  readonly type?: string;
  readonly description?: string;
  readonly upstream: readonly ColumnKey[];
  readonly downstream: readonly ColumnKey[];
}

/** Of the newest materialization; where that says nothing, of the definition (Dagster's order). */
function metadataOf({ asset, latest }: AssetStatus, label: string): MetadataEntries[string] | undefined {
  return latest?.data.metadata[label] ?? asset.metadata[label];
}

/**
 * The columns of an asset by its `dagster/column_schema`, and their lineage by the `dagster/column_lineage` of it and
 * of those downstream. Columns that only a lineage names come last.
 */
export function columnRows(status: AssetStatus, assets: readonly AssetStatus[]): readonly ColumnRow[] {
  const schema = metadataOf(status, 'dagster/column_schema')?.value;
  const described = new Map(columnsIn(schema).map((column) => [column.name, column]));
  const upstream = lineageOf(status);
  const downstream = Map.groupBy(
    assets.flatMap((other) =>
      [...lineageOf(other)].flatMap(([columnName, from]) =>
        from
          .filter(({ assetKey }) => assetKey === status.asset.key)
          .map((source) => ({ name: source.columnName, column: { assetKey: other.asset.key, columnName } })),
      ),
    ),
    ({ name }) => name,
  );
  return [...new Set([...described.keys(), ...upstream.keys(), ...downstream.keys()])].map((name) => ({
    ...described.get(name),
    name,
    upstream: upstream.get(name) ?? [],
    downstream: downstream.get(name)?.map(({ column }) => column) ?? [],
  }));
}

// What is in the log was written by any version: what has not the shape of its kind says nothing.
const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const textOf = (value: unknown) => (typeof value === 'string' ? value : undefined);

function columnsIn(schema: unknown): readonly Omit<ColumnRow, 'upstream' | 'downstream'>[] {
  if (!isRecord(schema) || !Array.isArray(schema.columns)) return [];
  return schema.columns.filter(isRecord).flatMap(({ name, type, description }) =>
    typeof name === 'string' ? [{ name, type: textOf(type), description: textOf(description) }] : [],
  ); // prettier-ignore
}

function lineageOf(status: AssetStatus): ReadonlyMap<string, readonly ColumnKey[]> {
  const value: unknown = metadataOf(status, 'dagster/column_lineage')?.value;
  const deps = isRecord(value) && isRecord(value.depsByColumn) ? value.depsByColumn : {};
  return new Map(
    Object.entries(deps).map(([column, from]) => [
      column,
      Array.isArray(from) ? from.filter(isColumnKey) : [],
    ]),
  );
}

const isColumnKey = (value: unknown): value is ColumnKey =>
  isRecord(value) && typeof value.assetKey === 'string' && typeof value.columnName === 'string';
