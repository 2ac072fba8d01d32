import { readFile } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { DagbookError } from '../../base/errors';
import { readHeader } from '../../notebook/header';
import { readNotebook } from '../../notebook/read-notebook';
import type { OpenInstance } from '../open-instance';
import { bundleExtension, type NotebookBundle } from '../share/notebook-bundle';
import { readBundle } from '../share/read-bundle';

/** The name of a notebook file's code location, where nothing else is said. */
export const locationName = (path: string): string =>
  basename(path).replace(/(?:(\.nb)?\.ts|\.dagbook)$/, '');

/**
 * Takes a notebook from disk into the instance as the code location `name`, with the files attached to it, which lie
 * beside it or are in the same bundle; answers the name. The file on disk is only read.
 */
export async function addNotebookFile(
  instance: OpenInstance,
  path: string,
  name = locationName(path),
): Promise<string> {
  const isBundle = path.endsWith(bundleExtension);
  const { source, files, packages } = await (isBundle ? readBundleFile(path) : readFiles(path));
  for (const { bytes } of packages) await instance.files.keep(bytes);
  await instance.files.replace({ id: name, source, files, folder: resolve(dirname(path)) });
  return name;
}

/** The bundle that a file holds. Rejects with `NotebookUnreadable`, or `BundleUnusable`. */
export const readBundleFile = async (path: string): Promise<NotebookBundle> =>
  readBundle(basename(path), await readFile(path).catch(unreadable(path)));

async function readFiles(path: string): Promise<Pick<NotebookBundle, 'source' | 'files' | 'packages'>> {
  const source = await readFile(path, 'utf8').catch(unreadable(path));
  const { attachments } = readHeader(readNotebook(source)).header;
  const files = await Promise.all(
    Object.keys(attachments).map(async (file) => ({
      path: file,
      bytes: await readAttached(dirname(path), file),
    })),
  );
  return { source, files, packages: [] };
}

const unreadable =
  (path: string) =>
  (cause: unknown): never => {
    throw new DagbookError(`The notebook ${path} cannot be read`, {
      name: 'NotebookUnreadable',
      remedy: 'Check the path and that the file may be read.',
      cause,
    });
  };

/** A file that lies beside a notebook in `folder`. Rejects with `AttachmentLost`. */
export async function readAttached(folder: string, path: string): Promise<Uint8Array> {
  return readFile(join(folder, path)).catch((cause: unknown) => {
    throw new DagbookError(`The attached file ${path} does not lie beside the notebook`, {
      name: 'AttachmentLost',
      remedy: `Put it into ${folder}, or take it out of the notebook's attachments.`,
      cause,
    });
  });
}
