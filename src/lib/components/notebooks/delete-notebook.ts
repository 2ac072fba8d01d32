import { toast } from 'svelte-sonner';
import type { Instance } from '../../instance/instance';
import { m } from '../../words/generated/messages.js';
import { attempt } from '../attempt';

/** Deletes a notebook, and offers to bring it back; nothing of it is destroyed. */
export const deleteNotebook = (
  instance: Pick<Instance, 'deleteNotebook' | 'restoreNotebook'>,
  { id, title }: { readonly id: string; readonly title: string },
): Promise<void> =>
  attempt(async () => {
    await instance.deleteNotebook(id);
    toast(m.home_deleted_toast({ title: title || m.notebook_untitled() }), {
      action: { label: m.action_undo(), onClick: () => void attempt(() => instance.restoreNotebook(id)) },
    });
  });
