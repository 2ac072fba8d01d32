import { toast } from 'svelte-sonner';
import { m } from '../../../words/generated/messages.js';
import { download, fileNameOf } from '../../download';
import type { NotebookContext } from '../notebook-context';
import { canConnect, pickPlace } from './file-access';

/** Puts the notebook into a file that somebody chooses, and keeps it there; where the browser cannot, it is downloaded. */
export async function saveToDisk({ open, disk }: Pick<NotebookContext, 'open' | 'disk'>): Promise<void> {
  const name = fileNameOf(open.title);
  if (!canConnect()) {
    await open.flush();
    const { writeNotebook } = await import('../../../notebook/write-notebook');
    download(name, writeNotebook(open.notebook));
    toast.info(m.disk_downloaded({ name }), { description: m.disk_no_access(), duration: 10_000 });
    return;
  }
  // First, while the click is fresh.
  const handle = await pickPlace(name);
  if (!handle) return;
  await open.flush();
  await disk.connect(handle);
}
