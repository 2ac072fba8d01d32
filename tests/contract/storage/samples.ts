import type { NewEvent } from '$lib/events/event';
import type { NewValue, Run, Storage, StoredNotebook } from '$lib/storage/storage';
import type { Place } from '../contract';

export const run = (id: string, more: Partial<Run> = {}): Run => ({
  id,
  jobName: '__ASSET_JOB',
  location: 'kitchen',
  bundle: 'b1',
  plan: { steps: [], executor: { type: 'in_process' } },
  tags: { by: 'hand' },
  createdAt: 1_000,
  ...more,
});

export const at = (runId: string, timestamp: number) =>
  ({ runId, timestamp, level: 'INFO', message: '', data: {} }) as const;

export const said = (runId: string, message: string): NewEvent => ({
  ...at(runId, 5),
  type: 'LOG_MESSAGE',
  message,
});

export const materialized = (
  runId: string,
  assetKey: string,
  hash?: string,
  partition?: string,
): NewEvent => ({
  ...at(runId, 5),
  type: 'ASSET_MATERIALIZATION',
  stepKey: assetKey,
  assetKey,
  data: {
    metadata: { rows: { type: 'int', value: 3 } },
    tags: {},
    codeVersion: 'c',
    dataVersion: hash ?? 'd',
    inputVersions: {},
    ...(partition !== undefined && { partition }),
    ...(hash && { value: { hash, codec: 'json', size: 2 } }),
  },
});

/** Told by hand: of no run. */
export const observed = (assetKey: string, dataVersion: string): NewEvent => ({
  ...at('', 5),
  type: 'ASSET_OBSERVATION',
  assetKey,
  data: { metadata: {}, tags: {}, dataVersion },
});

export const evaluated = (runId: string, assetKey: string, check: string, passed: boolean): NewEvent => ({
  ...at(runId, 5),
  type: 'ASSET_CHECK_EVALUATION',
  assetKey,
  data: { check, passed, severity: 'ERROR', blocking: false, metadata: {} },
});

export const wiped = (assetKey: string, partitions?: readonly string[]): NewEvent => ({
  ...at('', 6),
  type: 'ASSET_WIPED',
  assetKey,
  data: partitions ? { partitions } : {},
});

export const value = (hash: string, ...bytes: number[]): NewValue => ({
  hash,
  codec: 'json',
  bytes: new Uint8Array(bytes),
});

export const notebook = (
  revision: number,
  source: string,
  more: Partial<StoredNotebook> = {},
): StoredNotebook => ({
  id: 'n1',
  title: 'Cakes',
  source,
  revision,
  createdAt: 1,
  updatedAt: revision,
  ...more,
});

export async function opened(place: Place<Storage>, ...runs: string[]): Promise<Storage> {
  const storage = await place.open();
  for (const id of runs) await storage.createRun(run(id), []);
  return storage;
}
