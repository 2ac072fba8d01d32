import { toast } from 'svelte-sonner';
import { m } from '../../words/generated/messages.js';
import { attempt } from '../attempt';
import type { OpenNotebook } from './open-notebook.svelte';

/** Attaches files under their own names; a file of the same name takes the place of the older one. */
export async function attachFiles(open: OpenNotebook, files: Iterable<File>): Promise<void> {
  for (const file of files)
    await attempt(async () => {
      await open.attach(file.name, new Uint8Array(await file.arrayBuffer()));
      toast.success(m.notebook_attached({ path: file.name }));
    });
}
