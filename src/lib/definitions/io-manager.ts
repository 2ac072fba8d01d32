import { kind } from './brand';
import type { AssetKeyString, MetadataEntries } from './snapshot';
import type { Logger } from './asset-execution-context';
import type { ResourceOptions } from './resource';

/** Bytes by path that outlive the run: what an IO manager written in a cell stores into. */
export interface PathStore {
  /** `undefined` where there is nothing at `path`. */
  read(path: string): Promise<Uint8Array | undefined>;
  /** Replaces what is there; durable when it resolves. */
  write(path: string, bytes: Uint8Array): Promise<void>;
  /** Does nothing where there is nothing. */
  remove(path: string): Promise<void>;
  /** Paths that begin with `prefix`, in ascending order. */
  list(prefix: string): Promise<readonly string[]>;
}

interface StoreContext {
  readonly runId: string;
  readonly log: Logger;
  readonly resources: Readonly<Record<string, unknown>>;
  /** The manager's own config. */
  readonly config: unknown;
  readonly store: PathStore;
  /**
   * Where Dagster's file system IO manager would put it, without the base: `p/a` for an asset, `a/2021-05-05` for a
   * partition of one, `RUN/STEP/OUTPUT` for an op.
   */
  readonly path: string;
  readonly assetKey?: AssetKeyString;
  readonly hasPartitionKey: boolean;
  /** Throws where the value has no partition, or several. */
  readonly partitionKey: string;
  readonly partitionKeys: readonly string[];
}

export interface OutputContext extends StoreContext {
  readonly stepKey: string;
  readonly name: string;
  readonly metadata: Readonly<Record<string, unknown>>;
  /** Adds to the metadata of what is materialized. */
  addOutputMetadata(metadata: Readonly<Record<string, unknown>>): void;
}

export interface InputContext extends StoreContext {
  readonly name: string;
  /** The step and output that made it; absent for an asset made by another run. */
  readonly upstreamOutput?: { readonly stepKey: string; readonly name: string };
  readonly metadata: MetadataEntries;
}

/** Stores what steps yield, and loads it for those that read it. */
export interface IOManager<Value = unknown> {
  handleOutput(context: OutputContext, value: Value): void | Promise<void>;
  loadInput(context: InputContext): Value | Promise<Value>;
}

export interface IOManagerDefinition {
  readonly [kind]: 'ioManager';
  readonly options: ResourceOptions;
  readonly setUp: (context: never) => IOManager | Promise<IOManager>;
}
