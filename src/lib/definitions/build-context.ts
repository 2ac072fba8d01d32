import { DagbookError } from '../base/errors';
import type { AssetExecutionContext, OpExecutionContext } from './asset-execution-context';
import { askDagsterInstance } from './ask-dagster-instance';
import type { AttachedFile } from './attached-file';
import { parseCsv, type CellType } from '../base/csv';
import { bind, boundTo } from './bound-context';
import { builtResources, type GivenResources } from './built-resources';
import { resolveConfig } from './config/resolve-config';
import type { DagsterInstance } from './dagster-instance';
import { keptLogger, type LogLine } from './kept-logger';
import { metadataEntries } from './metadata-entries';
import type { RawMetadata } from './metadata-value';
import type { OpCore } from './op';
import { partitionContext, type GivenPartitions } from './partition-context';
import { partitionsOfKeys } from './partitions-of-keys';
import type { PartitionsDefinition } from './partitions/partitions-definition';
import type { AssetKeyString, MetadataEntries, RunConfig } from './snapshot';
import { requiredResources } from './required-resources';
import type { SchemaOutput, StandardSchema } from './standard-schema';
import { assetEventYield } from './step-events';
import type { AssetEventYield } from './step-yield';

export interface BuildContextOptions<
  Schema extends StandardSchema | undefined = undefined,
  Resources extends GivenResources = GivenResources,
> {
  readonly config?: unknown;
  /** Checks `config` and fills in its defaults. */
  readonly configSchema?: Schema;
  /** Definitions, which are set up, and plain values, by key. */
  readonly resources?: Resources;
  /** Config of resources, at `resources.KEY.config`. */
  readonly runConfig?: RunConfig;
  /** Environment variables that configs name. */
  readonly env?: Readonly<Record<string, string>>;
  readonly partitionKey?: string;
  readonly partitionKeys?: readonly string[];
  /** Gives the partitions their time window, or their dimensions. */
  readonly partitionsDef?: PartitionsDefinition;
  readonly runId?: string;
  readonly jobName?: string;
  readonly opName?: string;
  readonly stepKey?: string;
  readonly retryNumber?: number;
  readonly tags?: Readonly<Record<string, string>>;
  readonly selectedOutputNames?: readonly string[];
  /** What `context.instance` asks, such as `ephemeralInstance()` of `dagbook/testing`. Default: there is none. */
  readonly instance?: DagsterInstance;
  /** Attached files by path: their text or bytes. */
  readonly files?: Readonly<Record<string, string | Uint8Array>>;
}

/** What a test can look at when the function has been called. */
export interface KeptByContext {
  readonly logs: readonly LogLine[];
  readonly events: readonly AssetEventYield[];
  /** What `addOutputMetadata` was told, by output; where it was told no name, under `result`. */
  readonly outputMetadata: Readonly<Record<string, MetadataEntries>>;
  /** Tears down the resources that were set up; `await using` does it too. */
  close(): Promise<void>;
  [Symbol.asyncDispose](): Promise<void>;
}

type ResourceValues<Resources> = {
  readonly [Key in keyof Resources]: Resources[Key] extends { readonly valueType?: () => infer Value }
    ? Value
    : Resources[Key];
};

/**
 * A context to call an op's function with in a test: `await op(inputs, await buildOpContext({ config: { n: 1 } }))`.
 * What is logged and said is kept. An op that is called with it gets what a run would give it: the config as its own
 * `configSchema` answers it, where none is given here. Throws `InvalidConfig`, or what a resource throws.
 */
export async function buildOpContext<
  Schema extends StandardSchema | undefined = undefined,
  const Resources extends GivenResources = GivenResources,
