import { kind } from './brand';
import type { MetadataType } from './snapshot';
import type { TableSchemaSource } from './table';

/** A metadata value of a certain kind; made by the functions of `MetadataValue`. */
export interface MetadataValue {
  readonly [kind]: 'metadataValue';
  readonly type: MetadataType;
  readonly value: unknown;
}

/**
 * Metadata as users write it. Plain values are wrapped as Dagster does: whole numbers → int, other numbers → float,
 * text → text, `true`/`false` → bool, lists and objects → json, `null` → null; and a `Date` → timestamp. A label
 * whose value is `undefined` is left out.
 */
export type RawMetadata = Readonly<Record<string, unknown>>;

/** Where code is: a file, or a page such as one of a hosted repository. */
export type CodeReference =
  | {
      readonly type: 'local';
      readonly filePath: string;
      readonly lineNumber?: number;
      readonly label?: string;
    }
  | { readonly type: 'url'; readonly url: string; readonly label?: string };

/** Column → the columns that it is made from. */
export type TableColumnLineage = Readonly<
  Record<string, readonly { readonly assetKey: string; readonly columnName: string }[]>
>;

const of = (type: MetadataType, value: unknown): MetadataValue => ({ [kind]: 'metadataValue', type, value });

/** Makes metadata of a certain kind, where the kind that a plain value would get is not the one that is meant. */
export const MetadataValue = {
  text: (text: string) => of('text', text),
  url: (url: string | URL) => of('url', String(url)),
  /** A path in a file system. */
  path: (path: string) => of('path', path),
  /** The path of a notebook. */
  notebook: (path: string) => of('notebook', path),
  json: (data: unknown) => of('json', data),
  /** Markdown. */
  md: (markdown: string) => of('md', markdown),
  /** A Python function or class, by name: for what other tools made. */
  pythonArtifact: (artifact: { module: string; name: string }) => of('python_artifact', artifact),
  float: (value: number) => of('float', value),
  int: (value: number | bigint) => of('int', value),
  bool: (value: boolean) => of('bool', value),
  /** A moment: a `Date`, or ms since the epoch. */
  timestamp: (moment: Date | number) => of('timestamp', Number(moment)),
  dagsterRun: (runId: string) => of('dagster_run', runId),
  /** A link to an asset, by its key. */
  asset: (assetKey: string) => of('asset', assetKey),
  job: (jobName: string, locationName?: string) => of('job', { jobName, locationName }),
  /** Records as rows; without a schema the columns are those that the records have. */
  table: (records: readonly object[], schema?: TableSchemaSource) => of('table', { records, schema }),
  tableSchema: (schema: TableSchemaSource) => of('table_schema', schema),
  tableColumnLineage: (lineage: TableColumnLineage) => of('table_column_lineage', lineage),
  codeReferences: (references: readonly CodeReference[]) => of('code_references', references),
  null: () => of('null', null),
  /** A concurrency pool, by name. */
  pool: (name: string) => of('pool', name),
} as const;
