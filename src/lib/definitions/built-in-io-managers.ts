import type { IOManagerDefinition, PathStoreName } from './io-manager';
import { pathIOManager } from './path-io-manager';
import { takeOptions } from './unknown-option';

interface BuiltInOptions {
  /** A folder of the store; default the store itself. */
  readonly baseDir?: string;
}

/** Keeps any value that the default IO manager can keep, by the same codecs, under paths. */
const valuesIn = (
  name: string,
  store: PathStoreName,
  description: string,
  options: BuiltInOptions,
): IOManagerDefinition =>
  pathIOManager<unknown>({
    store,
    description,
    ...takeOptions(name, options, { baseDir: true }),
    dump: (value, { encode }) => encode(value),
    load: (bytes, { decode }) => decode(bytes),
  });

/** Keeps values in the memory of the host: they are gone when it ends. */
export const inMemoryIOManager = (options: BuiltInOptions = {}): IOManagerDefinition =>
  valuesIn('inMemoryIOManager', 'memory', 'Values in the memory of the host', options);

/** Keeps values in files of the instance's folder; in Node only. */
export const filesystemIOManager = (options: BuiltInOptions = {}): IOManagerDefinition =>
  valuesIn('filesystemIOManager', 'files', 'Values in files', options);

/** Keeps values in the browser's origin private file system; in browsers only. */
export const opfsIOManager = (options: BuiltInOptions = {}): IOManagerDefinition =>
  valuesIn('opfsIOManager', 'opfs', 'Values in the origin private file system', options);

/** Keeps values in IndexedDB; in browsers only. */
export const indexedDbIOManager = (options: BuiltInOptions = {}): IOManagerDefinition =>
  valuesIn('indexedDbIOManager', 'indexeddb', 'Values in IndexedDB', options);
