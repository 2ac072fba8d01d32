import type { Json } from '../../base/json';
import { decodeTree } from './typed-json-decoder';
import { TypedJsonEncoder } from './typed-json-encoder';

/**
 * The codec `json+types`: what structured clone can copy, as JSON with tags, followed by the raw bytes of buffers.
 *
 * Layout: length of the head (uint32, little-endian), head (JSON as UTF-8), buffers one after the other.
 *
 * In the head an object with one key that starts with a single `$` is a tag; a user's key that starts with `$` gets
 * one `$` more. Tags: `{"$": "undefined" | "NaN" | "Infinity" | "-Infinity" | "-0"}`, `$bigint` text, `$date` ms or
 * null, `$regexp` [source, flags], `$map` [[key, value]…], `$set` [value…], `$error` {name, message, …},
 * `$array` [length, {key: value…}] for arrays with holes or named properties, `$buffer` [type, bytes], and `$ref` n
 * for an object that was met before: objects are numbered from 0 in the order in which their text begins.
 */
export function encodeTyped(value: unknown): Uint8Array {
  const encoder = new TypedJsonEncoder();
  const head = new TextEncoder().encode(JSON.stringify(encoder.encode(value)));
  const size = encoder.buffers.reduce((sum, buffer) => sum + buffer.length, 4 + head.length);
  const bytes = new Uint8Array(size);
  new DataView(bytes.buffer).setUint32(0, head.length, true);
  bytes.set(head, 4);
  let offset = 4 + head.length;
  for (const buffer of encoder.buffers) {
    bytes.set(buffer, offset);
    offset += buffer.length;
  }
  return bytes;
}

export function decodeTyped(bytes: Uint8Array): unknown {
  const headEnd = 4 + new DataView(bytes.buffer, bytes.byteOffset).getUint32(0, true);
  const head = new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes.subarray(4, headEnd));
  return decodeTree(JSON.parse(head) as Json, bytes.subarray(headEnd));
}
