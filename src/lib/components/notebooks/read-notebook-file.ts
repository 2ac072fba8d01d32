import type { ReceivedFile, ReceivedResult } from '../../instance/received';
import type { MimeBundle } from '../../definitions/display';

/** Endings of files that may be notebooks, for the browser's file chooser. */
export const notebookEndings = '.ts,.mts,.js,.mjs,.ipynb,.html,.md,.livemd,.dagbook';

/** What a file holds: a notebook, and what came with it. */
export interface NotebookFile {
  readonly source: string;
  /** What could not be taken over as it was. */
  readonly notes: readonly string[];
  readonly files?: readonly { readonly path: string; readonly bytes: Uint8Array }[];
  readonly received?: ReceivedFile;
}

/**
 * The notebook that a file is, of whatever format; `undefined` where it is none. What reads other formats is loaded when
 * one comes. Rejects with `BundleUnusable`, or what the reader of its format throws.
 */
export async function readNotebookFile(file: File): Promise<NotebookFile | undefined> {
  const name = file.name.toLowerCase();
  if (name.endsWith('.nb.ts')) return { source: await file.text(), notes: [] };
  if (!notebookEndings.split(',').some((ending) => name.endsWith(ending))) return undefined;
  if (name.endsWith('.dagbook')) {
    const { readBundle } = await import('../../instance/share/read-bundle');
    const bundle = await readBundle(file.name, new Uint8Array(await file.arrayBuffer()));
    const { source, files, record, values, packages } = bundle;
    return { source, files, received: { record, values: [...values, ...packages] }, notes: [] };
  }
  const { notebookFormat, readForeign } = await import('../../notebook/formats/read-foreign');
  const text = await file.text();
  const format = notebookFormat(file.name, text);
  if (!format) return undefined;
  const { writeNotebook } = await import('../../notebook/write-notebook');
  const { notebook, notes, outputs } = readForeign(format, file.name, text);
  return {
    source: writeNotebook(notebook),
    notes,
    ...(outputs && { received: await receivedOutputs(file.name, outputs) }),
  };
}

/** Outputs of another tool as values of this one. */
async function receivedOutputs(
  fileName: string,
  outputs: ReadonlyMap<string, readonly MimeBundle[]>,
): Promise<ReceivedFile> {
  const [{ encodeTyped }, { hashOfBytes }] = await Promise.all([
    import('../../artifacts/codecs/typed-json'),
    import('../../base/hash'),
  ]);
  const results: ReceivedResult[] = [];
  const values = new Map<string, Uint8Array>();
  for (const [cell, bundles] of outputs)
    for (const bundle of bundles) {
      const bytes = encodeTyped(bundle);
      const hash = await hashOfBytes(bytes);
      values.set(hash, bytes);
      results.push({ cell, value: { hash, codec: 'display', size: bytes.length } });
    }
  return {
    record: { fileName, assets: [], results, runs: [] },
    values: [...values].map(([hash, bytes]) => ({ hash, bytes })),
  };
}
