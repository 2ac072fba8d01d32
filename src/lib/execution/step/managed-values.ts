import { decodeValue } from '../../artifacts/codecs/decode-value';
import { encodeShown } from '../../artifacts/codecs/encode-shown';
import type { CodecModules } from '../../artifacts/codecs/encode-value';
import { framed, unframed } from '../../artifacts/codecs/framed-value';
import { DagbookError } from '../../base/errors';
import type { Logger } from '../../definitions/asset-execution-context';
import type { InputContext, IOManager, OutputContext } from '../../definitions/io-manager';
import { metadataEntries } from '../../definitions/metadata-entries';
import type { RawMetadata } from '../../definitions/metadata-value';
import type { MetadataEntries } from '../../definitions/snapshot';
import type { OutputYield } from '../../definitions/step-yield';
import type { IsolateFiles } from '../../location/isolate';
import type { InputValue, StepRequestOutput } from '../../location/step-protocol';
import { partitionPath, segment } from '../value-path';
import { partitionContext } from '../../definitions/partition-context';
import type { OpenResource } from './run-resources';

/** What an IO manager of the notebook needs of the step. */
export interface ManagedStep {
  readonly runId: string;
  readonly stepKey: string;
  readonly log: Logger;
  readonly files: IsolateFiles;
  readonly modules: CodecModules;
  readonly manager: (key: string) => OpenResource | undefined;
}

type LoadedInput = Extract<InputValue, { type: 'load' }>;

/** Stores a value by an IO manager of the notebook; answers the metadata that it adds. */
export async function handleOutput(
  step: ManagedStep,
  output: StepRequestOutput & { readonly ioManagerKey: string },
  { mappingKey, partitionKey, value }: OutputYield,
  metadata: Readonly<Record<string, unknown>>,
): Promise<MetadataEntries> {
  const path = [
    output.path,
    ...(mappingKey === undefined ? [] : [segment(mappingKey)]),
    ...(partitionKey === undefined ? [] : [partitionPath(partitionKey)]),
  ].join('/');
  const what = titled(`output "${output.name}"`, output.assetKey, partitionKey && [partitionKey]);
  const added: RawMetadata[] = [];
  await managed(step, output.ioManagerKey, 'handleOutput', `store ${what} at ${path}`, (manager, common) => {
    const context: OutputContext = Object.defineProperties(
      {
        ...common,
        path,
        assetKey: output.assetKey,
        stepKey: step.stepKey,
        name: output.name,
        metadata,
        addOutputMetadata: (more: RawMetadata) => void added.push(more),
      },
      partitionsOf(partitionKey === undefined ? undefined : [partitionKey]),
    ) as never;
    return manager.handleOutput(context, value);
  });
  return Object.assign({}, ...added.map(metadataEntries)) as MetadataEntries;
}

/** Loads the value of an input by the IO manager that stored it. */
export function loadInput(step: ManagedStep, name: string, input: LoadedInput): Promise<unknown> {
  const { ioManagerKey, path, assetKey, partitionKeys, upstreamOutput, metadata } = input;
  const what = titled(`input "${name}"`, assetKey, partitionKeys);
  return managed(step, ioManagerKey, 'loadInput', `load ${what} from ${path}`, (manager, common) => {
    const context: InputContext = Object.defineProperties(
      {
        ...common,
        path,
        assetKey,
        name,
        metadata,
        ...(upstreamOutput && {
          upstreamOutput: { stepKey: upstreamOutput.step, name: upstreamOutput.output },
        }),
      },
      partitionsOf(partitionKeys),
    ) as never;
    return manager.loadInput(context);
  });
}

type Common = Pick<OutputContext, 'runId' | 'log' | 'resources' | 'config' | 'store' | 'encode' | 'decode'>;

async function managed<Answer>(
  { runId, stepKey, log, files, modules, manager: find }: ManagedStep,
  key: string,
  method: keyof IOManager,
  task: string,
  call: (manager: IOManager, common: Common) => Answer,
): Promise<Awaited<Answer>> {
  const open = find(key);
  if (!open) {
    throw new DagbookError(`Cannot ${task}: there is no IO manager "${key}"`, {
      name: 'MissingIOManager',
      remedy: `Export one as ${key}, or bind it in definitions({ ioManagers: { ${key}: … } }).`,
    });
  }
  const { config, resources, store } = open;
  const manager = open.value as IOManager | null | undefined;
  if (typeof manager?.[method] !== 'function') {
    throw new DagbookError(`${stepKey}: cannot ${task}: the IO manager "${key}" has no ${method}`, {
      name: 'InvalidIOManager',
      remedy: `Give what ${key} answers a function ${method}, or name another IO manager.`,
      at: open.at,
    });
  }
  const common: Common = {
    runId,
    log,
    resources,
    config,
    get store() {
      return files.store(store);
    },
    encode: async (value) => framed(await encodeShown(value, modules)),
    decode: async (bytes) => decodeValue(unframed(bytes), modules),
  };
  try {
    return await call(manager, common);
  } catch (cause) {
    const { message, remedy } = cause as Partial<DagbookError>;
    throw new DagbookError(`The IO manager "${key}" could not ${task}: ${message ?? String(cause)}`, {
      name: 'IOManagerFailed',
      remedy,
      cause,
    });
  }
}

const titled = (what: string, assetKey?: string, partitionKeys?: readonly string[] | ''): string =>
  [
    what,
    ...(assetKey === undefined ? [] : [`(asset ${assetKey})`]),
    ...(partitionKeys ? [`of partition ${partitionKeys.join(', ')}`] : []),
  ].join(' ');

const partitionsOf = (keys: readonly string[] | undefined) => {
  const { hasPartitionKey, partitionKey, partitionKeys } = Object.getOwnPropertyDescriptors(
    partitionContext(keys && { keys }),
  );
  return { hasPartitionKey, partitionKey, partitionKeys };
};
