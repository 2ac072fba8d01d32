/** A file of a zip archive as the archive's directory tells of it; `packed` is part of the archive's own bytes. */
export interface ZipEntry {
  readonly name: string;
  readonly packed: Uint8Array;
  readonly isDeflated: boolean;
  /** Bytes that it says it unpacks to. */
  readonly size: number;
}

const [endSignature, entrySignature, localSignature] = [0x06054b50, 0x02014b50, 0x04034b50];
const [endLength, entryLength, localLength, longestComment] = [22, 46, 30, 0xffff];
const text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/**
 * The files of a zip archive (PKWARE's APPNOTE §4.3: end record, directory, local headers), nothing of it unpacked. A
 * library would unpack an entry however long it turns out to be; here whoever unpacks says how much he takes (`unpack`).
 * Throws where it is no zip archive, or one with what we do not write: encryption, Zip64, bytes that two entries share.
 */
export function zipEntries(file: Uint8Array): readonly ZipEntry[] {
  const view = new DataView(file.buffer, file.byteOffset, file.byteLength);
  const end = endOf(view);
  const count = view.getUint16(end + 10, true);
  let at = view.getUint32(end + 16, true);
  const entries: ZipEntry[] = [];
  const ranges: (readonly [from: number, to: number])[] = [];
  for (let index = 0; index < count; index += 1) {
    if (view.getUint32(at, true) !== entrySignature) throw new Error('its directory is damaged');
    const [flags, method] = [view.getUint16(at + 8, true), view.getUint16(at + 10, true)];
    const [packedSize, size] = [view.getUint32(at + 20, true), view.getUint32(at + 24, true)];
    const [nameLength, extraLength, commentLength] = [28, 30, 32].map((offset) =>
      view.getUint16(at + offset, true),
    ) as [number, number, number];
    const local = view.getUint32(at + 42, true);
    const name = text.decode(file.subarray(at + entryLength, at + entryLength + nameLength));
    if (flags & 1) throw new Error(`${name} is encrypted`);
    if (method !== 0 && method !== 8) throw new Error(`${name} is packed in an unknown way`);
    if (view.getUint32(local, true) !== localSignature) throw new Error(`${name} is not where it should be`);
    const from = local + localLength + view.getUint16(local + 26, true) + view.getUint16(local + 28, true);
    if (from + packedSize > end) throw new Error(`${name} ends outside of the file`);
    ranges.push([local, from + packedSize]);
    entries.push({ name, packed: file.subarray(from, from + packedSize), isDeflated: method === 8, size });
    at += entryLength + nameLength + extraLength + commentLength;
  }
  ranges.sort(([a], [b]) => a - b);
  if (ranges.some(([from], index) => index > 0 && from < ranges[index - 1]![1]))
    throw new Error('two of its files share the same bytes');
  return entries;
}

/** Where the end record is: the last thing in the file but for a comment. */
function endOf(view: DataView): number {
  const last = view.byteLength - endLength;
  for (let at = last; at >= Math.max(0, last - longestComment); at -= 1)
    if (view.getUint32(at, true) === endSignature) return at;
  throw new Error('it is no zip file, or not all of it');
}

/** The bytes of an entry. Rejects as soon as there are more than it said, and where there are fewer. */
export async function unpack({ name, packed, isDeflated, size }: ZipEntry): Promise<Uint8Array<ArrayBuffer>> {
  const refuse = (cause?: unknown) => new Error(`${name} does not unpack to what it says`, { cause });
  if (!isDeflated) {
    if (packed.length !== size) throw refuse();
    return packed.slice();
  }
  const bytes = new Uint8Array(size);
  let filled = 0;
  const stream = new Blob([packed as Uint8Array<ArrayBuffer>])
    .stream()
    .pipeThrough(new DecompressionStream('deflate-raw'));
  try {
    for await (const piece of readable(stream)) {
      if (filled + piece.length > size) throw refuse();
      bytes.set(piece, filled);
      filled += piece.length;
    }
  } catch (cause) {
    throw refuse(cause);
  }
  if (filled !== size) throw refuse();
  return bytes;
}

/** Browsers do not all walk streams by `for await`; leaving early cancels the stream. */
async function* readable(stream: ReadableStream<Uint8Array>): AsyncGenerator<Uint8Array> {
  const reader = stream.getReader();
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return;
      yield value;
    }
  } finally {
    await reader.cancel().catch(() => {});
  }
}
