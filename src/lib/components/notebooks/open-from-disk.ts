import { hashOf } from '../../base/hash';
import type { Instance } from '../../instance/instance';
import { keepLink, notebooksOf } from '../notebook/disk/disk-links';
import { openFiles, type BroughtIn } from './bring-in';

/**
 * Opens files of this machine's disk. A `.nb.ts` file stays connected to the notebook made of it, and is that notebook
 * when it is opened again; of others, what is made is a copy. Nothing of them runs.
 */
export async function openFromDisk(
  instance: Instance,
  handles: readonly FileSystemFileHandle[],
): Promise<BroughtIn> {
  const connected = await Promise.all(handles.map((handle) => connectedNotebook(instance, handle)));
  const known = connected.filter((id) => id !== undefined);
  const fresh = handles.filter((_, at) => connected[at] === undefined);
  if (fresh.length === 0) return { ids: known, notes: [] };
  const files = await Promise.all(fresh.map((handle) => handle.getFile()));
  const made = await openFiles(instance, files);
  for (const [at, file] of (made.files ?? []).entries()) {
    const handle = fresh[files.indexOf(file)];
    if (handle && file.name.toLowerCase().endsWith('.nb.ts'))
      await keepLink(made.ids[at]!, { handle, agreed: hashOf(await file.text()) });
  }
  return { ids: [...known, ...made.ids], notes: made.notes };
}

/** The notebook that is connected to that file, unless it is deleted. */
async function connectedNotebook(
  instance: Pick<Instance, 'openNotebook'>,
  handle: FileSystemFileHandle,
): Promise<string | undefined> {
  for (const id of await notebooksOf(handle)) {
    const document = await instance.openNotebook(id);
    if (document && document.deletedAt === undefined) return id;
  }
  return undefined;
}
