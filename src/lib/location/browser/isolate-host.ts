import { transfer, wrap } from 'comlink';
import { startIsolate } from '../boundary/start-isolate';
import type { IsolateHost } from '../isolate';
import type { OpenIsolate } from './open-isolate';

/**
 * Isolates in the browser: each a worker in a sandboxed frame, which has no storage, no network and no other way out
 * than its ports. `port` leads to `serveFrames` in a page; `kernelText` is `virtual:isolate-text`.
 */
export function browserIsolateHost(port: MessagePort, kernelText: string): IsolateHost {
  const openIsolate = wrap<OpenIsolate>(port);
  return {
    cores: navigator.hardwareConcurrency,
    create: (location, files) =>
      startIsolate(
        async (isolatePort) => {
          const { port1: leash, port2 } = new MessageChannel();
          const died = new Promise<string>(
            (resolve) => (leash.onmessage = ({ data }) => resolve(data as string)),
          );
          await openIsolate(location, transfer(isolatePort, [isolatePort]), transfer(port2, [port2]));
          return { died, end: () => leash.postMessage(null) };
        },
        kernelText,
        files,
      ),
  };
}
