import type { Isolate, IsolateFiles, IsolateHost, LoadRequest, LoadResult } from '../location/isolate';
import { IsolateLost } from '../location/isolate-lost';
import type { CompiledNotebook } from '../notebook/notebook';

/** An isolate that has loaded a notebook and waits for steps. */
export interface WarmIsolate {
  /** Hash of the notebook it loaded. */
  readonly bundle: string;
  readonly isolate: Isolate;
  /** What loading it said. */
  readonly loaded: LoadResult;
}

export interface IsolatePoolOptions {
  /** Name of the code location. */
  readonly location: string;
  readonly host: IsolateHost;
  /** Gets what an isolate is to load for a bundle; rejects where its code may not run. */
  readonly load: (bundle: string) => Promise<LoadRequest>;
  /** What an isolate of that notebook may read and write. */
  readonly files: (notebook: CompiledNotebook) => IsolateFiles;
  /** Isolates alive at the same time; default the host's cores. */
  readonly size?: number;
}

interface Waiting {
  readonly bundle: string;
  readonly signal?: AbortSignal;
  readonly take: (warm: WarmIsolate | Promise<WarmIsolate>) => void;
}

/**
 * The isolates of one code location, shared by all its runs and kept warm between them. Never more than `size` are
 * alive; one that died or was discarded is replaced when somebody asks, and one with an old bundle gives way to one
 * with the bundle that is asked for.
 */
export class IsolatePool {
  readonly size: number;
  private readonly options: IsolatePoolOptions;
  private readonly idle: WarmIsolate[] = [];
  private readonly waiting: Waiting[] = [];
  /** Isolates that exist (as `WarmIsolate`) or are being made. */
  private readonly alive = new Set<{ readonly isolate?: Isolate }>();
  /** Those that are not used again. */
  private readonly worn = new WeakSet<object>();
  private isClosed = false;

  constructor(options: IsolatePoolOptions) {
    this.options = options;
    this.size = Math.max(1, options.size ?? options.host.cores);
  }

  /**
   * An isolate that has loaded `bundle`, for the caller alone, who gives it back by `release` or `discard`. Aborting
   * ends the wait, and also the loading of a notebook that never ends. Rejects where it cannot be made or loaded.
   */
  acquire(bundle: string, signal?: AbortSignal): Promise<WarmIsolate> {
    if (this.isClosed || signal?.aborted) return Promise.reject(new IsolateLost('No isolate was made'));
    const warm = this.idle.findIndex((each) => each.bundle === bundle);
    if (warm >= 0) return Promise.resolve(this.idle.splice(warm, 1)[0]!);
    const other = this.alive.size >= this.size && this.idle.shift();
    if (other) this.end(other);
    if (this.alive.size < this.size) return this.make(bundle, signal);
    return new Promise((resolve, reject) => {
      const turn: Waiting = { bundle, signal, take: resolve };
      this.waiting.push(turn);
      signal?.addEventListener('abort', () => {
        if (remove(this.waiting, turn)) reject(new IsolateLost('No isolate was made'));
      });
    });
  }

  /** So many can be acquired without waiting until an isolate is given back. */
  get room(): number {
    return this.idle.length + Math.max(0, this.size - this.alive.size);
  }

  /** Whether somebody waits until an isolate is given back. */
  get isAwaited(): boolean {
    return this.waiting.length > 0;
  }

  /** Makes as many isolates for `bundle` as there is room for, without waiting: who asks next finds them warm. */
  warm(bundle: string): void {
    while (this.alive.size < this.size && !this.isClosed)
      // Whoever acquires the same bundle hears why it cannot be loaded.
      this.make(bundle).then(
        (warm) => this.release(warm),
        () => {},
      );
  }

  /** Gives an isolate back to be used again. */
  release(warm: WarmIsolate): void {
    if (!this.alive.has(warm)) return;
    const next = this.waiting[0];
    if (this.worn.has(warm) || (next && next.bundle !== warm.bundle)) return this.discard(warm);
    if (next) this.waiting.shift()!.take(warm);
    else this.idle.push(warm);
  }

  /** Ends an isolate, whatever it is doing. */
  discard(warm: WarmIsolate): void {
    this.end(warm);
    this.serveWaiting();
  }

  /** Ends all isolates: those at work when they are given back. Who asks next gets a new one. */
  renew(): void {
    for (const warm of [...this.idle]) this.end(warm);
    for (const each of this.alive) this.worn.add(each);
  }

  /** Ends all isolates, whatever they are doing; nothing can be acquired any more. */
  close(): void {
    this.isClosed = true;
    for (const { isolate } of this.alive) isolate?.terminate();
    this.alive.clear();
    this.idle.length = 0;
    for (const { take } of this.waiting.splice(0))
      take(Promise.reject(new IsolateLost('The pool was closed')));
  }

  private end(warm: WarmIsolate): void {
    remove(this.idle, warm);
    this.alive.delete(warm);
    warm.isolate.terminate();
  }

  private serveWaiting(): void {
    while (this.waiting.length > 0 && this.alive.size < this.size && !this.isClosed) {
      const { bundle, signal, take } = this.waiting.shift()!;
      take(this.make(bundle, signal));
    }
  }

  private async make(bundle: string, signal?: AbortSignal): Promise<WarmIsolate> {
    const { host, location, load, files } = this.options;
    const place: { isolate?: Isolate } = {};
    this.alive.add(place);
    const end = () => place.isolate?.terminate();
    signal?.addEventListener('abort', end);
    try {
      const request = await load(bundle);
      const isolate = await host.create(location, files(request.notebook));
      place.isolate = isolate;
      if (signal?.aborted || this.isClosed) throw new IsolateLost('The isolate is no longer wanted');
      const warm = { bundle, isolate, loaded: await isolate.load(request) };
      this.alive.add(warm);
      void isolate.died.then(() => this.discard(warm));
      return warm;
    } catch (error) {
      end();
      throw error;
    } finally {
      signal?.removeEventListener('abort', end);
      this.alive.delete(place);
      this.serveWaiting();
    }
  }
}

function remove<Item>(items: Item[], item: Item): boolean {
  const at = items.indexOf(item);
  if (at >= 0) items.splice(at, 1);
  return at >= 0;
}
