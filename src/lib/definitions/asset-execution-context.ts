import type { AttachedFile } from './attached-file';
import type { AssetMaterialization, AssetObservation } from './asset-events';
import type { DagsterInstance } from './dagster-instance';
import type { RawMetadata } from './metadata-value';
import type { AssetKeyString } from './snapshot';
import type { SqlRow, SqlValue } from './sql';

/** Writes to the run's log, at Dagster's levels. */
export interface Logger {
  debug(message: string): void;
  info(message: string): void;
  warning(message: string): void;
  error(message: string): void;
  critical(message: string): void;
}

/** The partitions that a step makes; each member throws, with a remedy, where the step has none. */
export interface PartitionContext {
  /** Does not throw. */
  readonly hasPartitionKey: boolean;
  /** The one partition. Throws where there are several: see `partitionKeys`. */
  readonly partitionKey: string;
  /** In the order of the partitions definition. */
  readonly partitionKeys: readonly string[];
  /** First and last key, both included. */
  readonly partitionKeyRange: { readonly start: string; readonly end: string };
  /** From the start of the first partition to the end of the last. Throws where partitions are no time windows. */
  readonly partitionTimeWindow: { readonly start: Date; readonly end: Date };
  /** Dimension → key. Throws where the partition has no dimensions, or there are several. */
  readonly partitionKeysByDimension: Readonly<Record<string, string>>;
}

/** What an op's function is told about the step it runs in: its second argument. */
export interface OpExecutionContext<
  Config = unknown,
  Resources = Readonly<Record<string, unknown>>,
> extends PartitionContext {
  readonly runId: string;
  readonly jobName: string;
  readonly opName: string;
  readonly stepKey: string;
  /** The run config's `ops.NAME.config`, as the `configSchema` answered it; as given where there is no schema. */
  readonly config: Config;
  /** What the op requires, by key. */
  readonly resources: Resources;
  /** How often this step was tried before, from 0. */
  readonly retryNumber: number;
  /** The tags of the run. */
  readonly tags: Readonly<Record<string, string>>;
  /** The outputs that this step is to yield: all, unless the computation can be subset. */
  readonly selectedOutputNames: readonly string[];
  readonly log: Logger;
  /** The instance that it runs in: its events, runs and dynamic partitions. */
  readonly instance: DagsterInstance;
  /** Says how far the step is, from 0 to 1, and what it is at; shown while it runs. Words in quick succession are thinned. */
  progress(fraction: number, text?: string): void;
  /** An attached file by its path relative to the notebook, such as `recipes.json`. */
  file(path: string): AttachedFile;
  /**
   * The rows that an SQL query (SQLite) gives over these tables: arrays of rows, or Arrow tables, by the names that the
   * query calls them. `parameters` stand for its `?`. Throws what SQLite says.
   */
  sql<Row = SqlRow>(
    query: string,
    tables?: Readonly<Record<string, unknown>>,
    parameters?: readonly SqlValue[],
  ): Promise<Row[]>;
  /** Adds metadata to an output that this step yields later. `outputName` is needed where there are several. */
  addOutputMetadata(
    metadata: RawMetadata,
    of?: { readonly outputName?: string; readonly mappingKey?: string },
  ): void;
  /** Puts it into the event log at once. */
  logEvent(event: AssetMaterialization | AssetObservation): void;
}

/** What an asset's function is told about the step it runs in: its second argument. */
export interface AssetExecutionContext<
  Config = unknown,
  Resources = Readonly<Record<string, unknown>>,
> extends OpExecutionContext<Config, Resources> {
  /** The key of the asset. Throws in a `multiAsset`, which has several: see `assetKeys`. */
  readonly assetKey: AssetKeyString;
  /** The keys of all assets that this step is to make. */
  readonly assetKeys: readonly AssetKeyString[];
  /** Dagster's name for `assetKeys`. */
  readonly selectedAssetKeys: readonly AssetKeyString[];
}

/** What a check's function is told about the step it runs in: its second argument. */
export interface AssetCheckExecutionContext<
  Config = unknown,
  Resources = Readonly<Record<string, unknown>>,
> extends OpExecutionContext<Config, Resources> {
  /** The checks that this step is to evaluate. */
  readonly selectedChecks: readonly { readonly assetKey: AssetKeyString; readonly name: string }[];
}
