import type { IOManagerDefinition, PathStoreName } from './io-manager';
import { pathIOManager } from './path-io-manager';

interface BuiltInOptions {
  /** A folder of the store; default the store itself. */
  readonly baseDir?: string;
}

/** Keeps any value that the default IO manager can keep, by the same codecs, under paths. */
const valuesIn = (
  store: PathStoreName,
  description: string,
  { baseDir }: BuiltInOptions,
): IOManagerDefinition =>
  pathIOManager<unknown>({
    store,
    description,
    ...(baseDir !== undefined && { baseDir }),
    dump: (value, { encode }) => encode(value),
    load: (bytes, { decode }) => decode(bytes),
  });

/** Keeps values in the memory of the host: they are gone when it ends. */
export const inMemoryIOManager = (options: BuiltInOptions = {}): IOManagerDefinition =>
  valuesIn('memory', 'Values in the memory of the host', options);

/** Keeps values in files of the instance's folder; in Node only. */
export const filesystemIOManager = (options: BuiltInOptions = {}): IOManagerDefinition =>
  valuesIn('files', 'Values in files', options);

/** Keeps values in the browser's origin private file system; in browsers only. */
export const opfsIOManager = (options: BuiltInOptions = {}): IOManagerDefinition =>
  valuesIn('opfs', 'Values in the origin private file system', options);

/** Keeps values in IndexedDB; in browsers only. */
export const indexedDbIOManager = (options: BuiltInOptions = {}): IOManagerDefinition =>
  valuesIn('indexeddb', 'Values in IndexedDB', options);
