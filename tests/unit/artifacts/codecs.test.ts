import { deepStrictEqual } from 'node:assert/strict';
import * as arrow from 'apache-arrow';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { decodeValue } from '$lib/artifacts/codecs/decode-value';
import { encodeValue } from '$lib/artifacts/codecs/encode-value';

const again = (value: unknown): unknown => decodeValue(encodeValue(value));

const anything = fc.anything({
  key: fc.oneof(fc.string(), fc.constantFrom('$', '$$', '$ref', '$date', '__proto__', 'toString', '0')),
  values: [
    ...[fc.boolean(), fc.double(), fc.integer(), fc.bigInt(), fc.date({ noInvalidDate: false })],
    fc.string({ unit: 'binary' }),
    fc.stringMatching(/^[\ud800-\udfff]{0,3}$/),
    fc.constantFrom(null, undefined, NaN, -0, Infinity, -Infinity, /a+\/b/giu, '$', 'undefined'),
  ],
  withMap: true,
  withSet: true,
  withTypedArray: true,
  withSparseArray: true,
});

describe('any plain value', () => {
  test('comes back as it was', () => {
    fc.assert(
      fc.property(anything, (value) => deepStrictEqual(again(value), value)),
      { numRuns: 2000 },
    );
  });

  test('has the same bytes each time', () => {
    fc.assert(
      fc.property(anything, (value) =>
        deepStrictEqual(encodeValue(value), encodeValue(structuredClone(value))),
      ),
    );
  });

  test('that is JSON comes back through JSON, readable by others', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        const normal: unknown = JSON.parse(JSON.stringify(value));
        const { codec, bytes } = encodeValue(normal);
        expect(codec).toBe('json');
        deepStrictEqual(JSON.parse(new TextDecoder().decode(bytes)), normal);
        deepStrictEqual(again(normal), normal);
      }),
    );
  });
});

test('lone surrogates, in values and keys, survive', () => {
  const value = { '\ud800': '\udfff', list: ['a\ud83d', new Date(0), '\ufeff'] };
  expect(again(value)).toEqual(value);
  expect(again('\ud800')).toBe('\ud800');
});

test('a key __proto__ is a key, and reaches no prototype', () => {
  for (const text of ['{"__proto__":{"evil":true}}', '{"a":{"__proto__":{"evil":true},"$x":1}}']) {
    const value: unknown = JSON.parse(text);
    const withDate = { value, at: new Date(1) };
    deepStrictEqual(again(value), value);
    deepStrictEqual(again(withDate), withDate);
  }
  expect('evil' in {}).toBe(false);
});

test('cycles and shared parts keep their shape', () => {
  const shared = { at: new Date(3) };
  const value: Record<string, unknown> = { one: shared, two: [shared, new Set([shared])] };
  value['self'] = value;
  value['map'] = new Map<unknown, unknown>([[value, shared.at]]);
  const copy = again(value) as typeof value & { two: [unknown, Set<unknown>]; map: Map<unknown, unknown> };
  expect(copy.self).toBe(copy);
  expect(copy.two[0]).toBe(copy['one']);
  expect([...copy.two[1]]).toEqual([copy['one']]);
  expect(copy.map.get(copy)).toBe((copy['one'] as typeof shared).at);
});

test('an array keeps its holes and its named properties', () => {
  const match = /b(?<rest>.*)/.exec('abc');
  deepStrictEqual(again(match && { ...match, groups: { ...match.groups } }), {
    ...match,
    groups: { rest: 'c' },
  });
  const columns = Object.assign([1, , 3], { columns: ['$a'], '-1': 'x' }); // eslint-disable-line no-sparse-arrays
  deepStrictEqual(again(columns), columns);
});

test('errors keep type, name, message and cause', () => {
  const cause = new AggregateError([new RangeError('inner')], 'several');
  const error = new TypeError('outer', { cause });
  const copy = again({ error }) as { error: Error & { cause: AggregateError } };
  expect(copy.error).toBeInstanceOf(TypeError);
  expect(copy.error).toMatchObject({ name: 'TypeError', message: 'outer', cause: { message: 'several' } });
  expect(again([Object.assign(new Error('x'), { name: 'Custom' })])).toMatchObject([{ name: 'Custom' }]);
  expect(copy.error.cause.errors[0]).toEqual(new RangeError('inner'));
});

