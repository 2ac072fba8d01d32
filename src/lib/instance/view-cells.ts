import { systemTimers, type Clock, type Timers } from '../base/clock';
import { DagbookError, serializeError, type SerializedError } from '../base/errors';
import { hashOfBytes } from '../base/hash';
import { newRunId } from '../base/ids';
import { viewNode } from '../definitions/collect-view-cells';
import type { DefinitionsSnapshot } from '../definitions/snapshot';
import type { ViewCellSnapshot, ViewCellUse } from '../definitions/view-cell-snapshot';
import type { ValuePointer } from '../events/event';
import { ByteCache } from '../execution/byte-cache';
import type { WarmIsolate } from '../execution/isolate-pool';
import { KnownValues } from '../execution/known-values';
import { loadInputs } from '../execution/step-inputs';
import { storedKnowledge } from '../execution/stored-knowledge';
import type { StepMessage, StepRequest } from '../location/step-protocol';
import type { ExecutionStep, PlannedSource } from '../plan/execution-plan';
import { resourceOrder } from '../plan/resource-order';
import type { Storage } from '../storage/storage';
import { variablesOf } from './check-config';
import { redaction } from '../execution/redact';
import { resolveVariables, type Environment } from './environment';
import type { Locations } from './locations';
import { keepView, keptViewBytes, type ShownView } from './kept-views';
import type { Trusts } from './trust';
import { viewBasis } from './view-cell-state';
import { storedViewValues, type ViewValues } from './view-values';

/** What came of computing a view cell. Without `value` and `error` its function returned nothing. */
export interface ViewCellResult {
  /** That its function took. */
  readonly milliseconds: number;
  /** Looked at as any stored value, but forgotten when newer ones need the room. */
  readonly value?: ValuePointer;
  readonly error?: SerializedError;
}

/** Milliseconds that a view cell may take. */
export const longestView = 5_000;

/** Bytes of shown values, and of values that were read for them, that are kept. */
const mostBytes = 64 * 2 ** 20;

interface ViewCellParts {
  readonly clock: Clock;
  /** For the time limit; default real time. */
  readonly timers?: Timers;
  readonly storage: Storage;
  readonly locations: Locations;
  readonly trusts: Trusts;
  readonly environment: Environment;
  readonly readStored: (pointer: ValuePointer) => Promise<{ readonly bytes: Uint8Array } | undefined>;
}