>(
  options: BuildContextOptions<Schema, Resources> = {},
): Promise<OpExecutionContext<SchemaOutput<Schema>, ResourceValues<Resources>> & KeptByContext> {
  const { runId = 'ephemeral', runConfig = {}, env = {}, opName = 'op', files = {} } = options;
  const { log, logs } = keptLogger();
  const events: AssetEventYield[] = [];
  const outputMetadata: Record<string, MetadataEntries> = {};
  const config = await resolveConfig(options.configSchema, options.config, env, ['ops', opName, 'config']);
  const { values, close } = await builtResources(options.resources ?? {}, { runId, log, runConfig, env });
  const context = {
    runId,
    jobName: options.jobName ?? 'ephemeral',
    opName,
    stepKey: options.stepKey ?? opName,
    config,
    resources: requiredResources(opName, values),
    retryNumber: options.retryNumber ?? 0,
    tags: options.tags ?? {},
    selectedOutputNames: options.selectedOutputNames ?? ['result'],
    log,
    instance: options.instance ?? askDagsterInstance(),
    progress: () => {},
    file: (path: string) => givenFile(path, files),
    sql: () => Promise.reject(noSql()),
    addOutputMetadata(metadata: RawMetadata, { outputName = 'result' }: { outputName?: string } = {}) {
      outputMetadata[outputName] = { ...outputMetadata[outputName], ...metadataEntries(metadata) };
    },
    logEvent: (event: Parameters<OpExecutionContext['logEvent']>[0]) =>
      void events.push(assetEventYield({ name: opName }, event)),
    logs,
    events,
    outputMetadata,
    close,
    [Symbol.asyncDispose]: close,
  };
  const whole = withGetters(context, partitionContext(partitionsOf(options)));
  const given = {
    ...options,
    config: options.configSchema ? config : options.config,
    env,
    resources: values,
  };
  const boundToOp = (op: OpCore) => withGetters(withGetters({}, whole), boundTo(op, given as never));
  return Object.assign(whole, { [bind]: boundToOp }) as never;
}

/** The same for an asset's function. `assetKeys` may hold several, of a `multiAsset`. */
export async function buildAssetContext<
  Schema extends StandardSchema | undefined = undefined,
  const Resources extends GivenResources = GivenResources,
>({
  assetKey,
  assetKeys = assetKey === undefined ? ['asset'] : [assetKey],
  ...options
}: BuildContextOptions<Schema, Resources> & {
  readonly assetKey?: AssetKeyString;
  readonly assetKeys?: readonly AssetKeyString[];
} = {}): Promise<AssetExecutionContext<SchemaOutput<Schema>, ResourceValues<Resources>> & KeptByContext> {
  const context = await buildOpContext<Schema, Resources>(options);
  return withGetters(context, {
    assetKeys,
    selectedAssetKeys: assetKeys,
    get assetKey() {
      if (assetKeys.length === 1) return assetKeys[0]!;
      throw new DagbookError('This step makes several assets', {
        name: 'NoSuchAsset',
        remedy: 'Use context.assetKeys.',
      });
    },
  });
}

const noSql = () =>
  new DagbookError('There is no SQLite beside a context that a test builds', {
    name: 'NoSql',
    remedy: 'Materialize the notebook in the test, or give the function a context whose sql answers rows.',
  });

/** Getters that throw are kept as they are; a spread would call them. */
const withGetters = <Base extends object, More extends object>(base: Base, more: More): Base & More =>
  Object.defineProperties(base, Object.getOwnPropertyDescriptors(more)) as Base & More;

function partitionsOf({
  partitionKey,
  partitionKeys = partitionKey === undefined ? undefined : [partitionKey],
  partitionsDef,
}: Pick<BuildContextOptions, 'partitionKey' | 'partitionKeys' | 'partitionsDef'>):
  GivenPartitions | undefined {
  if (!partitionKeys) return undefined;
  return partitionsDef ? partitionsOfKeys(partitionsDef.snapshot, partitionKeys) : { keys: partitionKeys };
}

function givenFile(path: string, files: Readonly<Record<string, string | Uint8Array>>): AttachedFile {
  const bytes = async () => {
    const content = files[path];
    if (content === undefined)
      throw new DagbookError(`No file "${path}" is attached`, {
        name: 'FileNotFound',
        remedy: 'Give it in files.',
      });
    return typeof content === 'string' ? new TextEncoder().encode(content) : content;
  };
  const text = async () => new TextDecoder().decode(await bytes());
  const refuse = async () => {
    throw new DagbookError('A context that was built for a test reads no such files', {
      name: 'NotReadInTests',
      remedy: 'Call the function with the rows, or test the asset by materialize() of dagbook/testing.',
    });
  };
  const file = {
    path,
    bytes,
    text,
    json: async () => JSON.parse(await text()) as unknown,
    csv: async (types?: Readonly<Record<string, CellType>>, options?: { readonly delimiter?: string }) =>
      parseCsv(await text(), { types, ...options }),
    parquet: refuse,
    arrow: refuse,
    sqlite: refuse,
  };
  return file as unknown as AttachedFile;
}
