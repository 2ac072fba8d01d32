import { tableOf, type ValueTable } from './value-table';

/** How a value is shown. HTML is never among it: a value's text stays text. */
export type ValueShape =
  | { readonly type: 'nothing' }
  | { readonly type: 'text'; readonly text: string }
  | { readonly type: 'image'; readonly mime: string; readonly bytes: Uint8Array }
  | { readonly type: 'bytes'; readonly bytes: Uint8Array }
  | { readonly type: 'table'; readonly table: ValueTable }
  | { readonly type: 'error'; readonly error: Error }
  | { readonly type: 'tree'; readonly value: unknown };

/** Chooses by what the value is, not by what it says of itself. */
export function shapeOf(value: unknown): ValueShape {
  if (value === undefined) return { type: 'nothing' };
  if (typeof value === 'string') return { type: 'text', text: value };
  if (value instanceof ArrayBuffer) return { type: 'bytes', bytes: new Uint8Array(value) };
  if (value instanceof Uint8Array) {
    const mime = imageType(value);
    return mime ? { type: 'image', mime, bytes: value } : { type: 'bytes', bytes: value };
  }
  if (value instanceof Error) return { type: 'error', error: value };
  const table = tableOf(value);
  return table ? { type: 'table', table } : { type: 'tree', value };
}

const signatures: readonly (readonly [mime: string, bytes: readonly number[]])[] = [
  ['image/png', [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]],
  ['image/jpeg', [0xff, 0xd8, 0xff]],
  ['image/gif', [0x47, 0x49, 0x46, 0x38]],
];

/** The raster type that the first bytes say (PNG §5.2; JPEG's SOI and the marker after it; GIF87a §17; WebP's RIFF). */
export function imageType(bytes: Uint8Array): string | undefined {
  const text = (from: number, to: number) => String.fromCharCode(...bytes.subarray(from, to));
  if (text(0, 4) === 'RIFF' && text(8, 12) === 'WEBP') return 'image/webp';
  return signatures.find(([, magic]) => magic.every((byte, index) => bytes[index] === byte))?.[0];
}

/** Bytes as a hex listing: offset, sixteen bytes, the same as ASCII. */
export function hexLines(bytes: Uint8Array, from: number, to: number): readonly string[] {
  const lines: string[] = [];
  for (let offset = from; offset < Math.min(to, bytes.length); offset += 16) {
    const row = [...bytes.subarray(offset, offset + 16)];
    const hex = row.map((byte) => byte.toString(16).padStart(2, '0')).join(' ');
    const text = row.map((byte) => (byte >= 32 && byte < 127 ? String.fromCharCode(byte) : '.')).join('');
    lines.push(`${offset.toString(16).padStart(8, '0')}  ${hex.padEnd(47)}  ${text}`);
  }
  return lines;
}
