import type { RunConfigRequest } from '../definitions/config/validate-run-config';
import type { TickAnswer, TickRequest } from '../definitions/tick-request';
import type { Clock } from '../base/clock';
import { DagbookError, serializeError } from '../base/errors';
import type { AskInstance } from '../definitions/instance-question';
import type { PathStore } from '../definitions/io-manager';
import { emptySnapshot } from '../definitions/snapshot';
import { IsolatePool, type WarmIsolate } from '../execution/isolate-pool';
import { checkJobs } from '../graph/check-jobs';
import type { ConfigIssue, IsolateHost, LoadResult, PathStoreName } from '../location/isolate';
import type { CompiledNotebook } from '../notebook/notebook';
import type { Storage, StoredNotebook } from '../storage/storage';
import type { LocationStatus } from './instance';
import { NotebookNeverLoads, TickTookTooLong } from './location-errors';
import type { NotebookParser } from './notebook-parser';
import type { TextsOf } from './packages';
import type { Trusts } from './trust';

/** Milliseconds after which a notebook whose cells do not come to an end by themselves is given up. */
const longestLoad = 20_000;

interface Loading {
  /** Which call for a load it was. */
  readonly order: number;
  readonly bundle: string;
  readonly abort: AbortController;
  readonly status: Promise<LocationStatus>;
}

interface Compiling {
  readonly source: string;
  readonly title: string;
  readonly notebook: Promise<CompiledNotebook>;
}

/** Answers about configs that are kept: runs of one kind ask the same again and again. */
const mostConfigAnswers = 48;

/** The code locations of the instance: each a notebook with the isolates that have loaded it. */
export class Locations {
  readonly #deps: LocationsDeps;
  readonly #pools = new Map<string, IsolatePool>();
  /** One isolate more for each location, for questions that come while runs have all others. */
  readonly #desks = new Map<string, IsolatePool>();
  readonly #newest = new Map<string, Loading>();
  #loads = 0;
  readonly #compiled = new Map<string, Compiling>();
  /** What is wrong with a config, by all that was asked; the latest asked last. */
  readonly #configIssues = new Map<string, Promise<readonly ConfigIssue[]>>();

  constructor(deps: LocationsDeps) {
    this.#deps = deps;
  }

  /** The isolates of a location that execute steps; made when first asked for. */
  pool(location: string): IsolatePool {
    return this.#poolOf(this.#pools, location);
  }

  /** All that is wrong with a run config, by the schemas of that notebook, which are asked the same only once. */
  validateConfig(
    location: string,
    bundle: string,
    request: RunConfigRequest,
  ): Promise<readonly ConfigIssue[]> {
    const asked = JSON.stringify([location, bundle, request]);
    const known = this.#configIssues;
    const issues =
      known.get(asked) ??
      this.ask(location, bundle, ({ isolate }) =>
        inTime(isolate.validateConfig(request), () => isolate.terminate()),
      );
    known.delete(asked);
    known.set(asked, issues);
    issues.catch(() => known.delete(asked));
    if (known.size > mostConfigAnswers) known.delete(known.keys().next().value!);
    return issues;
  }

  /** Evaluates a schedule or sensor of the notebook that `bundle` is, for so many seconds at most. */
  async evaluateTick(
    location: string,
    bundle: string,
    request: TickRequest,
    timeoutSeconds: number,
  ): Promise<TickAnswer> {
    let isLate = false;
    try {
      const evaluate = ({ isolate }: WarmIsolate) =>
        inTime(
          isolate.evaluateTick(request),
          () => {
            isLate = true;
            isolate.terminate();
          },
          timeoutSeconds * 1000,
        );
      return await this.ask(location, bundle, evaluate, { leave: 1 });
    } catch (error) {
      if (isLate)
        return { error: serializeError(new TickTookTooLong(request.name, timeoutSeconds)), logs: [] };
      throw new DagbookError(`The code location ${location} cannot be reached: ${messageOf(error)}`, {
        name: 'LocationUnreachable',
        remedy: 'Open the notebook and look at its errors; the tick is made when it loads again.',
        cause: error,
      });
    }
  }

  /** Compiles the stored text and loads it, unless just that text is loaded; an older load under way gives up. */
  async load(name: string): Promise<LocationStatus> {
    const { storage } = this.#deps;
    const order = ++this.#loads;
    const stored = await storage.getNotebook(name);
    if (!stored)
      throw new DagbookError(`There is no notebook ${name} in this instance`, {
        name: 'NotebookNotFound',
        remedy: 'Open it from its file again, or look under the deleted notebooks.',
      });
    await this.#deps.trusts.assertRuns(name);
    const notebook = await this.#compile(stored);
    const before = this.#newest.get(name);
    // Who asked later has read a text that is as new, or newer.
    if (before && (before.bundle === notebook.hash || before.order > order)) return before.status;
    before?.abort.abort();
    const abort = new AbortController();
    const status = this.#evaluate(name, notebook, abort);
    this.#newest.set(name, { order, bundle: notebook.hash, abort, status });
    return status;
  }

