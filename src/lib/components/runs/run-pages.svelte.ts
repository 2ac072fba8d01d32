import type { Instance } from '../../instance/instance';
import type { Change, RunsFilter, RunSummary } from '../../storage/storage';
import { isNewer, withRuns } from './ordered-runs';

const pageSize = 100;
/** Read at once where nobody looks at each page. */
const largePage = 1_000;
/** Of more runs that changed at once, the list is read again instead of each. */
const mostNews = 500;

/** The runs that pass a filter, newest first, read page by page; what changes is read again by itself. */
export class RunPages {
  runs = $state.raw<readonly RunSummary[]>([]);
  /** Older ones are left to be read. */
  hasMore = $state(false);
  readonly #instance: Pick<Instance, 'runSummaries'>;
  readonly #filter: RunsFilter;
  #changed: string[] = [];
  // Not reactive: who asks to read must not be asked again because something was read.
  #read: readonly RunSummary[] | undefined;
  #reading: Promise<void> | undefined;

  constructor(instance: Pick<Instance, 'runSummaries'>, filter: RunsFilter) {
    this.#instance = instance;
    this.#filter = filter;
  }

  /** Notes which runs are to be read again; whether there are any. */
  hear(changes: readonly Change[]): boolean {
    for (const change of changes) if (change.topic === 'run') this.#changed.push(change.runId);
    return this.#changed.length > 0;
  }

  /** The first page, or what changed since. */
  async read(): Promise<void> {
    const news = this.#changed;
    this.#changed = [];
    if (this.#read && news.length <= mostNews) return this.#readAgain(news);
    const limit = Math.max(pageSize, this.#read?.length ?? 0);
    this.#show(await this.#instance.runSummaries({ ...this.#filter, limit: limit + 1 }), limit);
  }

  /** The next page of older runs. */
  more(): Promise<void> {
    return this.#older(pageSize);
  }

  /** All older runs. */
  async rest(): Promise<void> {
    while (this.hasMore) await this.#older(largePage);
  }

  #older(count: number): Promise<void> {
    return (this.#reading ??= this.#readOlder(count).finally(() => (this.#reading = undefined)));
  }

  async #readOlder(count: number): Promise<void> {
    const last = this.#read?.at(-1);
    if (!last || !this.hasMore) return;
    const older = await this.#instance.runSummaries({ ...this.#filter, before: last.id, limit: count + 1 });
    const known = this.#read!;
    this.#show(withRuns(known, [], older), known.length + count);
  }

  async #readAgain(ids: readonly string[]): Promise<void> {
    if (ids.length === 0) return;
    const found = await this.#instance.runSummaries({ ...this.#filter, ids, limit: ids.length });
    const last = this.#read!.at(-1);
    const inReach = found.filter((run) => !this.hasMore || !last || !isNewer(last, run));
    this.#show(withRuns(this.#read!, ids, inReach), Infinity);
  }

  /** Of `rows` the first `limit`; without a limit nothing is known of older ones. */
  #show(rows: readonly RunSummary[], limit: number): void {
    if (limit !== Infinity) this.hasMore = rows.length > limit;
    this.#read = rows.slice(0, limit);
    this.runs = this.#read;
  }
}
