import { Display, plotMime, type MimeBundle, type PlotSpec } from '../../definitions/display';
import type { Pixels } from '../codecs/decode-value';
import { tableOf, type ValueTable } from './value-table';

/** How a value is shown. A text is never HTML by itself: only what says that it is, and then in a frame. */
export type ValueShape =
  | { readonly type: 'nothing' }
  | { readonly type: 'text'; readonly text: string }
  | { readonly type: 'image'; readonly mime: string; readonly bytes: Uint8Array }
  | { readonly type: 'bytes'; readonly bytes: Uint8Array }
  | { readonly type: 'table'; readonly table: ValueTable }
  | { readonly type: 'pixels'; readonly pixels: Pixels }
  | { readonly type: 'markdown'; readonly text: string }
  /** Shown in a frame that can do nothing. */
  | { readonly type: 'frame'; readonly kind: 'html' | 'svg'; readonly text: string }
  | { readonly type: 'plot'; readonly spec: PlotSpec }
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
  if (value instanceof Display) return shapeOfBundle(value.bundle);
  if (isPixels(value)) return { type: 'pixels', pixels: value };
  if (value instanceof Error) return { type: 'error', error: value };
  const table = tableOf(value);
  return table ? { type: 'table', table } : { type: 'tree', value };
}

/** The richest that is known, best first. */
const known: Readonly<Record<string, (content: unknown) => ValueShape | undefined>> = {
  [plotMime]: (spec) =>
    Array.isArray((spec as Partial<PlotSpec> | null)?.marks)
      ? { type: 'plot', spec: spec as PlotSpec }
      : undefined,
  'text/html': (text) => framed('html', text),
  'image/svg+xml': (text) => framed('svg', text),
  'image/png': raster,
  'image/jpeg': raster,
  'image/gif': raster,
  'image/webp': raster,
  'text/markdown': (text) => (typeof text === 'string' ? { type: 'markdown', text } : undefined),
  'text/plain': (text) => (typeof text === 'string' ? { type: 'text', text } : undefined),
};

const longestFrame = 8_000_000;

const framed = (kind: 'html' | 'svg', text: unknown): ValueShape | undefined =>
  typeof text !== 'string'
    ? undefined
    : text.length > longestFrame
      ? { type: 'text', text }
      : { type: 'frame', kind, text };

/** Bytes, or base64 as Jupyter writes them; only what is a picture by its first bytes. */
function raster(content: unknown): ValueShape | undefined {
  const bytes =
    typeof content === 'string'
      ? Uint8Array.from(atob(content.replace(/\s/g, '')), (sign) => sign.charCodeAt(0))
      : content;
  const mime = bytes instanceof Uint8Array ? imageType(bytes) : undefined;
  return mime ? { type: 'image', mime, bytes: bytes as Uint8Array } : undefined;
}

function shapeOfBundle(bundle: MimeBundle): ValueShape {
  for (const [mime, shape] of Object.entries(known)) {
    const found = mime in bundle ? shape(bundle[mime]) : undefined;
    if (found) return found;
  }
  return { type: 'tree', value: bundle['application/json'] ?? bundle };
}

/** What a file of this type and content is. */
export function shapeOfFile(type: string, bytes: Uint8Array): ValueShape {
  const [mime = ''] = type.split(';');
  if (imageType(bytes)) return shapeOf(bytes);
  if (/^(text\/|image\/svg)/.test(mime)) {
    const text = new TextDecoder().decode(bytes);
    return known[mime]?.(text) ?? { type: 'text', text };
  }
  return { type: 'bytes', bytes };
}

/** `ImageData`, or what stands for it where there is none. */
function isPixels(value: unknown): value is Pixels {
  const { width, height, data } = (value ?? {}) as Partial<Pixels>;
  return (
    data instanceof Uint8ClampedArray &&
    typeof width === 'number' &&
    typeof height === 'number' &&
    data.length === width * height * 4
  );
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
