import { tableFromArrays } from 'apache-arrow';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { briefly, childCount, childrenOf, linesAt } from '$lib/artifacts/view/value-lines';
import { hexLines, imageType, shapeOf } from '$lib/artifacts/view/value-shape';

const png = new Uint8Array([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0, 0]);
const utf8 = (text: string) => new TextEncoder().encode(text);

describe('how a value is shown', () => {
  test.each([
    ['nothing', undefined, 'nothing'],
    ['text, HTML too', '<b>not bold</b>', 'text'],
    ['a PNG by its first bytes', png, 'image'],
    ['a JPEG', new Uint8Array([0xff, 0xd8, 0xff, 0xe0]), 'image'],
    ['a GIF', utf8('GIF89a…'), 'image'],
    ['a WebP', utf8('RIFF\0\0\0\0WEBPVP8 '), 'image'],
    ['an error', new Error('x'), 'error'],
    ['SVG stays bytes: it can carry scripts', utf8('<svg onload="x()"/>'), 'bytes'],
    ['flat records', [{ a: 1 }, { a: 2, b: new Date(0) }], 'table'],
    ['nested records', [{ a: { b: 1 } }], 'tree'],
    ['records among something else', [{ a: 1 }, 2], 'tree'],
    ['an empty list', [], 'tree'],
    ['a map', new Map([[1, 2]]), 'tree'],
    ['a number', 42, 'tree'],
    ['an Arrow table', tableFromArrays({ n: Int32Array.of(1, 2) }), 'table'],
  ])('%s', (_, value, type) => {
    expect(shapeOf(value).type).toBe(type);
  });

  test('a table has every column that any record has, and gaps where one has it not', () => {
    const shape = shapeOf([{ a: 1 }, { b: 'x' }]);
    if (shape.type !== 'table') throw new Error(shape.type);
    expect(shape.table.columns).toEqual(['a', 'b']);
    expect([shape.table.cell(0, 0), shape.table.cell(0, 1), shape.table.cell(1, 1)]).toEqual([
      1,
      undefined,
      'x',
    ]);
  });

  test('an Arrow table is read cell by cell', () => {
    const shape = shapeOf(tableFromArrays({ n: Int32Array.of(7, 8), s: ['a', 'b'] }));
    if (shape.type !== 'table') throw new Error(shape.type);
    expect([shape.table.columns, shape.table.rowCount]).toEqual([['n', 's'], 2]);
    expect([shape.table.cell(1, 0), shape.table.cell(1, 1)]).toEqual([8, 'b']);
  });

  test('bytes as hex', () => {
    expect(hexLines(utf8('Dagbook\n'), 0, 16)).toEqual([
      '00000000  44 61 67 62 6f 6f 6b 0a                          Dagbook.',
    ]);
    expect(imageType(utf8('PNG'))).toBeUndefined();
  });
});

describe('the inspector', () => {
  test.each([
    [-0, '-0'],
    [12n, '12n'],
    ['a "b"\n', '"a \\"b\\"\\n"'],
    [null, 'null'],
    [new Date(0), '1970-01-01T00:00:00.000Z'],
    [new Date(NaN), 'Invalid Date'],
    [/x/g, '/x/g'],
    [[1, 2, 3, 4], '[1, 2, 3, … 4]'],
    [{ a: 1, b: { c: 2 } }, '{a: 1, b: {c}}'],
    [new Map([[1, 2]]), 'Map(1)'],
    [new Set([1, 2]), 'Set(2)'],
    [new Float32Array(3), 'Float32Array(3)'],
    [new ArrayBuffer(8), 'ArrayBuffer(8)'],
  ])('%o in one line', (value, line) => {
    expect(briefly(value)).toBe(line);
  });

  test('a line is short whatever the value', () => {
    fc.assert(fc.property(fc.anything(), (value) => briefly(value).length <= 125));
  });

  test('opening shows as many lines as it says, page by page', () => {
    fc.assert(
      fc.property(fc.oneof(fc.array(fc.anything()), fc.dictionary(fc.string(), fc.anything())), (value) => {
        const count = childCount(value);
        const lines = [...childrenOf(value, 0, 3), ...childrenOf(value, 3, count)];
        expect(lines.slice(0, count)).toHaveLength(count);
      }),
    );
  });

  test('map keys and set members are shown as values', () => {
    expect(childrenOf(new Map([['k', 1]]), 0, 9)).toEqual([{ key: '"k"', value: 1 }]);
    expect(childrenOf(new Set(['m']), 0, 9)).toEqual([{ key: '0', value: 'm' }]);
  });

  test('a path leads to the lines of a part, and nowhere where there is none', () => {
    const value = { a: [1, { b: new Map([['k', [true]]]) }] };
    expect(linesAt(value, [0, 1], 0, 9)).toEqual([{ key: 'b', brief: 'Map(1)', hue: 'shape', count: 1 }]);
    expect(linesAt(value, [0, 1, 0, 0], 0, 9)).toEqual([{ key: '0', brief: 'true', hue: 'word', count: 0 }]);
    expect(linesAt(value, [7, 7], 0, 9)).toEqual([]);
  });
});
