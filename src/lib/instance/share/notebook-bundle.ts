import { DagbookError } from '../../base/errors';
import { readHeader } from '../../notebook/header';
import type { Notebook } from '../../notebook/notebook';
import { readPin } from '../../notebook/package-pin';
import type { ReceivedFile } from '../received';

/** The name of a bundle ends in this; it is a zip file. */
export const bundleExtension = '.dagbook';

/**
 * A notebook with all that shows what it gave, as one file:
 *
 * | entry | holds |
 * | --- | --- |
 * | `manifest.json` | `format`, `version`, and of every other entry its size and SHA-256 |
 * | `notebook.nb.ts` | the notebook |
 * | `attachments/PATH` | files that its header names |
 * | `results.json` | the assets, and the materializations that were chosen |
 * | `values/HASH` | the values of these |
 * | `runs.json` | runs with their events |
 * | `packages/HASH` | packages that its header pins by these hashes |
 */
export interface NotebookBundle extends ReceivedFile {
  readonly source: string;
  readonly files: readonly { readonly path: string; readonly bytes: Uint8Array }[];
  /** Package files (`notebook/package-file.ts`) by their hashes. */
  readonly packages: ReceivedFile['values'];
}

export const bundleFormat = 'dagbook-bundle';
export const bundleVersion = 1;

/** How much a bundle may hold. Of runs and events a writer leaves out what would be more; a reader refuses it. */
export const bundleLimits = {
  /** All entries together, unpacked. */
  bytes: 2 ** 30,
  /** The manifest, or the record of results or runs: they are read as text. */
  recordBytes: 32 * 2 ** 20,
  sourceBytes: 8 * 2 ** 20,
  entries: 10_000,
  runs: 50,
  /** Of all runs together. */
  events: 20_000,
} as const;

/** A bundle that nobody would open. */
export class BundleTooLarge extends DagbookError {
  static override readonly name: string = 'BundleTooLarge';

  constructor(bytes: number) {
    const mebibytes = (count: number) => `${Math.ceil(count / 2 ** 20)} MiB`;
    super(
      `The bundle would hold ${mebibytes(bytes)}; ${mebibytes(bundleLimits.bytes)} are the most, and ${mebibytes(bundleLimits.recordBytes)} for what is told of results or runs`,
      { remedy: 'Leave out the results of large assets, the files or the runs.' },
    );
  }
}

/** A bundle that is not opened; nothing of it was kept. */
export class BundleUnusable extends DagbookError {
  static override readonly name: string = 'BundleUnusable';

  constructor(
    fileName: string,
    reason: string,
    remedy = 'Ask for the file again; nothing of it was kept.',
    cause?: unknown,
  ) {
    super(`${fileName} cannot be opened: ${reason}`, { remedy, cause });
  }
}

/** The hashes by which the header of a notebook pins packages that do not come with the app. */
export function pinnedPackages(notebook: Notebook): ReadonlySet<string> {
  const { imports } = readHeader(notebook).header;
  return new Set(Object.values(imports).flatMap((entry) => readPin(entry)?.hash ?? []));
}
