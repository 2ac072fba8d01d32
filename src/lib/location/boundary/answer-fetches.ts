import { serializeError } from '../../base/errors';
import { exchange, type MayReach } from './exchange';
import { limits } from './limits';
import type { FetchAnswer, FetchRequest } from './wire';

/** Makes an isolate's requests. Throws where it makes more than `limits` allow; `close` ends those under way. */
export function answerFetches(
  mayReach: MayReach,
  answer: (answer: FetchAnswer, buffers: readonly ArrayBuffer[]) => void,
) {
  const open = new Map<number, AbortController>();
  let asked = 0;

  return {
    /** A step has ended. */
    renew() {
      asked = 0;
    },
    async request({ fetch, request }: FetchRequest): Promise<void> {
      if (!request) return open.get(fetch)?.abort();
      if (++asked > limits.fetches || open.size >= limits.openFetches || open.has(fetch))
        throw new Error('too many requests');
      const abort = new AbortController();
      open.set(fetch, abort);
      try {
        const response = await exchange(request, mayReach, abort.signal);
        answer({ fetch, response }, [response.body.buffer]);
      } catch (error) {
        answer({ fetch, error: serializeError(error) }, []);
      } finally {
        open.delete(fetch);
      }
    },
    close() {
      for (const abort of open.values()) abort.abort();
    },
  };
}
