import { toast } from 'svelte-sonner';
import { serializeError } from '../base/errors';

/** Runs what a button does; a failure becomes a note with its remedy. */
export async function attempt<Result>(work: () => Promise<Result>): Promise<Result | undefined> {
  try {
    return await work();
  } catch (thrown) {
    const { message, remedy } = serializeError(thrown);
    toast.error(message, { description: remedy, duration: 10_000 });
    return undefined;
  }
}
