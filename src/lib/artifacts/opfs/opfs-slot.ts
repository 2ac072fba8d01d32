import '../../base/opfs';
import { hashOfBytes } from '../../base/hash';

/** What a slot holds: its bytes, and which write of its path they are, counted from 1. */
export interface Slot {
  readonly version: number;
  readonly bytes: Uint8Array;
}

/** Before the bytes: the version as a float of 8 bytes, and the SHA-256 of the bytes as 64 hexadecimal digits. */
const headLength = 72;

/** `undefined` where the slot is not whole: a write of it did not come to its end. */
export async function readSlot(file: FileSystemFileHandle): Promise<Slot | undefined> {
  const content = await file
    .getFile()
    .then((blob) => blob.arrayBuffer())
    .catch(unreadable);
  if (!content || content.byteLength < headLength) return undefined;
  const hash = new TextDecoder().decode(new Uint8Array(content, 8, headLength - 8));
  const bytes = new Uint8Array(content.slice(headLength));
  if ((await hashOfBytes(bytes)) !== hash) return undefined;
  return { version: new DataView(content).getFloat64(0), bytes };
}

/** On the disk when it resolves, as far as a browser can tell. */
export async function writeSlot(
  file: FileSystemFileHandle,
  version: number,
  bytes: Uint8Array,
): Promise<void> {
  const head = new Uint8Array(headLength);
  new DataView(head.buffer).setFloat64(0, version);
  head.set(new TextEncoder().encode(await hashOfBytes(bytes)), 8);
  const access = await file.createSyncAccessHandle();
  try {
    access.truncate(headLength + bytes.length);
    const written = access.write(head, { at: 0 }) + access.write(bytes, { at: headLength });
    if (written < headLength + bytes.length)
      throw new DOMException('The file is short', 'QuotaExceededError');
    access.flush();
  } catch (error) {
    access.truncate(0); // A part of it is worth nothing, but takes space.
    throw error;
  } finally {
    access.close();
  }
}

/** It was removed, or written, while it was read. */
function unreadable(error: unknown): undefined {
  if (!['NotFoundError', 'NotReadableError'].includes((error as Error).name)) throw error;
}
