import type { AssetKeyString } from './snapshot';

/** Writes to the run's log, at Dagster's levels. */
export interface Logger {
  debug(message: string): void;
  info(message: string): void;
  warning(message: string): void;
  error(message: string): void;
  critical(message: string): void;
}

/** A file that is attached to the notebook. Each method rejects where the file cannot be read. */
export interface AttachedFile {
  readonly path: string;
  /** The file's content as JSON; `Value` is what the caller says it is, nothing checks it. */
  json<Value = unknown>(): Promise<Value>;
  /** The file's content as UTF-8 text. */
  text(): Promise<string>;
  bytes(): Promise<Uint8Array>;
}

/** What an asset's function is told about the step it runs in: its second argument. */
export interface AssetExecutionContext {
  readonly runId: string;
  readonly jobName: string;
  readonly stepKey: string;
  /** The key of the asset. Throws in a `multiAsset`, which has several: see `assetKeys`. */
  readonly assetKey: AssetKeyString;
  /** The keys of all assets that this step is to make. */
  readonly assetKeys: readonly AssetKeyString[];
  /** How often this step was tried before, from 0. */
  readonly retryNumber: number;
  /** The tags of the run. */
  readonly tags: Readonly<Record<string, string>>;
  readonly log: Logger;
  /** An attached file by its path relative to the notebook, such as `recipes.json`. */
  file(path: string): AttachedFile;
}
