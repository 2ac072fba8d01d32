import type { Logger } from './asset-execution-context';
import { kind } from './brand';
import { callSite, definedAt, type Located } from './defined-at';
import { splitOptions } from './options-and-function';
import type { ResourceContext, ResourceOptions } from './resource';
import type { ResourceNeeds, ResourcesOf } from './resource-needs';
import type { AssetKeyString, MetadataEntries } from './snapshot';
import type { SchemaOutput, StandardSchema } from './standard-schema';

/**
 * Where an IO manager keeps bytes: `artifacts` is the host's best durable place, `memory` dies with the host. Which of
 * the others there are depends on the host: `opfs` and `indexeddb` in browsers, `files` in Node.
 */
export type PathStoreName = 'artifacts' | 'memory' | 'opfs' | 'indexeddb' | 'files';

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
  /** The store that the manager's definition names, with a folder of its own for each code location. */
  readonly store: PathStore;
  /** A value as bytes, by the codecs of the default IO manager; which codec it was is in the bytes. */
  encode(value: unknown): Promise<Uint8Array>;
  decode(bytes: Uint8Array): Promise<unknown>;
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

export type IOManagerOptions<Schema = StandardSchema | undefined, Needs = ResourceNeeds> = ResourceOptions<
  Schema,
  Needs
>;

export interface IOManagerDefinition extends Located {
  readonly [kind]: 'ioManager';
  readonly options: IOManagerOptions;
  readonly setUp: (context: never) => unknown;
}

type MadeManager<Value> =
  | IOManager<Value>
  | Promise<IOManager<Value>>
  | Generator<IOManager<Value>>
  | AsyncGenerator<IOManager<Value>>;

/**
 * Defines an IO manager: the function makes it once per isolate and run, as a resource's does. Assets and ops choose it
 * by its key in `ioManagerKey`. A value `undefined`, or of an output of type `Nothing`, is not handed to it.
 */
export function ioManager<Value>(
  setUp: (context: ResourceContext) => MadeManager<Value>,
): IOManagerDefinition;
export function ioManager<
  Value,
  Schema extends StandardSchema | undefined = undefined,
  const Needs extends ResourceNeeds = readonly [],
>(
  options: IOManagerOptions<Schema, Needs>,
  setUp: (context: ResourceContext<SchemaOutput<Schema>, ResourcesOf<Needs>>) => MadeManager<Value>,
): IOManagerDefinition;
export function ioManager(...given: unknown[]): IOManagerDefinition {
  const [options, setUp] = splitOptions<IOManagerOptions, IOManagerDefinition['setUp']>('ioManager', given);
  return { [kind]: 'ioManager', [definedAt]: callSite(), options, setUp };
}
