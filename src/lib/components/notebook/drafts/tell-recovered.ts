import { toast } from 'svelte-sonner';
import { goto } from '$app/navigation';
import type { Instance } from '../../../instance/instance';
import { m } from '../../../words/generated/messages.js';
import { historyHref } from '../../links';
import { absolute } from '../../time-format';
import { recoverDrafts } from './recover-drafts';

/** Brings back what was typed and not stored, and says so; answers whether there was any. */
export async function tellRecovered(
  instance: Pick<Instance, 'openNotebook' | 'saveNotebook' | 'notebookVersion'>,
  id: string,
): Promise<boolean> {
  const typedAt = await recoverDrafts(instance, id);
  if (typedAt === undefined) return false;
  toast(m.draft_recovered({ time: absolute(typedAt) }), {
    description: m.draft_recovered_hint(),
    duration: 20_000,
    action: {
      label: m.draft_show(),
      // eslint-disable-next-line svelte/no-navigation-without-resolve -- made by links.ts
      onClick: () => void goto(historyHref(id), { keepFocus: true }),
    },
  });
  return true;
}
