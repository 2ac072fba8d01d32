import { readFileSync } from 'node:fs';
import { join } from 'node:path';

type Answer = Readonly<Record<string, unknown>>;

/** What one script context holds after its garbage was collected, in bytes. */
export interface Heap {
  readonly type: string;
  readonly title: string;
  readonly objects: number;
  /** Memory of WebAssembly and of typed arrays. */
  readonly buffers: number;
}

/** The browser's own instruments, for all its pages, frames and workers; started with `--remote-debugging-port=0`. */
export async function devTools(profile: string) {
  const [port, path] = readFileSync(join(profile, 'DevToolsActivePort'), 'utf8').split('\n');
  const socket = new WebSocket(`ws://127.0.0.1:${port}${path}`);
  await new Promise((resolve, reject) => {
    socket.onopen = resolve;
    socket.onerror = reject;
  });
  const waiting = new Map<number, PromiseWithResolvers<Answer>>();
  const targets = new Map<string, { readonly type: string; readonly title: string }>();
  let last = 0;

  function send(method: string, params: object = {}, sessionId?: string): Promise<Answer> {
    const id = ++last;
    const call = Promise.withResolvers<Answer>();
    waiting.set(id, call);
    socket.send(JSON.stringify({ id, method, params, sessionId }));
    return call.promise;
  }

  const attach = (sessionId?: string) =>
    send(
      'Target.setAutoAttach',
      { autoAttach: true, waitForDebuggerOnStart: false, flatten: true },
      sessionId,
    ).catch(() => {});

  socket.onmessage = ({ data }: MessageEvent<string>) => {
    const { id, result, error, method, params } = JSON.parse(data);
    if (method === 'Target.attachedToTarget') {
      targets.set(params.sessionId, params.targetInfo);
      void attach(params.sessionId);
    }
    if (method === 'Target.detachedFromTarget') targets.delete(params.sessionId);
    if (error) waiting.get(id)?.reject(new Error(error.message));
    else waiting.get(id)?.resolve(result);
    waiting.delete(id);
  };
  await attach();

  async function heapOf(sessionId: string): Promise<Heap> {
    const { type, title } = targets.get(sessionId)!;
    await send('HeapProfiler.collectGarbage', {}, sessionId);
    const usage = await send('Runtime.getHeapUsage', {}, sessionId);
    const { usedSize, backingStorageSize = 0 } = usage as Record<string, number>;
    return { type, title, objects: usedSize!, buffers: backingStorageSize };
  }

  return {
    /** Of every context that answers; one that ends meanwhile is left out. */
    async heaps(): Promise<readonly Heap[]> {
      const scripts = [...targets].filter(([, { type }]) => ['page', 'iframe', 'worker'].includes(type));
      const late = new Promise<never>((_, reject) => setTimeout(reject, 10_000));
      const read = ([session]: (typeof scripts)[number]) => Promise.race([heapOf(session), late]);
      const heaps = await Promise.allSettled(scripts.map(read));
      return heaps.flatMap((heap) => (heap.status === 'fulfilled' ? [heap.value] : []));
    },
    close: () => socket.close(),
  };
}
