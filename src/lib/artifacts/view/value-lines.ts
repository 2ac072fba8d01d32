/** One line under an opened value. `key` is how it is reached: a name, an index, a map's key. */
export interface Child {
  readonly key: string;
  readonly value: unknown;
}

type TypedArray = ArrayLike<number | bigint> & ArrayBufferView;

const isTypedArray = (value: unknown): value is TypedArray =>
  ArrayBuffer.isView(value) && !(value instanceof DataView);

/** How many lines a value has when it is opened; 0 for what has no inside. */
export function childCount(value: unknown): number {
  if (typeof value !== 'object' || value === null || value instanceof Date || value instanceof RegExp)
    return 0;
  if (Array.isArray(value) || isTypedArray(value)) return value.length;
  if (value instanceof Map || value instanceof Set) return value.size;
  return Object.keys(value).length;
}

/** The lines from `from` to before `to`. */
export function childrenOf(value: unknown, from: number, to: number): readonly Child[] {
  if (Array.isArray(value) || isTypedArray(value))
    return Array.from({ length: Math.max(0, Math.min(to, value.length) - from) }, (_, index) => ({
      key: String(from + index),
      value: value[from + index],
    }));
  if (value instanceof Map)
    return [...value].slice(from, to).map(([key, inside]) => ({ key: briefly(key), value: inside }));
  if (value instanceof Set)
    return [...value].slice(from, to).map((inside, index) => ({ key: String(from + index), value: inside }));
  return Object.keys(value as object)
    .slice(from, to)
    .map((key) => ({ key, value: (value as Record<string, unknown>)[key] }));
}

/** One line of a tree, as it is sent. `key` is how its value is reached; `count` how many lines it opens to. */
export interface Line {
  readonly key?: string;
  readonly brief: string;
  readonly hue: Hue;
  readonly count: number;
}

export const lineOf = (value: unknown, key?: string): Line => ({
  ...(key !== undefined && { key }),
  brief: briefly(value),
  hue: hueOf(value),
  count: childCount(value),
});

/** Lines under the value at `path`, by positions: `[2, 0]` is the first child of the third. None where nothing is there. */
export function linesAt(value: unknown, path: readonly number[], from: number, to: number): readonly Line[] {
  let at = value;
  for (const position of path) {
    const [child] = childrenOf(at, position, position + 1);
    if (!child) return [];
    at = child.value;
  }
  return childCount(at) === 0 ? [] : childrenOf(at, from, to).map((child) => lineOf(child.value, child.key));
}

export type Hue = 'text' | 'number' | 'word' | 'date' | 'shape';

/** By what colour a value is told apart. */
export function hueOf(value: unknown): Hue {
  if (typeof value === 'string') return 'text';
  if (typeof value === 'number' || typeof value === 'bigint') return 'number';
  if (value instanceof Date) return 'date';
  return typeof value === 'object' && value !== null ? 'shape' : 'word';
}

const longest = 120;

/** A value in one line of bounded length: a scalar as it is written in code, anything else by its shape. */
export function briefly(value: unknown, depth = 1): string {
  if (typeof value === 'string') return cut(JSON.stringify(value.slice(0, longest + 1)));
  if (typeof value === 'bigint') return `${value}n`;
  if (Object.is(value, -0)) return '-0';
  if (typeof value !== 'object' || value === null) return String(value);
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? 'Invalid Date' : value.toISOString();
  if (value instanceof RegExp) return cut(String(value));
  if (value instanceof Error) return cut(`${value.name}: ${value.message}`);
  const name = Object.prototype.toString.call(value).slice(8, -1);
  const size = childCount(value);
  if (Array.isArray(value))
    return depth === 0
      ? `Array(${size})`
      : cut(`[${few(value, (part) => briefly(part, 0))}${size > 3 ? `, … ${size}` : ''}]`);
  if (name !== 'Object')
    return value instanceof ArrayBuffer ? `${name}(${value.byteLength})` : `${name}(${size})`;
  const keys = Object.keys(value);
  const part = (key: string) => `${key}: ${briefly((value as Record<string, unknown>)[key], 0)}`;
  return depth === 0
    ? `{${few(keys, String)}${size > 3 ? ', …' : ''}}`
    : cut(`{${few(keys, part)}${size > 3 ? ', …' : ''}}`);
}

const few = <T>(parts: readonly T[], show: (part: T) => string): string =>
  parts.slice(0, 3).map(show).join(', ');
const cut = (text: string): string => (text.length > longest ? `${text.slice(0, longest)}…` : text);
