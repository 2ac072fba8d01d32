import type { SerializedError } from '../base/errors';
import type { Json } from '../base/json';

/**
 * An asset key as text: its parts joined by `/`, with `\/` for a slash inside a part and `\\` for a backslash
 * (Dagster's user string). Everything outside `definitions` speaks of assets by this text.
 */
export type AssetKeyString = string;

/** A metadata value as data. `type` is Dagster's kind; `value` is what that kind holds. */
export interface MetadataEntry {
  readonly type: MetadataType;
  readonly value: Json;
}

/** Dagster's kinds of metadata (reference: `MetadataValue`). */
export type MetadataType =
  | 'text' | 'url' | 'path' | 'notebook' | 'json' | 'md' | 'python_artifact' | 'float' | 'int' | 'bool'
  | 'timestamp' | 'dagster_run' | 'asset' | 'job' | 'table' | 'table_schema' | 'table_column_lineage'
  | 'code_references' | 'null' | 'pool'; // prettier-ignore

export type MetadataEntries = Readonly<Record<string, MetadataEntry>>;

/** One upstream of an asset. With `input` its value is loaded under that argument name; without, it only orders. */
export interface AssetDepSnapshot {
  readonly key: AssetKeyString;
  readonly input?: string;
  /** What the user says of this input. */
  readonly metadata?: MetadataEntries;
}

export interface AssetSnapshot {
  readonly key: AssetKeyString;
  /** The step that computes it; the assets of one `multiAsset` share it. */
  readonly node: string;
  /** The output of that step that is this asset (`result` for a plain `asset`). */
  readonly output: string;
  /** `false`: the step may end without yielding it. */
  readonly isRequired: boolean;
  /** `false` for an asset that is only named as a dependency and is computed elsewhere. */
  readonly isExecutable: boolean;
  readonly deps: readonly AssetDepSnapshot[];
  readonly description?: string;
  readonly group: string;
  readonly tags: Readonly<Record<string, string>>;
  readonly owners: readonly string[];
  readonly kinds: readonly string[];
  readonly metadata: MetadataEntries;
  /** Set by the user, or a hash of the cell and of what the cell uses. */
  readonly codeVersion: string;
  /** Id of the cell that defines it; absent for a stub. */
  readonly cell?: string;
}

export interface JobSnapshot {
  readonly name: string;
  /** An asset selection; `*` is every asset of the location. */
  readonly selection: string;
  readonly description?: string;
  readonly tags: Readonly<Record<string, string>>;
  readonly executor?: ExecutorChoice;
  readonly cell?: string;
}

/** How the steps of a run are executed. `maxConcurrent` 0 or absent: as many as there are cores. */
export interface ExecutorChoice {
  readonly type: 'in_process' | 'multiprocess';
  readonly maxConcurrent?: number;
}

/** All that a code location says about itself: plain data, the only thing of user code that the host sees. */
export interface DefinitionsSnapshot {
  readonly assets: readonly AssetSnapshot[];
  readonly jobs: readonly JobSnapshot[];
  /** Everything that is wrong with the definitions, all at once; what is named here is left out above. */
  readonly errors: readonly SerializedError[];
}
