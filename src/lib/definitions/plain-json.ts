import type { Json } from '../base/json';

/** Numbers that JSON does not have, as the text that stands for them. */
export type NonFinite = 'NaN' | 'Infinity' | '-Infinity';

/** A number as JSON: NaN and the infinities become their names instead of `null`. */
export const jsonNumber = (value: number): number | NonFinite =>
  Number.isFinite(value) ? value : (String(value) as NonFinite);

/** Bigints become numbers where they fit, and their digits as text where they do not. */
export const jsonInteger = (value: bigint): number | string =>
  BigInt(Number(value)) === value && Number.isSafeInteger(Number(value)) ? Number(value) : String(value);

/**
 * A value as JSON data, without losing anything silently: dates become ISO text, what cannot be kept (functions,
 * symbols, maps, sets, binary data, cycles) throws a `TypeError` that says where it was found.
 */
export function plainJson(value: unknown, path = '', above: readonly object[] = []): Json {
  switch (typeof value) {
    case 'string':
    case 'boolean':
      return value;
    case 'number':
      return jsonNumber(value);
    case 'bigint':
      return jsonInteger(value);
    case 'undefined':
      return null;
    case 'object':
      return value === null ? null : plainObject(value, path, above);
    default:
      throw new TypeError(`a ${typeof value}${place(path)} is not data`);
  }
}

function plainObject(value: object, path: string, above: readonly object[]): Json {
  if (above.includes(value)) throw new TypeError(`it contains itself${place(path)}`);
  const within = [...above, value];
  if (Array.isArray(value)) return value.map((item, index) => plainJson(item, `${path}[${index}]`, within));
  if ('toJSON' in value && typeof value.toJSON === 'function') return plainJson(value.toJSON(), path, within);
  const type = Object.prototype.toString.call(value).slice(8, -1);
  if (type !== 'Object') throw new TypeError(`a ${type}${place(path)} is not JSON`);
  return Object.fromEntries(
    Object.entries(value)
      .filter(([, item]) => item !== undefined)
      .map(([name, item]) => [name, plainJson(item, path ? `${path}.${name}` : name, within)]),
  );
}

const place = (path: string): string => path && ` at ${path}`;
