import { expose } from 'comlink';
import type { OpenIsolate } from './open-isolate';
import { openFrame, type SandboxFrame } from './sandbox-frame';

/** In ms. A frame that leaves two pings unanswered is dead, so a dead process is noticed within three periods. */
export interface FrameTimes {
  readonly pingEvery: number;
  /** How long a frame without workers is kept for the next one. A terminated worker that spins on dies with it. */
  readonly keepEmpty: number;
}

/**
 * The page's part of the sandbox: only a document can hold frames, so this runs on the main thread and answers the
 * worker that has the instance. Both ends of `port` are ours. What worker and isolate then say does not pass here.
 * The answer closes all frames.
 */
export function serveFrames(
  port: MessagePort,
  { pingEvery, keepEmpty }: FrameTimes = { pingEvery: 3000, keepEmpty: 2500 },
): () => void {
  const frames = new Map<string, Promise<SandboxFrame>>();

  async function drop(name: string, reason: string) {
    const frame = frames.get(name);
    frames.delete(name);
    (await frame)?.remove(reason);
  }

  const open: OpenIsolate = async (location, isolatePort, leash) => {
    let opening = frames.get(location);
    if (!opening) frames.set(location, (opening = openFrame()));
    const frame = await opening;
    const worker = frame.start(isolatePort, (reason) => leash.postMessage(reason));
    leash.onmessage = () => {
      worker.stop();
      leash.close();
      setTimeout(() => {
        if (frame.size === 0 && frames.get(location) === opening) void drop(location, '');
      }, keepEmpty);
    };
  };

  const watchdog = setInterval(async () => {
    for (const [name, opening] of frames) {
      const frame = await opening;
      if (frame.size > 0 && !frame.isAlive())
        void drop(name, 'The process of the isolate died, most likely because it ran out of memory');
    }
  }, pingEvery);

  expose(open, port);
  return () => {
    clearInterval(watchdog);
    for (const name of frames.keys()) void drop(name, 'The page closed its sandbox');
    port.close();
  };
}