  /** Loads the stored text in new isolates, though nothing of it has changed. */
  restart(name: string): Promise<LocationStatus> {
    for (const pools of [this.#pools, this.#desks]) pools.get(name)?.renew();
    this.#forget(name);
    return this.load(name);
  }

  /** Ends the isolates of a location, whatever they are doing, so that what it may do from now on holds for all. */
  stop(name: string): void {
    this.#forget(name);
    for (const pools of [this.#pools, this.#desks]) {
      pools.get(name)?.close();
      pools.delete(name);
    }
  }

  #forget(name: string): void {
    this.#newest.get(name)?.abort.abort();
    this.#newest.delete(name);
  }

  close(): void {
    for (const { abort } of this.#newest.values()) abort.abort();
    for (const pool of [...this.#pools.values(), ...this.#desks.values()]) pool.close();
  }

  #poolOf(pools: Map<string, IsolatePool>, location: string, size?: number): IsolatePool {
    const known = pools.get(location);
    if (known) return known;
    const { host, stores, trusts, askInstance } = this.#deps;
    const pool = new IsolatePool({
      ...{ location, host, size },
      load: (bundle) => this.#loadRequest(location, bundle),
      files: (notebook) => ({
        mayReach: (url) => trusts.mayReach(location, url),
        askInstance: askInstance(location),
        readAttachment: (path) => this.#attachment(notebook, path),
        store: stores(location),
      }),
    });
    pools.set(location, pool);
    return pool;
  }

  /**
   * Asks an isolate that has loaded `bundle`, without waiting for the steps of runs. `leave`: so many isolates are left
   * to these, however long the answer takes.
   */
  async ask<Answer>(
    location: string,
    bundle: string,
    ask: (warm: WarmIsolate) => Answer | Promise<Answer>,
    { signal, leave = 0 }: { readonly signal?: AbortSignal; readonly leave?: number } = {},
  ): Promise<Answer> {
    const shared = this.pool(location);
    const pool = shared.room > leave ? shared : this.#poolOf(this.#desks, location, 1);
    const warm = await pool.acquire(bundle, signal);
    try {
      const answer = await ask(warm);
      pool.release(warm);
      return answer;
    } catch (error) {
      pool.discard(warm); // It is lost: whatever else goes wrong is in an answer.
      throw error;
    }
  }

  /** The newest text is compiled once, however often it is asked for; a failure is not kept. */
  #compile({ id, source, title }: StoredNotebook): Promise<CompiledNotebook> {
    const known = this.#compiled.get(id);
    if (known?.source === source && known.title === title) return known.notebook;
    const notebook = this.#deps.parser.compile(source, title);
    this.#compiled.set(id, { source, title, notebook });
    notebook.catch(() => {
      if (this.#compiled.get(id)?.notebook === notebook) this.#compiled.delete(id);
    });
    return notebook;
  }

  async #evaluate(name: string, notebook: CompiledNotebook, abort: AbortController): Promise<LocationStatus> {
    const { storage, clock, keepsSound = false } = this.#deps;
    await storage.putBundle(notebook);
    const { snapshot, errors: thrown } = await this.#loadInto(name, notebook, abort);
    const errors = [...notebook.errors, ...thrown, ...snapshot.errors];
    if (!abort.signal.aborted && (errors.length === 0 || !keepsSound))
      await storage.putLocation({
        ...{ name, bundle: notebook.hash, loadedAt: clock.now() },
        snapshot: { ...snapshot, errors },
      });
    return { name, bundle: notebook.hash, snapshot, errors };
  }

  async #loadInto(name: string, notebook: CompiledNotebook, abort: AbortController): Promise<LoadResult> {
    const late = setTimeout(() => abort.abort(), longestLoad);
    try {
      const loaded = await this.ask(name, notebook.hash, (warm) => warm.loaded, {
        signal: abort.signal,
      });
      return { ...loaded, snapshot: checkJobs(loaded.snapshot) };
    } catch (error) {
      if (this.#newest.get(name)?.bundle === notebook.hash) this.#newest.delete(name);
      const reason = abort.signal.aborted ? new NotebookNeverLoads() : error;
      return { snapshot: emptySnapshot, errors: [serializeError(reason)] };
    } finally {
      clearTimeout(late);
    }
  }

  async #loadRequest(location: string, bundle: string) {
    await this.#deps.trusts.assertRuns(location);
    const notebook = await this.#deps.storage.getBundle(bundle);
    if (!notebook)
      throw new DagbookError('The code of this run is no longer kept', {
        name: 'BundleNotFound',
        remedy: 'Launch the run anew: it then uses the notebook as it is now.',
      });
    return { notebook, modules: await this.#deps.textsOf(location, notebook) };
  }

  async #attachment({ attachments }: CompiledNotebook, path: string): Promise<Uint8Array> {
    const hash = attachments[path];
    const bytes = hash && (await this.#deps.readFile(hash));
    if (bytes) return bytes;
    throw new DagbookError(`The attached file ${path} is not in this instance`, {
      name: 'AttachmentLost',
      remedy: 'Attach the file to the notebook again.',
    });
  }
}

const messageOf = (error: unknown): string => serializeError(error).message;

/** Code of the notebook that comes to no end is given up with its isolate. */
function inTime<Answer>(
  answer: Promise<Answer>,
  giveUp: () => void,
  milliseconds = longestLoad,
): Promise<Answer> {
  const late = setTimeout(giveUp, milliseconds);
  return answer.finally(() => clearTimeout(late));
}

export interface LocationsDeps {
  readonly storage: Storage;
  readonly host: IsolateHost;
  readonly trusts: Trusts;
  readonly textsOf: TextsOf;
  readonly parser: NotebookParser;
  readonly readFile: (hash: string) => Promise<Uint8Array | undefined>;
  /** Where IO managers of a location's notebook keep bytes. */
  readonly stores: (location: string) => (name: PathStoreName) => PathStore;
  /** What the code of a location may ask of the instance. */
  readonly askInstance: (location: string) => AskInstance;
  readonly clock: Clock;
  /** Definitions that have errors are not stored. */
  readonly keepsSound?: boolean;
}
