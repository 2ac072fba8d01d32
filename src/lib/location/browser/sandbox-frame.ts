import { frameDocument } from './frame-text';

/** A hidden sandboxed frame with the workers of one location in it. */
export interface SandboxFrame {
  /** Starts a worker and hands it the port; `onEnd` is told when it ends without `stop`. */
  start(port: MessagePort, onEnd: (reason: string) => void): { stop(): void };
  /** Workers that run. */
  readonly size: number;
  /** Whether the frame answered the last two pings; sends another. Its process may be dead: no event tells. */
  isAlive(): boolean;
  /** Ends everything in it; `reason` is told to those whose workers still ran. */
  remove(reason: string): void;
}

/** `allow-same-origin` must never be added: with it the frame would be ours, storage and all. */
export async function openFrame(): Promise<SandboxFrame> {
  const element = document.createElement('iframe');
  element.setAttribute('sandbox', 'allow-scripts');
  element.hidden = true;
  element.title = 'Sandbox';
  element.srcdoc = frameDocument;
  const loaded = new Promise((resolve) => element.addEventListener('load', resolve, { once: true }));
  document.body.append(element);
  await loaded;

  const { port1: port, port2 } = new MessageChannel();
  const workers = new Map<number, (reason: string) => void>();
  let started = 0;
  let unanswered = 0;
  port.onmessage = ({ data }: MessageEvent<{ failed?: number; message?: string }>) => {
    unanswered = 0;
    if (data.failed !== undefined)
      end(data.failed, `The worker failed: ${data.message || 'no reason given'}`);
  };
  element.contentWindow!.postMessage(null, '*', [port2]);

  function end(id: number, reason: string) {
    const onEnd = workers.get(id);
    if (!workers.delete(id)) return;
    port.postMessage({ stop: id });
    onEnd?.(reason);
  }

  return {
    start(workerPort, onEnd) {
      const id = ++started;
      workers.set(id, onEnd);
      port.postMessage({ start: id }, [workerPort]);
      return {
        stop() {
          workers.delete(id);
          port.postMessage({ stop: id });
        },
      };
    },
    get size() {
      return workers.size;
    },
    isAlive() {
      port.postMessage({});
      return ++unanswered <= 2;
    },
    remove(reason) {
      for (const id of workers.keys()) end(id, reason);
      port.close();
      element.remove();
    },
  };
}
