import { hashOfBytes } from '../base/hash';
import type { ValuePointer } from '../events/event';
import type { ArtifactStore } from './artifact-store';
import type { EncodedValue } from './codec';
import { wholeBytes } from './whole-bytes';

/**
 * Values up to so many bytes live in the database: a file of the browser costs 2–3 ms to create whatever its size,
 * and a row commits together with the event that names it.
 */
export const largestInlineValue = 256 * 1024;

export interface PlacedValue {
  readonly pointer: ValuePointer;
  /** To be stored by the transaction of the event that names `pointer`; absent where the artifacts hold the bytes. */
  readonly inline?: { readonly hash: string; readonly codec: string; readonly bytes: Uint8Array };
}

/**
 * Gives an encoded output its place (the IO manager's `handle_output`): a small one is handed back, to be committed
 * with its event; a large one is in the artifacts, durably, when this resolves. Rejects with `StorageFull`.
 */
export async function placeValue(value: EncodedValue, artifacts: ArtifactStore): Promise<PlacedValue> {
  const { codec, bytes } = value;
  const hash = await hashOfBytes(bytes);
  const pointer = { hash, codec, size: bytes.length };
  if (bytes.length <= largestInlineValue) return { pointer, inline: { hash, codec, bytes } };
  await artifacts.put(hash, bytes);
  return { pointer };
}

/** Where values are read from: the database's `getValue`, and the artifacts. */
export interface ValueSources {
  readonly getInline: (hash: string) => Promise<Uint8Array | undefined>;
  readonly artifacts: ArtifactStore;
}

/**
 * The bytes behind a pointer (the IO manager's `load_input`), or `undefined` where the value is lost; never bytes
 * with another hash.
 */
export async function readValue(
  { hash, codec, size }: ValuePointer,
  { getInline, artifacts }: ValueSources,
): Promise<EncodedValue | undefined> {
  const inline = async () => wholeBytes(hash, await getInline(hash));
  const stored = () => artifacts.get(hash);
  const [likely, other] = size <= largestInlineValue ? [inline, stored] : [stored, inline];
  const bytes = (await likely()) ?? (await other());
  return bytes && { codec, bytes };
}
