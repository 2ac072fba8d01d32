import { DagbookError } from '../base/errors';
import type { ValuePointer } from '../events/event';
import type { InputValue } from '../location/step-protocol';
import type { ExecutionStep, PlannedSource } from '../plan/execution-plan';
import type { ByteCache } from './byte-cache';
import type { AssetSource, KnownValues, Materialization } from './known-values';
import type { DriveRunOptions } from './drive-run-options';
import { assetPath, outputPath } from './value-path';

/** A step cannot get one of its inputs. */
export class InputNotLoaded extends DagbookError {
  static override readonly name: string = 'InputNotLoaded';
}

export interface InputLoader {
  readonly runId: string;
  readonly known: KnownValues;
  readonly cache: ByteCache;
  readonly assertReads?: DriveRunOptions['assertReads'];
  readonly read: (pointer: ValuePointer) => Promise<Uint8Array | undefined>;
}

type StepSource = Extract<PlannedSource, { type: 'step' | 'collect' }>;

/** The values of a step's inputs, in bytes. Throws `InputNotLoaded`, naming input, asset, partition and remedy. */
export async function loadInputs(
  step: ExecutionStep,
  loader: InputLoader,
): Promise<readonly { readonly name: string; readonly value: InputValue }[]> {
  const loaded = [];
  for (const { name, source } of step.inputs) {
    try {
      loaded.push({ name, value: await inputValue(source, loader) });
    } catch (error) {
      if (!(error instanceof NotThere)) throw error;
      const hint = readsWholeAsset(step, source) ? ' Or give the check the partitionsDef of the asset.' : '';
      throw new InputNotLoaded(`Input "${name}" cannot be loaded: ${error.message}`, {
        remedy: `${error.remedy}${hint}`,
      });
    }
  }
  return loaded;
}

/** A check that has no partitions judges, and so reads, all those of its asset (Dagster). */
const readsWholeAsset = ({ checks, partitions }: ExecutionStep, source: PlannedSource): boolean =>
  checks !== undefined &&
  partitions === undefined &&
  source.type === 'asset' &&
  source.partitions !== undefined;

class NotThere extends DagbookError {}

async function inputValue(source: PlannedSource, loader: InputLoader): Promise<InputValue> {
  switch (source.type) {
    case 'value':
      return { type: 'json', value: source.value };
    case 'managed':
      return { type: 'load', ioManagerKey: source.inputManagerKey, path: source.path, metadata: {} };
    case 'asset':
      return assetValue(source, loader);
    case 'fanIn': {
      const items: InputValue[] = [];
      for (const each of source.sources) items.push(await inputValue(each, loader));
      return { type: 'list', items };
    }
    case 'step':
    case 'collect':
      return stepValue(source, loader);
  }
}

async function assetValue(source: AssetSource, loader: InputLoader): Promise<InputValue> {
  const { key, partitions, byPartition, allowMissing, inputManagerKey } = source;
  if (partitions === undefined) return materialized(source, loader.known.asset(key), loader);
  // Before the first partition of the upstream there is nothing to load: Dagster's None.
  if (partitions.length === 0 && !byPartition) return { type: 'json', value: null };
  const items: Record<string, InputValue> = {};
  for (const partition of partitions) {
    const found = loader.known.asset(key, partition);
    if (found || !allowMissing || inputManagerKey !== undefined)
      items[partition] = await materialized(source, found, loader, partition);
  }
  const [only] = Object.values(items);
  return partitions.length === 1 && only && !byPartition ? only : { type: 'partitions', items };
}

async function materialized(
  { key, inputManagerKey }: AssetSource,
  found: Materialization | undefined,
  loader: InputLoader,
  partition?: string,
): Promise<InputValue> {
  const what = partition === undefined ? key : `partition ${partition} of ${key}`;
  const madeBy = loader.known.identityOf(key, partition)?.runId;
  if (madeBy !== undefined && madeBy !== loader.runId) await loader.assertReads?.(key, madeBy);
  const loadedBy = (ioManagerKey: string): InputValue => ({
    type: 'load',
    ioManagerKey,
    path: assetPath(key, partition),
    assetKey: key,
    ...(partition !== undefined && { partitionKeys: [partition] }),
    metadata: found?.metadata ?? {},
  });
  if (inputManagerKey !== undefined) return loadedBy(inputManagerKey);
  if (!found)
    throw new NotThere(`${what} has never been materialized`, { remedy: `Materialize ${what} first.` });
  const { ioManagerKey, value } = found;
  if (ioManagerKey !== undefined && !value) return loadedBy(ioManagerKey);
  if (!value)
    throw new NotThere(`${what} was materialized without a value`, {
      remedy: `Return a value from ${key}, or name it in deps instead of ins.`,
    });
  return stored(value, `the stored value of ${what} is lost`, `Materialize ${what} again.`, loader);
}

async function stepValue(source: StepSource, loader: InputLoader): Promise<InputValue> {
  const { step, output } = source;
  const runId = source.runId ?? loader.runId;
  const what = `output ${output} of ${step}`;
  const found = loader.known.output(source, loader.runId);
  if (!found)
    throw new NotThere(`${what} is not stored in run ${runId}`, { remedy: `Execute ${step} again, too.` });
  if (found.value && source.inputManagerKey === undefined)
    return stored(found.value, `the stored ${what} is lost`, `Execute ${step} again, too.`, loader);
  const ioManagerKey = source.inputManagerKey ?? found.ioManagerKey;
  // An op that returned nothing hands over nothing.
  if (ioManagerKey === undefined) return { type: 'json', value: null };
  return {
    type: 'load',
    ioManagerKey,
    path: outputPath(runId, step, output, source.type === 'step' ? source.mappingKey : undefined),
    upstreamOutput: { step, output },
    metadata: found.metadata ?? {},
  };
}

async function stored(
  pointer: ValuePointer,
  lost: string,
  remedy: string,
  { cache, read }: InputLoader,
): Promise<InputValue> {
  const bytes = cache.get(pointer.hash) ?? (await read(pointer));
  if (!bytes) throw new NotThere(lost, { remedy });
  cache.set(pointer.hash, bytes);
  return { type: 'bytes', value: { codec: pointer.codec, bytes } };
}
