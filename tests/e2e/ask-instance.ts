import type { Page } from 'playwright';
import type { Method } from '../../src/lib/instance/browser/call-protocol';
import type { Instance } from '../../src/lib/instance/instance';

/**
 * Asks the leader of this browser as a tab does, over the channel, until it is answered: what comes back is what the
 * app has acknowledged. Arguments and answers are plain data.
 */
export async function askInstance<Name extends Method>(
  page: Page,
  method: Name,
  ...args: Parameters<Instance[Name]>
): Promise<Awaited<ReturnType<Instance[Name]>>> {
  const answer = await page.evaluate(
    ({ method, args }) =>
      new Promise((resolve, reject) => {
        const channel = new BroadcastChannel('dagbook.dagbook');
        const client = crypto.randomUUID();
        const ask = () => channel.postMessage({ type: 'call', client, sequence: 0, oldest: 0, method, args });
        channel.onmessage = ({ data }) => {
          if (data.type === 'leader') ask();
          if (data.type !== 'answer' || data.client !== client) return;
          channel.close();
          if (data.ok) resolve(data.value);
          else reject(new Error(`${method}: ${data.error.message}`));
        };
        ask();
      }),
    { method, args: args as readonly unknown[] },
  );
  return answer as Awaited<ReturnType<Instance[Name]>>;
}
