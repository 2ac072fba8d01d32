import { Display, type MimeBundle } from '../../definitions/display';
import type { EncodedValue } from '../codec';
import { ValueUnreadable } from '../codec-errors';
import { decodeArrow } from './arrow-codec';
import type { CodecModules } from './encode-value';
import { decodeTyped } from './typed-json';

const decoder = new TextDecoder('utf-8', { ignoreBOM: true });

/** The value that was encoded: a fresh one that shares nothing with `bytes`. Throws `ValueUnreadable`. */
export function decodeValue({ codec, bytes }: EncodedValue, modules: CodecModules = {}): unknown {
  switch (codec) {
    case 'bytes':
      return new Uint8Array(bytes);
    case 'arraybuffer':
      return new Uint8Array(bytes).buffer;
    case 'arrow':
      return decodeArrow(bytes, modules.arrow);
    case 'json':
      return read(() => JSON.parse(decoder.decode(bytes)));
    case 'json+types':
      return read(() => decodeTyped(bytes));
    case 'display':
      return new Display(read(() => decodeTyped(bytes)) as MimeBundle);
    case 'blob': {
      const { type, bytes: content } = read(() => decodeTyped(bytes)) as BlobParts;
      return new Blob([content], { type });
    }
    case 'pixels':
      return picture(read(() => decodeTyped(bytes)) as Pixels);
    default:
      throw new ValueUnreadable(`its codec ${codec} is not known`, 'Load a newer version of Dagbook.');
  }
}

interface BlobParts {
  readonly type: string;
  readonly bytes: Uint8Array<ArrayBuffer>;
}

/** A picture, pixel by pixel: RGBA. */
export interface Pixels {
  readonly width: number;
  readonly height: number;
  readonly data: Uint8ClampedArray<ArrayBuffer>;
}

/** Where there is no `ImageData`, as in Node, what it would have. */
const picture = ({ data, width, height }: Pixels): Pixels =>
  typeof ImageData === 'function' ? new ImageData(data, width, height) : { width, height, data };

function read(decode: () => unknown): unknown {
  try {
    return decode();
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new ValueUnreadable(why, 'Materialize the asset again.', error);
  }
}
