import { hashOfBytes } from '../base/hash';

/**
 * The bytes, if they are what their name says; a short or damaged file (a power cut can leave one) is the same as
 * none. This is where every store keeps its promise never to answer other bytes.
 */
export async function wholeBytes(
  hash: string,
  bytes: Uint8Array | undefined,
): Promise<Uint8Array | undefined> {
  return bytes && (await hashOfBytes(bytes)) === hash ? bytes : undefined;
}