/** Computes view cells, and keeps what they show for a while. */
export function viewCells(parts: ViewCellParts) {
  const { storage, locations, trusts, environment, readStored, clock, timers = systemTimers } = parts;
  const cache = new ByteCache(mostBytes);

  async function requestOf(
    location: string,
    cell: ViewCellSnapshot,
    snapshot: DefinitionsSnapshot,
    bundle: string,
  ): Promise<StepRequest> {
    const runId = newRunId();
    const values = await storedViewValues(storage, location);
    const inputs = await Promise.all(
      cell.uses.map(async (use) => ({
        name: use.name,
        source: await sourceOf(use, snapshot, values, storage),
      })),
    );
    const node = viewNode(cell.name);
    const step: ExecutionStep = { key: node, node, op: node, inputs, outputs: [], deps: [], priority: 0 };
    const known = new KnownValues(new Map());
    for (const event of await storedKnowledge({ steps: [step], executor: { type: 'in_process' } }, storage))
      known.apply(event);
    const loaded = await loadInputs(step, {
      ...{ runId, known, cache },
      assertReads: (key, madeBy) => trusts.assertReads(location, key, madeBy),
      read: async (pointer) => (await readStored(pointer))?.bytes,
    });
    const keys = resourceOrder(cell.resources, snapshot.resources);
    const env = await resolveVariables(
      trusts.environmentOf(location, environment),
      variablesOf({ snapshot }, {}, keys),
    );
    return {
      id: `${runId}:${node}:1`,
      ...{ runId, stepKey: node, node, bundle, inputs: loaded },
      ...{ attempt: 1, hasRetriesLeft: false, jobName: '', tags: {}, checks: [], hooks: [] },
      outputs: [{ name: 'result', isRequired: false, path: node }],
      resources: { runId, keys, config: {}, env },
    };
  }

  async function execute(
    location: string,
    request: StepRequest,
    cell: ViewCellSnapshot,
  ): Promise<ViewCellResult> {
    const said: StepMessage[] = [];
    let isLate = false;
    const work = async ({ isolate }: WarmIsolate) => {
      const giveUp = () => {
        isLate = true;
        isolate.terminate();
      };
      const callOff = timers.at(clock.now() + longestView, giveUp);
      try {
        await isolate.execute(request, (message) => said.push(message));
        if (request.resources.keys.length > 0) await isolate.closeRun(request.runId);
      } finally {
        callOff();
      }
    };
    try {
      await locations.ask(location, request.bundle, work, { leave: 1 });
    } catch (thrown) {
      if (!isLate) throw thrown;
      return { milliseconds: longestView, error: serializeError(new ViewTookTooLong(cell)) };
    }
    const end = said.at(-1)!;
    const milliseconds = end.time - (said.find(({ type }) => type === 'started') ?? end).time;
    if (end.type === 'failed') return { milliseconds, error: redaction(request.resources.env)(end.error) };
    const output = said.find((message) => message.type === 'output')?.value;
    if (!output) return { milliseconds };
    const hash = await hashOfBytes(output.bytes);
    cache.set(hash, output.bytes);
    return { milliseconds, value: { hash, codec: output.codec, size: output.bytes.length } };
  }

  async function evaluate(location: string, name: string): Promise<ShownView> {
    const { bundle, snapshot } = await locations.load(location);
    const cell = snapshot.viewCells?.find((each) => each.name === name);
    if (!cell)
      throw new DagbookError(`There is no view ${name} in this notebook`, {
        name: 'ViewNotFound',
        remedy: 'Look for an error of its cell.',
      });
    const keys = cell.uses.flatMap((use) => (use.from === 'asset' ? [use.key] : []));
    const [latest, values] = await Promise.all([
      storage.latestMaterializations(keys),
      storedViewValues(storage, location),
    ]);
    const { id: basis } = viewBasis(cell, (key) => latest.get(key)?.id, values);
    const result = await execute(location, await requestOf(location, cell, snapshot, bundle), cell);
    const shown = { ...result, basis, cell: cell.cell };
    await keepView(storage, { location, name }, shown, result.value && cache.get(result.value.hash));
    return shown;
  }

  return {
    evaluate,
    /** The bytes of what was shown, while they are kept: a copy, since who gets it may hand it over. */
    shown: async (pointer: ValuePointer): Promise<Uint8Array | undefined> =>
      cache.get(pointer.hash)?.slice() ?? (await keptViewBytes(storage, pointer)),
  };
}

/** Of a partitioned asset all partitions that are there. */
async function sourceOf(
  use: ViewCellUse,
  { assets, resources }: DefinitionsSnapshot,
  values: ViewValues,
  storage: Pick<Storage, 'latestPartitions'>,
): Promise<PlannedSource> {
  if (use.from === 'input')
    return {
      type: 'value',
      value: values[use.key] ?? resources.find(({ key }) => key === use.key)?.view?.value ?? null,
    };
  const { key, byPartition } = use;
  const isPartitioned = assets.find((asset) => asset.key === key)?.partitions !== undefined;
  if (!isPartitioned) return { type: 'asset', key };
  const partitions = [...(await storage.latestPartitions(key)).keys()];
  return { type: 'asset', key, partitions, ...(byPartition && { byPartition }) };
}

class ViewTookTooLong extends DagbookError {
  static override readonly name: string = 'ViewTookTooLong';

  constructor({ name, cell }: ViewCellSnapshot) {
    super(`The view ${name} took longer than ${longestView / 1000} s and was ended`, {
      remedy:
        'Look for an endless loop in it, or let an asset do its work: the view then shows what that made.',
      at: { cell },
    });
  }
}
