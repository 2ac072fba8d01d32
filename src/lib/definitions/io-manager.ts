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

interface StoreContext<Config = unknown, Resources = Readonly<Record<string, unknown>>> {
  readonly runId: string;
  readonly log: Logger;
  readonly resources: Resources;
  /** The manager's own config. */
  readonly config: Config;
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

export interface InputContext<
  Config = unknown,
  Resources = Readonly<Record<string, unknown>>,
> extends StoreContext<Config, Resources> {
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

/** Loads inputs, and stores nothing. */
export type InputManager<Value = unknown> = Pick<IOManager<Value>, 'loadInput'>;

export type IOManagerOptions<Schema = StandardSchema | undefined, Needs = ResourceNeeds> = ResourceOptions<
  Schema,
  Needs
>;

export interface IOManagerDefinition extends Located {
  readonly [kind]: 'ioManager';
  readonly options: IOManagerOptions;
  readonly setUp: (context: never) => unknown;
  /** It is an `inputManager`. */
  readonly loadsOnly?: boolean;
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

/**
 * Defines what only loads: the function gives the value of an input that names it, `new AssetIn(sales, { inputManagerKey:
 * "csv" })` or of an op `new In({ inputManagerKey: "csv" })`, such as that of an asset which is made elsewhere, or another
 * form of one that is made here.
 */
export function inputManager<Value>(load: InputManager<Value>['loadInput']): IOManagerDefinition;
export function inputManager<
  Value,
  Schema extends StandardSchema | undefined = undefined,
  const Needs extends ResourceNeeds = readonly [],
>(
  options: IOManagerOptions<Schema, Needs>,
  load: (context: InputContext<SchemaOutput<Schema>, ResourcesOf<Needs>>) => Value | Promise<Value>,
): IOManagerDefinition;
export function inputManager(...given: unknown[]): IOManagerDefinition {
  const [options, loadInput] = splitOptions<IOManagerOptions, InputManager['loadInput']>(
    'inputManager',
    given,
  );
  return {
    [kind]: 'ioManager',
    [definedAt]: callSite(),
    options,
    setUp: () => ({ loadInput }),
    loadsOnly: true,
  };
}
