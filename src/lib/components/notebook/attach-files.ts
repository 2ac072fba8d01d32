import { toast } from 'svelte-sonner';
import type { Instance } from '../../instance/instance';
import { m } from '../../words/generated/messages.js';
import { attempt } from '../attempt';
import type { NotebookContext } from './notebook-context';

/** Attaches files under their own names, and offers cells that read them. A file takes the place of one of its name. */
export async function attachFiles(
  notebook: NotebookContext,
  instance: Instance,
  files: Iterable<File>,
): Promise<void> {
  const { open } = notebook;
  for (const file of files)
    await attempt(async () => {
      await open.attach(file.name, new Uint8Array(await file.arrayBuffer()));
      toast.success(m.notebook_attached({ path: file.name }), {
        duration: 10_000,
        action: {
          label: m.notebook_file_read(),
          onClick: () => void readInCell(notebook, instance, file.name),
        },
      });
    });
}

/** Inserts a cell that reads an attached file, by what is in it. */
export async function readInCell(notebook: NotebookContext, instance: Instance, path: string): Promise<void> {
  await attempt(async () => {
    const hash = notebook.open.attachments.find((file) => file.path === path)?.hash;
    const file = hash && (await instance.describeFile(path, hash));
    const { insertReader } = await import('./offer-cell');
    if (file && insertReader(notebook, path, file)) return;
    toast.info(m.notebook_file_unknown(), { description: m.notebook_file_unknown_hint({ path }) });
  });
}

/** Takes a file out of the notebook, which can be undone for a while. */
export function removeFile({ open }: NotebookContext, path: string): void {
  const putBack = open.detach(path);
  if (!putBack) return;
  toast(m.notebook_file_removed({ path }), {
    duration: 10_000,
    action: { label: m.notebook_undo(), onClick: putBack },
  });
}
