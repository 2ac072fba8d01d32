import type { ArtifactStore } from '../artifacts/artifact-store';
import { DagbookError } from '../base/errors';
import { hashOfBytes } from '../base/hash';
import type { AssetKeyString, AssetSnapshot } from '../definitions/snapshot';
import type { NewEvent, ValuePointer } from '../events/event';
import type { Storage, StoredRun } from '../storage/storage';

/** An asset as it is told of where its code does not run. */
export interface SharedAsset extends Pick<AssetSnapshot, 'key' | 'description' | 'kinds'> {
  readonly cell: string;
  readonly deps: readonly AssetKeyString[];
}

/** A result that came in a file, of an asset or, without `event`, of a cell in another tool. */
export interface ReceivedResult {
  readonly cell: string;
  readonly value?: ValuePointer;
  readonly event?: Extract<NewEvent, { type: 'ASSET_MATERIALIZATION' }>;
}

/** A run elsewhere, with its log. */
export interface ReceivedRun extends Pick<
  StoredRun,
  'id' | 'jobName' | 'status' | 'createdAt' | 'startedAt' | 'endedAt'
> {
  readonly events: readonly NewEvent[];
}

/**
 * What came with a notebook's file beside the notebook: it is shown with it, and is no part of this instance's record.
 * No asset counts as materialized by it, here or in another notebook, and nothing loads its values.
 */
export interface Received {
  readonly fileName: string;
  readonly assets: readonly SharedAsset[];
  readonly results: readonly ReceivedResult[];
  readonly runs: readonly ReceivedRun[];
}

/** What came, with the bytes of values that its results point to, and of packages that the notebook pins: by hash. */
export interface ReceivedFile {
  readonly record: Received;
  readonly values: readonly { readonly hash: string; readonly bytes: Uint8Array }[];
}

/** The key of the setting that keeps what came with a notebook; `unnamed.ts` finds the values by it. */
const keyOf = (notebook: string): string => `received:${notebook}`;

type Settings = Pick<Storage, 'getSetting' | 'setSetting'>;

/** Keeps what came with a notebook; answers how to take it back. Rejects where a value is not what its hash says. */
export async function keepReceived(
  { storage, artifacts }: { readonly storage: Settings; readonly artifacts: Pick<ArtifactStore, 'put'> },
  notebook: string,
  { record, values }: ReceivedFile,
): Promise<() => Promise<void>> {
  for (const { hash, bytes } of values)
    if ((await hashOfBytes(bytes)) !== hash)
      throw new DagbookError(`The value ${hash} of ${record.fileName} is damaged`, { name: 'ValueDamaged' });
  // In the artifacts, whatever their size: there, what nothing names goes by itself.
  for (const { hash, bytes } of values) await artifacts.put(hash, bytes);
  await storage.setSetting(keyOf(notebook), JSON.stringify(record));
  return () => storage.setSetting(keyOf(notebook), undefined);
}

/** What came with a notebook; `undefined` where nothing did. */
export async function receivedWith(storage: Settings, notebook: string): Promise<Received | undefined> {
  const stored = await storage.getSetting(keyOf(notebook));
  return stored === undefined ? undefined : (JSON.parse(stored) as Received);
}
