import type { EncodedValue } from '../codec';
import { ValueNotStorable } from '../codec-errors';
import { encodeArrow, isArrowTable, type ArrowModule } from './arrow-codec';
import { isPlainJson } from './plain-json';
import { encodeTyped } from './typed-json';

/** Modules that some codecs need, handed in because only some notebooks import them. */
export interface CodecModules {
  readonly arrow?: ArrowModule;
}

const encoder = new TextEncoder();

/**
 * A value as bytes. The same value gives the same bytes, always, since their hash is its data version.
 *
 * | codec | for | bytes |
 * | --- | --- | --- |
 * | `bytes`, `arraybuffer` | `Uint8Array`, `ArrayBuffer` | themselves |
 * | `arrow` | an Arrow table | Arrow IPC stream |
 * | `json` | what JSON can say without loss | JSON |
 * | `json+types` | every other plain value (`typed-json.ts`) | JSON head, then raw buffers |
 *
 * Throws `ValueNotStorable`, naming the place, for functions, symbols, promises and instances of other classes.
 */
export function encodeValue(value: unknown, modules: CodecModules = {}): EncodedValue {
  if (value instanceof Uint8Array) return { codec: 'bytes', bytes: new Uint8Array(value) };
  if (value instanceof ArrayBuffer) return { codec: 'arraybuffer', bytes: new Uint8Array(value.slice(0)) };
  if (isArrowTable(value)) return { codec: 'arrow', bytes: encodeArrow(value, modules.arrow) };
  try {
    return isPlainJson(value)
      ? { codec: 'json', bytes: encoder.encode(JSON.stringify(value)) }
      : { codec: 'json+types', bytes: encodeTyped(value) };
  } catch (error) {
    // The stack, or the longest string the engine can make, was not enough.
    if (!(error instanceof RangeError)) throw error;
    const remedy = 'Flatten it, split it, or return typed arrays or an Arrow table.';
    throw new ValueNotStorable('value', 'nested too deeply or too large as JSON', remedy);
  }
}
