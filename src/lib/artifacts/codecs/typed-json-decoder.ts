import type { Json } from '../../base/json';
import { setOwn } from './object-key';

type Tree = { [key: string]: Json };

const atoms: Readonly<Record<string, number | undefined>> = {
  undefined: undefined,
  NaN,
  Infinity,
  '-Infinity': -Infinity,
  '-0': -0,
};

const errorTypes: Readonly<Record<string, ErrorConstructor>> = {
  TypeError,
  RangeError,
  SyntaxError,
  ReferenceError,
  EvalError,
  URIError,
};

/**
 * Rebuilds what `TypedJsonEncoder` wrote; `buffers` are the bytes after the head. What needs no change is not copied:
 * the head is used up.
 */
export function decodeTree(head: Json, buffers: Uint8Array): unknown {
  /** Objects by their number. Each is entered before its parts are read, since those may refer back to it. */
  const met: object[] = [];
  let offset = 0;
  return decode(head);

  function decode(part: Json): unknown {
    if (typeof part !== 'object' || part === null) return part;
    if (Array.isArray(part)) return fill(enter(part as Json[]), part as Json[]);
    const keys = Object.keys(part);
    if (!keys.some((key) => key.startsWith('$'))) return properties(enter(part as Tree), part as Tree);
    const tag = keys.length === 1 && !keys[0]!.startsWith('$$') ? keys[0] : undefined;
    return tag === undefined ? properties(enter({}), part as Tree) : tagged(tag, (part as Tree)[tag]!);
  }

  function enter<Value extends object>(value: Value): Value {
    met.push(value);
    return value;
  }

  function fill(array: unknown[], parts: readonly Json[]): unknown[] {
    parts.forEach((part, index) => (array[index] = decode(part)));
    return array;
  }

  function properties(target: object, parts: Tree): object {
    for (const key of Object.keys(parts))
      setOwn(target, key.startsWith('$$') ? key.slice(1) : key, decode(parts[key]!));
    return target;
  }

  function tagged(tag: string, part: Json): unknown {
    switch (tag) {
      case '$':
        return atoms[part as string];
      case '$ref':
        return known(part as number);
      case '$bigint':
        return BigInt(part as string);
      case '$date':
        return enter(new Date((part as number | null) ?? NaN));
      case '$regexp':
        return enter(new RegExp(...(part as [string, string])));
      case '$map': {
        const map = enter(new Map());
        for (const [key, item] of part as [Json, Json][]) map.set(decode(key), decode(item));
        return map;
      }
      case '$set': {
        const set = enter(new Set());
        for (const item of part as Json[]) set.add(decode(item));
        return set;
      }
      case '$array': {
        const [length, parts] = part as [number, Tree];
        return properties(enter(new Array(length)), parts);
      }
      case '$buffer':
        return enter(buffer(...(part as [string, number])));
      case '$error':
        return error(part as Tree);
      default:
        throw new TypeError(`the tag ${tag} is not known`);
    }
  }

  function known(number: number): object {
    const value = met[number];
    if (!value) throw new TypeError(`it refers to object ${number}, which is not there`);
    return value;
  }

  function buffer(type: string, size: number): object {
    const bytes = buffers.slice(offset, (offset += size));
    if (bytes.length < size) throw new TypeError('its buffers are cut off');
    if (type === 'ArrayBuffer') return bytes.buffer;
    const View = (globalThis as Record<string, unknown>)[type];
    if (!/Array$|^DataView$/.test(type) || typeof View !== 'function')
      throw new TypeError(`the buffer type ${type} is not known`);
    return new (View as new (buffer: ArrayBuffer) => object)(bytes.buffer);
  }

  function error({ name, message, cause, errors }: Tree): Error {
    const Type = errorTypes[name as string] ?? Error;
    const made: Error = errors ? new AggregateError([], message as string) : new Type(message as string);
    enter(made);
    const own = (key: string, value: unknown) =>
      Object.defineProperty(made, key, { value, writable: true, configurable: true });
    if (made.name !== name) own('name', name);
    if (cause !== undefined) own('cause', decode(cause));
    if (errors) own('errors', decode(errors));
    return made;
  }
}
