import type { EncodedValue } from '../codec';
import { ValueUnreadable } from '../codec-errors';

const lineEnd = 10;

/** An encoded value in one piece, for a store that keeps bytes alone: the codec's name, a line end, the bytes. */
export function framed({ codec, bytes }: EncodedValue): Uint8Array {
  const head = new TextEncoder().encode(`${codec}\n`);
  const whole = new Uint8Array(head.length + bytes.length);
  whole.set(head);
  whole.set(bytes, head.length);
  return whole;
}

/** Throws `ValueUnreadable` where the bytes were not written by `framed`. */
export function unframed(whole: Uint8Array): EncodedValue {
  const end = whole.subarray(0, 100).indexOf(lineEnd);
  if (end < 0)
    throw new ValueUnreadable('its codec is not said', 'Read it with what has written it, or make it again.');
  return { codec: new TextDecoder().decode(whole.subarray(0, end)), bytes: whole.slice(end + 1) };
}
