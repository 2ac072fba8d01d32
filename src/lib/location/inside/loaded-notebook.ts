import type { CodecModules } from '../../artifacts/codecs/encode-value';
import type { SerializedError } from '../../base/errors';
import type { PathStore, PathStoreName } from '../../definitions/io-manager';
import type { RuntimeDefinitions } from '../../definitions/node-definition';

/** A notebook whose cells have been evaluated: what steps are executed from. */
export interface LoadedNotebook {
  /** The hash of the compiled notebook: steps of another are refused. */
  readonly bundle: string;
  readonly definitions: RuntimeDefinitions;
  /** What the codecs need of the packages that the cells import. */
  readonly codecModules: () => Promise<CodecModules>;
  /** A thrown thing as data, with the cell and line it comes from. */
  readonly locate: (thrown: unknown) => SerializedError;
  /** Where its resources keep bytes; absent where nobody keeps any. */
  readonly store?: (name: PathStoreName) => PathStore;
}
