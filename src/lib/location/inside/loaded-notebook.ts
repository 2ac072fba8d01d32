import type { CodecModules } from '../../artifacts/codecs/encode-value';
import type { SerializedError } from '../../base/errors';
import type { PathStore, PathStoreName } from '../../definitions/io-manager';
import type { RuntimeDefinitions } from '../../definitions/node-definition';

/** Gives a module that reads files of some format. Rejects where the notebook came without. */
export type ImportReader = (specifier: string) => Promise<object>;

/** A notebook whose cells have been evaluated: what steps are executed from. */
export interface LoadedNotebook {
  /** The hash of the compiled notebook: steps of another are refused. */
  readonly bundle: string;
  readonly definitions: RuntimeDefinitions;
  /** What the codecs need of the packages that the cells import. */
  readonly codecModules: () => Promise<CodecModules>;
  readonly importReader: ImportReader;
  /** A thrown thing as data, with the cell and line it comes from. */
  readonly locate: (thrown: unknown) => SerializedError;
  /** Where its resources keep bytes; absent where nobody keeps any. */
  readonly store?: (name: PathStoreName) => PathStore;
}
