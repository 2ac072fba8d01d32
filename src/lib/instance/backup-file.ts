import { unzipSync, Zip, ZipPassThrough } from 'fflate';
import type { ArtifactStore } from '../artifacts/artifact-store';
import { hashOfBytes } from '../base/hash';
import type { DatabaseRecovery } from '../storage/database-recovery';
import type { MaintenanceStorage } from '../storage/maintenance-storage';
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

/**
 * Restores a backup file: all of it is checked before anything is replaced. The database must not be open. Answers where
 * the replaced one is kept. Rejects with `BackupUnusable`.
 */
export async function restoreBackup(
  file: Uint8Array,
  recovery: Pick<DatabaseRecovery, 'takeIn' | 'restore'>,
  artifacts: ArtifactStore,
): Promise<string | undefined> {
  const { [database]: stored, ...others } = unpack(file);
  if (!stored) throw new BackupUnusable('file', 'there is no database in it');
  const values = Object.entries(others)
    .filter(([name]) => name.startsWith(artifactsFolder))
    .map(([name, bytes]) => [name.slice(artifactsFolder.length), bytes] as const);
  for (const [hash, bytes] of values)
    if ((await hashOfBytes(bytes)) !== hash) throw new BackupUnusable('file', `the value ${hash} is damaged`);
  const taken = await recovery.takeIn(new Uint8Array(stored));
  for (const [hash, bytes] of values) await artifacts.put(hash, bytes);
  return recovery.restore(taken);
}

function unpack(file: Uint8Array): Record<string, Uint8Array<ArrayBuffer>> {
  try {
    return unzipSync(file) as Record<string, Uint8Array<ArrayBuffer>>;
  } catch (error) {
    throw new BackupUnusable('file', 'it is not a backup file, or not all of it', error);
  }
}
