import { bundleOf } from '../../definitions/display';
import type { EncodedValue } from '../codec';
import { encodeValue, type CodecModules } from './encode-value';
import { encodeTyped } from './typed-json';

/**
 * A value as bytes, as by `encodeValue`; besides that what is there to be looked at, which takes time to read:
 *
 * | codec | for | bytes |
 * | --- | --- | --- |
 * | `display` | what has the method `Symbol.for("Jupyter.display")` | its MIME bundle as `json+types` |
 * | `blob` | a `Blob` | `json+types` of its type and bytes |
 * | `pixels` | `ImageData`, an `ImageBitmap`, an `OffscreenCanvas` | `json+types` of width, height and RGBA |
 */
export async function encodeShown(value: unknown, modules: CodecModules = {}): Promise<EncodedValue> {
  const bundle = await bundleOf(value);
  if (bundle) return { codec: 'display', bytes: encodeTyped(bundle) };
  if (value instanceof Blob) {
    const bytes = new Uint8Array(await value.arrayBuffer());
    return { codec: 'blob', bytes: encodeTyped({ type: value.type, bytes }) };
  }
  const pixels = pixelsOf(value);
  if (pixels) {
    const { width, height, data } = pixels;
    return { codec: 'pixels', bytes: encodeTyped({ width, height, data: new Uint8ClampedArray(data) }) };
  }
  return encodeValue(value, modules);
}

/** Pictures come from platforms that have these classes. */
function pixelsOf(value: unknown): ImageData | undefined {
  if (typeof ImageData === 'function' && value instanceof ImageData) return value;
  if (typeof OffscreenCanvas !== 'function') return undefined;
  if (typeof ImageBitmap === 'function' && value instanceof ImageBitmap) {
    const canvas = new OffscreenCanvas(value.width, value.height);
    canvas.getContext('2d')!.drawImage(value, 0, 0);
    return pixelsOf(canvas);
  }
  if (!(value instanceof OffscreenCanvas)) return undefined;
  const { width, height } = value;
  const context = value.getContext('2d');
  if (context) return context.getImageData(0, 0, width, height);
  // It was drawn on by WebGL or WebGPU.
  return pixelsOf(value.transferToImageBitmap());
}
