import type { Instance } from '../instance';
import { openTabChannel, type WorkerStart } from './call-protocol';
import type { Recovery } from './recover-database';
import { type LeaderState, tabClient } from './tab-client';

export interface Connection {
  readonly instance: Instance;
  /** Ends this tab's part; another tab becomes the leader where this one was it. */
  close(): void;
}

/**
 * Joins this tab to the instance `name`: starts its worker, which waits for its turn to be the leader, and answers a
 * client that works whoever leads. Where the worker starts only `after` something, calls wait for it. A frozen tab
 * cannot be robbed of its files, so the worker ends when the page freezes and starts anew when it wakes (storage.md §3).
 */
export function connectInstance(options: {
  readonly name: string;
  readonly version: string;
  readonly startWorker: () => Worker;
  readonly serveFrames: (port: MessagePort) => () => void;
  readonly onLeader: (state: LeaderState) => void;
  readonly after?: Promise<void>;
  /** What a person has chosen for a database that did not open. */
  readonly recovery?: Recovery;
}): Connection {
  const { name, version, onLeader } = options;
  const tab = crypto.randomUUID();
  const client = tabClient(openTabChannel(name), { tab, version }, onLeader);
  let stop: (() => void) | undefined;
  let { recovery } = options;

  function start(): () => void {
    const worker = options.startWorker();
    const { port1, port2 } = new MessageChannel();
    const stopFrames = options.serveFrames(port1);
    const message: WorkerStart = { name, tab, version, frames: port2, ...(recovery && { recovery }) };
    recovery = undefined;
    worker.postMessage(message, [port2]);
    worker.addEventListener('error', (event) =>
      onLeader({
        status: 'failed',
        error: { name: 'Error', message: event.message || 'The instance worker did not start' },
      }),
    );
    return () => {
      worker.terminate();
      stopFrames();
    };
  }

  const sleep = () => {
    stop?.();
    stop = undefined;
  };
  const wake = () => void (stop ??= start());
  // The first one comes when the page has loaded.
  const onShow = ({ persisted }: PageTransitionEvent) => persisted && wake();
  if (options.after) void options.after.then(wake);
  else wake();
  document.addEventListener('freeze', sleep);
  document.addEventListener('resume', wake);
  addEventListener('pagehide', sleep);
  addEventListener('pageshow', onShow);

  return {
    instance: client,
    close() {
      document.removeEventListener('freeze', sleep);
      document.removeEventListener('resume', wake);
      removeEventListener('pagehide', sleep);
      removeEventListener('pageshow', onShow);
      client.close();
      sleep();
    },
  };
}
