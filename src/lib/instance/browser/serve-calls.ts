import { serializeError } from '../../base/errors';
import type { Instance } from '../instance';
import type { Call, TabMessage } from './call-protocol';

/**
 * Serves an instance to every tab over the channel: the leader's half. Calls are idempotent by their arguments
 * (ids are chosen by the caller), so a call that a dead leader has done already is answered again, not done twice.
 * Answers how to stop it.
 */
export function serveCalls(
  channel: BroadcastChannel,
  instance: Instance,
  self: { readonly tab: string; readonly version: string },
): () => void {
  const announce = () =>
    channel.postMessage({ type: 'leader', tab: self.tab, version: self.version } satisfies TabMessage);
  // A client that hears of this leader repeats what has no answer, though its later calls may have come before: so
  // every number counts, not only the highest.
  const heard = new Map<string, Set<number>>();
  const isNew = ({ client, sequence, oldest }: Call) => {
    const numbers = heard.get(client) ?? new Set();
    heard.set(client, numbers);
    for (const number of numbers) if (number < oldest) numbers.delete(number);
    return !numbers.has(sequence) && !!numbers.add(sequence);
  };
  instance.subscribe((changes) => channel.postMessage({ type: 'changes', changes } satisfies TabMessage));
  const hear = ({ data }: MessageEvent<TabMessage>) => {
    if (data.type === 'ping') announce();
    if (data.type === 'call' && isNew(data)) void answer(channel, instance, data);
  };
  channel.addEventListener('message', hear);
  announce();
  return () => channel.removeEventListener('message', hear);
}

async function answer(channel: BroadcastChannel, instance: Instance, call: Call): Promise<void> {
  const { client, sequence } = call;
  try {
    const method = instance[call.method] as (...args: readonly unknown[]) => Promise<unknown>;
    const value = await method.apply(instance, call.args as unknown[]);
    channel.postMessage({ type: 'answer', client, sequence, ok: true, value } satisfies TabMessage);
  } catch (error) {
    const answer: TabMessage = { type: 'answer', client, sequence, ok: false, error: serializeError(error) };
    channel.postMessage(answer);
  }
}
