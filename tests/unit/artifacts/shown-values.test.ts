import { describe, expect, test } from 'vitest';
import { decodeValue } from '$lib/artifacts/codecs/decode-value';
import { encodeShown } from '$lib/artifacts/codecs/encode-shown';
import { shapeOf, shapeOfFile } from '$lib/artifacts/view/value-shape';
import { htmlHeight, svgHeight } from '$lib/artifacts/view/frame-height';
import { Display, html, md, plot, svg } from '$lib/definitions/display';

const back = async (value: unknown) => decodeValue(await encodeShown(value));
const png = new Uint8Array([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0, 0]);

describe('what is there to be looked at', () => {
  test.each([
    ['markdown', md`# ${'Sales'} \n`, { type: 'markdown', text: '# Sales \n' }],
    ['HTML', html`<b>${1}</b>`, { type: 'frame', kind: 'html', text: '<b>1</b>' }],
    ['SVG', svg('<svg/>'), { type: 'frame', kind: 'svg', text: '<svg/>' }],
    ['a plot', plot({ marks: [{ mark: 'dot', data: [{ a: 1 }], x: 'a' }] }), { type: 'plot' }],
    ['a picture of bytes', new Display({ 'image/png': png }), { type: 'image', mime: 'image/png' }],
    [
      'a picture in base64',
      new Display({ 'image/png': btoa(String.fromCharCode(...png)) }),
      { type: 'image' },
    ],
    [
      'the richest of several',
      new Display({ 'text/plain': 'x', 'text/markdown': '*x*' }),
      { type: 'markdown' },
    ],
    [
      'what is no picture after all',
      new Display({ 'image/png': 'AAAA', 'text/plain': 'x' }),
      { type: 'text' },
    ],
    ['an unknown type', new Display({ 'x/y': 1 }), { type: 'tree', value: { 'x/y': 1 } }],
  ])('%s comes back from the store, and is shown as that', async (_, value, shape) => {
    const stored = await back(value);
    expect(stored).toEqual(value);
    expect(shapeOf(stored)).toMatchObject(shape);
  });

  test("a value of another library says how it is shown by Deno's symbol, also later", async () => {
    const chart = {
      draw() {},
      [Symbol.for('Jupyter.display')]: async () => ({ 'text/html': '<i>chart</i>' }),
    };
    expect(shapeOf(await back(chart))).toMatchObject({ type: 'frame', text: '<i>chart</i>' });
  });

  test('a Blob is a file of its type', async () => {
    const blob = await back(new Blob(['<svg/>'], { type: 'image/svg+xml' }));
    expect(blob).toBeInstanceOf(Blob);
    expect(await (blob as Blob).text()).toBe('<svg/>');
    const bytes = new TextEncoder().encode('<svg/>');
    expect(shapeOfFile('image/svg+xml', bytes)).toMatchObject({ type: 'frame', kind: 'svg' });
    expect(shapeOfFile('image/png', bytes)).toMatchObject({ type: 'bytes' });
    expect(shapeOfFile('text/plain;charset=utf-8', bytes)).toMatchObject({ type: 'text' });
    expect(shapeOfFile('', png)).toMatchObject({ type: 'image' });
  });

  test('a plot with too much of data is refused with a remedy', () => {
    const data = new Array(100_001).fill(0);
    expect(() => plot({ marks: [{ mark: 'dot', data }] })).toThrow('100001 points');
    expect(() => plot({} as never)).toThrow('no marks');
  });

  test.each([
    ['<svg width="10" height="250">', 250],
    ['<?xml version="1.0"?><svg viewBox="0 0 300 99.5">', 100],
    ['<svg height="100%">', 320],
    ['<svg height="1e9">', 320],
    ['<svg height="99999">', 1600],
    ['none', 320],
  ])('%s is %d pixels tall', (text, height) => {
    expect(svgHeight(text)).toBe(height);
  });

  test.each([
    ['<b>short</b>', 60],
    ['<p>a</p><p>b</p>', 124],
    ['<p>a</p>'.repeat(99), 320],
    ['<svg/>', 320],
  ])('%s is likely to be %d pixels tall', (text, height) => {
    expect(htmlHeight(text)).toBe(height);
  });
});
