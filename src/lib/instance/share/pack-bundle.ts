import { deflateSync, strToU8, Zip, ZipDeflate, ZipPassThrough } from 'fflate';
import { hashOfBytes } from '../../base/hash';
import { afterWaitingTasks } from '../../base/macrotask';
import type { AssetKeyString } from '../../definitions/snapshot';
import type { RunEvent } from '../../events/event';
import { readNotebook } from '../../notebook/read-notebook';
import type { StoredRun } from '../../storage/storage';
import type { Instance, NotebookDocument } from '../instance';
import type { ReceivedRun } from '../received';
import { bundleFormat, bundleLimits, BundleTooLarge, bundleVersion, pinnedPackages } from './notebook-bundle';
import { pointerOf, type SharedResults } from './shared-results';

/** What goes into a bundle beside the notebook. */
export interface BundleChoice {
  readonly attachments: boolean;
  /** Assets whose newest materializations go into it, with their values. */
  readonly assets: readonly AssetKeyString[];
  /** The newest runs, with their logs. */
  readonly history: boolean;
}

/** Of a bundle under way: how much of it is packed, in bytes before packing. */
export interface BundleProgress {
  readonly done: number;
  readonly total: number;
}

type Port = Pick<Instance, 'attachedFile' | 'value' | 'listRuns' | 'runEvents'>;

/** Bytes that are packed at a time: others have their turn in between. */
const piece = 128 * 1024;

/** What is longer is packed by the fastest way, and not at all where its beginning hardly gets shorter (pictures, Parquet). */
const long = 2 ** 20;

function newEntry(name: string, bytes: Uint8Array) {
  if (bytes.length <= long) return new ZipDeflate(name, { level: 6 });
  const isPackedAlready = deflateSync(bytes.subarray(0, piece), { level: 1 }).length > 0.9 * piece;
  return isPackedAlready ? new ZipPassThrough(name) : new ZipDeflate(name, { level: 1 });
}

/**
 * Packs a bundle, piece by piece; the same notebook with the same results gives the same bytes. Packages that were
 * fetched for it go with it. What is lost (a file, a value) is left out. Throws `BundleTooLarge`, or what `signal` says.
 */
export async function* packBundle(
  instance: Port,
  document: Pick<NotebookDocument, 'id' | 'source' | 'attachments'>,
  { assets, results }: SharedResults,
  choice: BundleChoice,
  {
    signal,
    onprogress,
  }: { readonly signal?: AbortSignal; readonly onprogress?: (progress: BundleProgress) => void } = {},
): AsyncGenerator<Uint8Array> {
  const chosen = results.filter(({ event }) => event && choice.assets.includes(event.assetKey!));
  const kept: SharedResults = { assets, results: chosen };
  const pointers = new Map(
    chosen.map(pointerOf).flatMap((pointer) => (pointer ? [[pointer.hash, pointer]] : [])),
  );
  const texts: [name: string, text: string][] = [
    ['notebook.nb.ts', document.source],
    ['results.json', JSON.stringify(kept)],
    ...(choice.history
      ? [['runs.json', JSON.stringify(await runsOf(instance, document.id))] as [string, string]]
      : []),
  ];
  const attachments = choice.attachments ? document.attachments : [];
  const packages = new Map<string, Uint8Array>();
  for (const hash of pinnedPackages(readNotebook(document.source))) {
    const bytes = await instance.attachedFile(hash);
    if (bytes) packages.set(hash, bytes);
  }
  const sum = (sizes: readonly number[]) => sizes.reduce((total, size) => total + size, 0);
  const total =
    sum(texts.map(([, text]) => text.length)) +
    sum(attachments.map(({ size }) => size)) +
    sum([...packages.values()].map(({ length }) => length)) +
    sum([...pointers.values()].map(({ size }) => size));

  if (total > bundleLimits.bytes || texts.some(([, text]) => text.length > bundleLimits.recordBytes))
    throw new BundleTooLarge(total);

  const written: Uint8Array[] = [];
  const zip = new Zip((error, bytes) => {
    if (error) throw error;
    written.push(bytes);
  });
  const files: Record<string, { sha256: string; size: number }> = {};
  let done = 0;

  async function* add(name: string, bytes: Uint8Array): AsyncGenerator<Uint8Array> {
    const entry = newEntry(name, bytes);
    entry.mtime = '1980-01-01T12:00:00';
    zip.add(entry);
    let at = 0;
    do {
      signal?.throwIfAborted();
      entry.push(bytes.subarray(at, at + piece), at + piece >= bytes.length);
      at += piece;
      onprogress?.({ done: Math.min(total, done + Math.min(at, bytes.length)), total });
      yield* written.splice(0);
      await new Promise<void>((resolve) => afterWaitingTasks(resolve));
    } while (at < bytes.length);
    done += bytes.length;
    files[name] = { sha256: await hashOfBytes(bytes), size: bytes.length };
  }

  for (const [name, text] of texts) yield* add(name, strToU8(text));
  for (const { path, hash } of attachments) {
    const bytes = await instance.attachedFile(hash);
    if (bytes) yield* add(`attachments/${path}`, bytes);
  }
  for (const [hash, bytes] of packages) yield* add(`packages/${hash}`, bytes);
  for (const pointer of pointers.values()) {
    const stored = await instance.value(pointer);
    if (stored) yield* add(`values/${pointer.hash}`, stored.bytes);
  }
  const manifest = { format: bundleFormat, version: bundleVersion, files: { ...files } };
  yield* add('manifest.json', strToU8(JSON.stringify(manifest, null, 1)));
  zip.end();
  yield* written;
}

/** The newest runs of a notebook, so many that their logs keep within the limit. */
async function runsOf(instance: Port, location: string): Promise<readonly ReceivedRun[]> {
  const kept: ReceivedRun[] = [];
  let left: number = bundleLimits.events;
  for (const run of await instance.listRuns({ location, limit: bundleLimits.runs })) {
    const events = await instance.runEvents(run.id, { limit: left });
    // Of a log that is cut, nobody could tell how the run ended.
    if (events.length >= left) break;
    left -= events.length;
    kept.push(receivedRun(run, events));
  }
  return kept;
}

const receivedRun = (
  { id, jobName, status, createdAt, startedAt, endedAt }: StoredRun,
  events: readonly RunEvent[],
): ReceivedRun => ({
  ...{ id, jobName, status, createdAt },
  ...(startedAt !== undefined && { startedAt }),
  ...(endedAt !== undefined && { endedAt }),
  events: events.map(({ id: _, ...event }) => event),
});
