import '../../base/opfs';
import { backupExtension } from '../backup-file';

const fileOf = (name: string) => `${name}-before-restore${backupExtension}`;

/** The backup of what the last restore has replaced: so that can be undone. */
export async function restorePoint(name = 'dagbook'): Promise<File | undefined> {
  const root = await navigator.storage.getDirectory();
  const handle = await root.getFileHandle(fileOf(name)).catch(() => undefined);
  return handle?.getFile();
}

export async function dropRestorePoint(name = 'dagbook'): Promise<void> {
  const root = await navigator.storage.getDirectory();
  await root.removeEntry(fileOf(name));
}

/** Writes it, in a dedicated worker, in the place of the one before; where there is no room for it, nothing is kept. */
export async function keepRestorePoint(pieces: AsyncIterable<Uint8Array>, name: string): Promise<void> {
  const root = await navigator.storage.getDirectory();
  const handle = await root.getFileHandle(fileOf(name), { create: true });
  const access = await handle.createSyncAccessHandle();
  try {
    access.truncate(0);
    let at = 0;
    for await (const piece of pieces) {
      const written = access.write(piece as Uint8Array<ArrayBuffer>, { at });
      if (written < piece.length)
        throw new DOMException('The browser gives no more room', 'QuotaExceededError');
      at += written;
    }
    access.flush();
    access.close();
  } catch (error) {
    access.close();
    await root.removeEntry(fileOf(name));
    throw error;
  }
}
