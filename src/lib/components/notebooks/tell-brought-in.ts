import { toast } from 'svelte-sonner';
import { m } from '../../words/generated/messages.js';
import type { BroughtIn } from './bring-in';

/** Says what could not be taken over; answers the notebook that is to be shown: the one that was made, if it is one. */
export function tellBroughtIn({ ids, notes }: BroughtIn): string | undefined {
  if (notes.length > 0) toast.info(m.home_brought_in(), { description: notes.join('. '), duration: 20_000 });
  return ids.length === 1 ? ids[0] : undefined;
}
