import type { Json } from '../../base/json';
import { ValueNotStorable } from '../codec-errors';
import { setOwn } from './object-key';
import { isPlainObject } from './plain-json';

/** One walk over a value that gives the head of `json+types` and fills `buffers`. */
export class TypedJsonEncoder {
  readonly buffers: Uint8Array[] = [];
  readonly #numbers = new Map<object, number>();
  /** How one would write the place where the walk is, in JavaScript. */
  readonly #path: string[] = ['value'];

  encode(value: unknown): Json {
    switch (typeof value) {
      case 'string':
      case 'boolean':
        return value;
      case 'number':
        if (Object.is(value, -0)) return { $: '-0' };
        return Number.isFinite(value) ? value : { $: String(value) };
      case 'undefined':
        return { $: 'undefined' };
      case 'bigint':
        return { $bigint: String(value) };
      case 'object':
        return value === null ? null : this.#object(value);
      default:
        throw this.#refuse(`a ${typeof value}`, 'Return data: call the function, or leave it out.');
    }
  }

  #object(value: object): Json {
    const number = this.#numbers.get(value);
    if (number !== undefined) return { $ref: number };
    this.#numbers.set(value, this.#numbers.size);
    if (Array.isArray(value)) return this.#array(value);
    if (isPlainObject(value)) return this.#properties(value);
    if (value instanceof Date) return { $date: Number.isNaN(value.getTime()) ? null : value.getTime() };
    if (value instanceof Map) return { $map: [...value].map(([key, item], n) => this.#pair(n, key, item)) };
    if (value instanceof Set) return { $set: [...value].map((item, n) => this.#at(`.item(${n})`, item)) };
    if (value instanceof RegExp) return { $regexp: [value.source, value.flags] };
    if (value instanceof Error) return { $error: this.#error(value) };
    if (value instanceof ArrayBuffer) return this.#buffer('ArrayBuffer', new Uint8Array(value));
    if (ArrayBuffer.isView(value)) return this.#view(value);
    throw this.#foreign(value);
  }

  #array(array: readonly unknown[]): Json {
    if (Object.keys(array).length !== array.length || array.findIndex((_, n) => !(n in array)) >= 0)
      return { $array: [array.length, this.#properties(array as object as Record<string, unknown>)] };
    return array.map((item, index) => this.#at(`[${index}]`, item));
  }

  #properties(value: Record<string, unknown>): Json {
    const encoded = {};
    for (const key of Object.keys(value))
      setOwn(encoded, key.startsWith('$') ? `$${key}` : key, this.#at(accessor(key), value[key]));
    return encoded;
  }

  #pair(index: number, key: unknown, item: unknown): Json {
    const name = typeof key === 'string' ? JSON.stringify(key) : `key(${index})`;
    return [this.#at(`.key(${index})`, key), this.#at(`.get(${name})`, item)];
  }

  /** As structured clone keeps an error, but without the stack: where it was made is not part of the data. */
  #error(error: Error): Json {
    return {
      name: String(error.name),
      message: String(error.message),
      ...('cause' in error && { cause: this.#at('.cause', error.cause) }),
      ...(error instanceof AggregateError && { errors: this.#at('.errors', error.errors) }),
    };
  }

  /** Only the part that the view shows; views of one buffer come back with a buffer each. */
  #view(view: ArrayBufferView): Json {
    const type = view instanceof DataView ? 'DataView' : (view as Uint8Array)[Symbol.toStringTag];
    return this.#buffer(type, new Uint8Array(view.buffer, view.byteOffset, view.byteLength));
  }

  #buffer(type: string, bytes: Uint8Array): Json {
    this.buffers.push(bytes);
    return { $buffer: [type, bytes.length] };
  }

  #at(step: string, value: unknown): Json {
    if (typeof value === 'string' || typeof value === 'boolean') return value;
    this.#path.push(step);
    const encoded = this.encode(value);
    this.#path.pop();
    return encoded;
  }

  #foreign(value: object): ValueNotStorable {
    if (typeof (value as { then?: unknown }).then === 'function')
      return this.#refuse('a promise', 'Await it before returning it.');
    if (typeof Blob !== 'undefined' && value instanceof Blob)
      return this.#refuse('a Blob', 'Return its bytes: `await blob.arrayBuffer()`.');
    const name = (value.constructor as { name?: unknown } | undefined)?.name;
    return this.#refuse(
      `an instance of ${typeof name === 'string' && name ? name : 'a class'}`,
      'Return plain data made from it, or keep it elsewhere and materialize without a value.',
    );
  }

  #refuse(is: string, remedy: string): ValueNotStorable {
    return new ValueNotStorable(this.#path.join(''), is, remedy);
  }
}

const accessor = (key: string): string =>
  /^[A-Za-z_$][\w$]*$/.test(key) ? `.${key}` : `[${JSON.stringify(key)}]`;