describe('bytes', () => {
  test('are stored as themselves, each kind as its own', () => {
    const bytes = new Uint8Array([1, 2, 3]);
    expect(encodeValue(bytes)).toEqual({ codec: 'bytes', bytes });
    deepStrictEqual(again(bytes), bytes);
    deepStrictEqual(again(Buffer.from([1, 2])), new Uint8Array([1, 2]));
    deepStrictEqual(again(bytes.buffer), bytes.buffer);
    const value = { floats: new Float64Array([1.5, -0, NaN]), view: new DataView(bytes.buffer, 1, 1) };
    deepStrictEqual(again(value), { ...value, view: new DataView(new Uint8Array([2]).buffer) });
  });

  test('are copies, so that handing the encoded bytes on empties nothing of the value', () => {
    const bytes = new Uint8Array([1, 2, 3]);
    const part = { numbers: new Uint32Array([7]) };
    structuredClone(null, { transfer: [encodeValue(bytes).bytes.buffer, encodeValue(part).bytes.buffer] });
    expect([...bytes, ...part.numbers]).toEqual([1, 2, 3, 7]);
  });

  test('of large typed arrays are not blown up into text', () => {
    const { bytes } = encodeValue({ pixels: new Float32Array(100_000), at: new Date(0) });
    expect(bytes.length).toBeLessThan(400_200);
  });
});

class Cake {}

test.each<[string, unknown, string, string]>([
  [
    'a function',
    { rows: [{}, {}, {}, { fn: () => 1 }] },
    'value.rows[3].fn is a function',
    'call the function',
  ],
  ['a symbol', { 'a b': Symbol('s') }, 'value["a b"] is a symbol', 'leave it out'],
  ['an instance', [new Cake()], 'value[0] is an instance of Cake', 'plain data'],
  ['a promise', { rows: Promise.resolve(1) }, 'value.rows is a promise', 'Await it'],
  ['a blob', new Map([['f', new Blob([])]]), 'value.get("f") is a Blob', 'arrayBuffer'],
  ['a weak map', new Set([new WeakMap()]), 'value.item(0) is an instance of WeakMap', 'plain data'],
  ['a function by itself', () => 1, 'value is a function', 'call the function'],
])('%s is refused by its place, with a remedy', (_, value, message, remedy) => {
  expect(() => encodeValue(value)).toThrowError(
    expect.objectContaining({
      name: 'ValueNotStorable',
      message: expect.stringContaining(message),
      remedy: expect.stringContaining(remedy),
    }),
  );
});

test('nesting deeper than the stack is refused, not crashed on', () => {
  let deep: unknown = [];
  for (let depth = 0; depth < 100_000; depth++) deep = [deep];
  expect(() => encodeValue(deep)).toThrow('nested too deeply');
});

test.each<[string, string, Uint8Array]>([
  ['an unknown codec', 'parquet', new Uint8Array()],
  ['broken JSON', 'json', new TextEncoder().encode('{"a":')],
  ['a cut head', 'json+types', encodeValue({ a: 1n }).bytes.subarray(0, 6)],
  ['cut buffers', 'json+types', encodeValue([new Float64Array(3)]).bytes.subarray(0, -1)],
  ['nothing', 'json+types', new Uint8Array()],
])('%s is unreadable, and says so', (_, codec, bytes) => {
  expect(() => decodeValue({ codec, bytes })).toThrowError(
    expect.objectContaining({ name: 'ValueUnreadable' }),
  );
});

describe('an Arrow table', () => {
  const table = () => arrow.tableFromArrays({ name: ['a', 'b', 'a'], n: Float64Array.of(1, 2, 3) });

  test('comes back as a table, from the IPC stream that others read', () => {
    const encoded = encodeValue(table(), { arrow });
    expect(encoded.codec).toBe('arrow');
    const copy = decodeValue(encoded, { arrow }) as ReturnType<typeof table>;
    expect(copy.toArray().map((row) => row!.toJSON())).toEqual([
      { name: 'a', n: 1 },
      { name: 'b', n: 2 },
      { name: 'a', n: 3 },
    ]);
  });

  test('has the same bytes each time, although Arrow numbers dictionaries by a global counter', () => {
    const nested = () => {
      const inner = arrow.vectorFromArray(
        ['x', 'y', 'x'],
        new arrow.Dictionary(new arrow.Utf8(), new arrow.Int8()),
      );
      const list = new arrow.List(
        new arrow.Field('item', new arrow.Dictionary(new arrow.Utf8(), new arrow.Int32())),
      );
      const lists = arrow.vectorFromArray([['p', 'q'], [], ['p']], list);
      return new arrow.Table({ inner, lists, name: arrow.vectorFromArray(['a', 'b', 'a']) });
    };
    for (const make of [table, nested]) {
      const first = encodeValue(make(), { arrow });
      deepStrictEqual(encodeValue(make(), { arrow }), first);
      const copy = decodeValue(first, { arrow }) as arrow.Table;
      expect(copy.toString()).toBe(make().toString());
      deepStrictEqual(encodeValue(copy, { arrow }), first);
    }
  });

  test('needs Arrow, and says so', () => {
    expect(() => encodeValue(table())).toThrow('Arrow is not loaded');
    expect(() => decodeValue(encodeValue(table(), { arrow }))).toThrow('Arrow is not loaded');
  });
});
