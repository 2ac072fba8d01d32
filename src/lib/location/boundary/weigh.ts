import { limits } from './limits';

/**
 * The size of plain data in UTF-16 units, with 8 for each value and name in it; bytes count only against
 * `limits.output`. Throws where the data is larger than `budget`, nested deeper than `limits.depth` (a cycle is), or
 * not plain: JSON, `undefined` and byte arrays that own their memory. What passes can be walked without care.
 */
export function weigh(value: unknown, budget: number, depth: number = limits.depth): number {
  if (depth < 0) throw new RangeError(`nested deeper than ${limits.depth} levels`);
  let weight = 8;
  const add = (more: number) => {
    weight += more;
    if (weight > budget) throw new RangeError('too large');
  };
  add(0);
  if (typeof value === 'string') add(value.length);
  else if (Array.isArray(value)) {
    add(value.length);
    // A list can have holes, and properties besides its items.
    if (Object.keys(value).length !== value.length) throw new TypeError('not a plain list');
    for (const item of value) add(weigh(item, budget - weight, depth - 1));
  } else if (value instanceof Uint8Array) {
    // Shared memory could change after it was looked at, and a small view can stand on a huge buffer.
    if (!(value.buffer instanceof ArrayBuffer)) throw new TypeError('bytes in shared memory');
    if (value.buffer.byteLength > limits.output) throw new RangeError('too many bytes');
  } else if (typeof value === 'object' && value !== null) {
    if (Object.getPrototypeOf(value) !== Object.prototype) throw new TypeError('not plain data');
    for (const [name, item] of Object.entries(value)) {
      add(name.length);
      add(weigh(item, budget - weight, depth - 1));
    }
  } else if (!['undefined', 'boolean', 'number'].includes(typeof value) && value !== null)
    throw new TypeError('not plain data');
  return weight;
}
