import { serializeError } from '../../base/errors';
import type { Instance } from '../instance';
import { leaderLock, openTabChannel, type TabMessage } from './call-protocol';
import type { Replacing } from './replace-instance';
import { serveCalls } from './serve-calls';

/**
 * Waits until this tab is the leader, then opens the instance and serves it until the worker ends. `open` is called
 * only while the lock is held: nobody else may touch the store. The lock is never given back, it goes with the worker.
 */
export async function lead(
  name: string,
  self: { readonly tab: string; readonly version: string },
  open: (replacing: Replacing) => Promise<Instance>,
): Promise<never> {
  return navigator.locks.request(leaderLock(name), async () => {
    const channel = openTabChannel(name);
    try {
      let stop = () => {};
      const replacing: Replacing = {
        pause: () => stop(),
        restart: (error) =>
          channel.postMessage({
            type: 'restart',
            ...(error !== undefined && { error: serializeError(error) }),
          } satisfies TabMessage),
      };
      stop = serveCalls(channel, await open(replacing), self);
    } catch (error) {
      channel.postMessage({ type: 'failed', error: serializeError(error) } satisfies TabMessage);
      throw error;
    }
    return new Promise<never>(() => {});
  });
}
