import { unzipSync, Zip, ZipPassThrough } from 'fflate';
import type { ArtifactStore } from '../artifacts/artifact-store';
import { hashOfBytes } from '../base/hash';
import type { DatabaseRecovery } from '../storage/database-recovery';
import type { MaintenanceStorage } from '../storage/maintenance-storage';
import type { Storage } from '../storage/storage';
import { BackupUnusable } from '../storage/storage-errors';

/** The name of a backup file ends in this; it is a zip file. */
export const backupExtension = '.dagbook-backup';

const database = 'dagbook.db';
const artifactsFolder = 'artifacts/';

/** The whole instance as one file, piece by piece: the database, and the large values that it names. */
export async function* packBackup(
  storage: Pick<MaintenanceStorage, 'snapshot' | 'unnamed'>,
  artifacts: ArtifactStore,
): AsyncGenerator<Uint8Array> {
  let pieces: Uint8Array[] = [];
  const zip = new Zip((error, piece) => {
    if (error) throw error;
    pieces.push(piece);
  });
  const add = (name: string, bytes: Uint8Array) => {
    const entry = new ZipPassThrough(name);
    zip.add(entry);
    entry.push(bytes, true);
  };
  function* written() {
    yield* pieces;
    pieces = [];
  }

  // The database first: what it names is there already, and stays for a minute when it is named no more.
  add(database, await storage.snapshot());
  yield* written();
  const hashes: string[] = [];
  for await (const { hash } of artifacts.list()) hashes.push(hash);
  const unnamed = new Set(await storage.unnamed(hashes));
  for (const hash of hashes) {
    const bytes = unnamed.has(hash) ? undefined : await artifacts.get(hash);
    if (bytes) add(artifactsFolder + hash, bytes);
    yield* written();
  }
  zip.end();
  yield* written();
}

/** A backup file, taken apart. */
interface Unpacked {
  readonly stored: Uint8Array<ArrayBuffer>;
  /** Large values, by their hashes. */
  readonly values: readonly (readonly [hash: string, bytes: Uint8Array<ArrayBuffer>])[];
}

/** What a backup file holds. */
export interface BackupContents {
  /** Titles, newest first. */
  readonly notebooks: readonly string[];
  readonly runs: number;
  readonly events: number;
  /** Large values, which lie beside the database. */
  readonly values: number;
  /** When the newest run was launched, in ms since the epoch. */
  readonly newestRunAt?: number;
}

/** Looks into a backup file; `openCopy` opens its database apart from the one of the instance. */
export async function readBackup(
  file: Uint8Array,
  openCopy: (database: Uint8Array<ArrayBuffer>) => Promise<Storage>,
): Promise<BackupContents> {
  const { stored, values } = await unpack(file);
  try {
    const copy = await openCopy(stored);
    try {
      const [{ runs, events }, notebooks, [newest]] = await Promise.all([
        copy.info(),
        copy.listNotebooks(),
        copy.listRuns({ limit: 1 }),
      ]);
      const titles = notebooks.map(({ title }) => title);
      return {
        ...{ notebooks: titles, runs, events, values: values.length },
        ...(newest && { newestRunAt: newest.createdAt }),
      };
    } finally {
      await copy.close();
    }
  } catch (error) {
    throw new BackupUnusable('file', (error as Error).message, error);
  }
}

/**
 * Restores a backup file: all of it is checked before anything is replaced. The database must not be open. Answers where
 * the replaced one is kept. Rejects with `BackupUnusable`.
 */
export async function restoreBackup(
  file: Uint8Array,
  recovery: Pick<DatabaseRecovery, 'takeIn' | 'restore'>,
  artifacts: ArtifactStore,
): Promise<string | undefined> {
  const { stored, values } = await unpack(file);
  const taken = await recovery.takeIn(new Uint8Array(stored));
  for (const [hash, bytes] of values) await artifacts.put(hash, bytes);
  return recovery.restore(taken);
}

async function unpack(file: Uint8Array): Promise<Unpacked> {
  const { [database]: stored, ...others } = unzip(file);
  if (!stored) throw new BackupUnusable('file', 'there is no database in it');
  const values = Object.entries(others)
    .filter(([name]) => name.startsWith(artifactsFolder))
    .map(([name, bytes]) => [name.slice(artifactsFolder.length), bytes] as const);
  for (const [hash, bytes] of values)
    if ((await hashOfBytes(bytes)) !== hash) throw new BackupUnusable('file', `the value ${hash} is damaged`);
  return { stored, values };
}

function unzip(file: Uint8Array): Record<string, Uint8Array<ArrayBuffer>> {
  try {
    return unzipSync(file) as Record<string, Uint8Array<ArrayBuffer>>;
  } catch (error) {
    throw new BackupUnusable('file', 'it is not a backup file, or not all of it', error);
  }
}
