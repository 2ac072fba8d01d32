import type { AssetKeyString } from '../../definitions/snapshot';
import type { EventType, RunEvent } from '../../events/event';
import type { FactsStorage } from '../../storage/facts-storage';
import type { Storage } from '../../storage/storage';
import { AssetFacts, type Update } from './asset-facts';
import { entityId, entityKey, type EntityId } from './entity';
import { wholeKey } from './entity-subset';
import { KnownWork, type LeftUndone } from './known-work';

export type FactsSource = FactsStorage & Pick<Storage, 'eventsAfter' | 'lastEventId'>;

const told: readonly EventType[] = [
  'ASSET_MATERIALIZATION', 'ASSET_OBSERVATION', 'ASSET_CHECK_EVALUATION', 'ASSET_WIPED',
  'ASSET_MATERIALIZATION_PLANNED', 'ASSET_CHECK_EVALUATION_PLANNED', 'RUN_SUCCESS', 'RUN_FAILURE', 'RUN_CANCELED',
  'FRESHNESS_STATE_CHANGE',
]; // prettier-ignore

/** Events read at a time. */
const page = 10_000;

/** What has happened from one evaluation to the next. */
export interface News {
  /** The last event that is in it. */
  readonly eventId: number;
  /** Assets of which, or of whose checks, something is new. */
  readonly touched: ReadonlySet<AssetKeyString>;
  readonly events: readonly { readonly event: RunEvent; readonly left: readonly LeftUndone[] }[];
}

/** What was updated from one evaluation to the next, and what was there before. */
export interface Updates {
  /** By asset and partition: the newest before; `undefined`: it was missing. */
  readonly assets: ReadonlyMap<AssetKeyString, ReadonlyMap<string, Update | undefined>>;
  /** The runs that made them, by asset and partition; of what no run made the empty text. */
  readonly runs: ReadonlyMap<AssetKeyString, ReadonlyMap<string, ReadonlySet<string>>>;
  /** By check: partitions. */
  readonly checks: ReadonlyMap<EntityId, ReadonlySet<string>>;
}

/**
 * What is known of assets: read from the storage when somebody first asks for one, and led on by events from then on.
 * So an evaluation costs what has happened since the last one.
 */
export class FactBook {
  readonly #storage: FactsSource;
  readonly #assets = new Map<AssetKeyString, AssetFacts>();
  readonly #plans = new Map<string, { tags: Readonly<Record<string, string>>; ids: Set<EntityId> }>();
  #work = new KnownWork([]);
  /** Events up to this one are in what is known. */
  #known: number;

  private constructor(storage: FactsSource, known: number) {
    this.#storage = storage;
    this.#known = known;
  }

  /** `from`: the last event of the last evaluation; absent: nothing that has happened is new. */
  static async open(storage: FactsSource, from: number | undefined): Promise<FactBook> {
    const last = await storage.lastEventId();
    const book = new FactBook(storage, Math.min(from ?? last, last));
    book.#work = new KnownWork(await storage.unfinishedWork());
    return book;
  }

  asset(key: AssetKeyString): AssetFacts | undefined {
    return this.#assets.get(key);
  }

  /** Partitions of an asset that some run is to make. */
  working(id: EntityId): Iterable<string> {
    return this.#work.partitions(id);
  }

  /** Tags and targets of a run, as far as `readRuns` has read them. */
  run(
    id: string,
  ): { readonly tags: Readonly<Record<string, string>>; readonly ids: ReadonlySet<EntityId> } | undefined {
    return this.#plans.get(id);
  }

  /** What has happened since. Nothing is led on before `lead`. */
  async news(): Promise<News> {
    const events: { event: RunEvent; left: readonly LeftUndone[] }[] = [];
    const touched = new Set<AssetKeyString>();
    let after = this.#known;
    for (;;) {
      const some = await this.#storage.eventsAfter(after, told, page);
      for (const event of some) {
        const left = this.#work.apply(event);
        events.push({ event, left });
        if (event.assetKey !== undefined) touched.add(event.assetKey);
        for (const { id } of left) touched.add(entityKey(id).key);
      }
      after = some.at(-1)?.id ?? after;
      if (some.length < page) return { eventId: after, touched, events };
    }
  }

  /** Reads what is not known yet of these assets, as it was before the news. */
  async read(
    keys: Iterable<AssetKeyString>,
    { isPartitioned, needsPlans }: Record<'isPartitioned' | 'needsPlans', (key: AssetKeyString) => boolean>,
  ): Promise<void> {
    const all = [...keys];
    const fresh = all.filter((key) => !this.#assets.has(key));
    if (fresh.length > 0) {
      const updates = [
        ...(await this.#storage.latestUpdates(
          fresh.filter((key) => !isPartitioned(key)),
          this.#known,
        )),
      ];
      for (const key of fresh.filter(isPartitioned))
        for (const update of await this.#storage.latestPartitionUpdates(key, this.#known))
          updates.push(update);
      const results = await this.#storage.latestCheckResults(fresh, this.#known);
      const updatesOf = Map.groupBy(updates, ({ assetKey }) => assetKey);
      const resultsOf = Map.groupBy(results, ({ assetKey }) => assetKey);
      for (const key of fresh)
        this.#assets.set(key, new AssetFacts(updatesOf.get(key) ?? [], resultsOf.get(key) ?? []));
    }
    for (const key of all) {
      const facts = this.#assets.get(key)!;
      if (!facts.failed && needsPlans(key)) facts.readPlans(await this.#storage.lastPlans(key));
    }
  }

  /** Leads all that is known on to the end of the news. */
  lead({ eventId, events }: News): Updates {
    const assets = new Map<AssetKeyString, Map<string, Update | undefined>>();
    const runs = new Map<AssetKeyString, Map<string, Set<string>>>();
    const checks = new Map<EntityId, Set<string>>();
    for (const { event, left } of events) {
      const { assetKey } = event;
      const facts = assetKey === undefined ? undefined : this.#assets.get(assetKey);
      if (facts && (event.type === 'ASSET_MATERIALIZATION' || event.type === 'ASSET_OBSERVATION')) {
        const partition = event.data.partition ?? wholeKey;
        const known = assets.get(assetKey!) ?? new Map<string, Update | undefined>();
        assets.set(assetKey!, known);
        if (!known.has(partition)) known.set(partition, facts.newest(partition));
        if (event.type === 'ASSET_MATERIALIZATION') {
          const of = runs.get(assetKey!) ?? new Map<string, Set<string>>();
          runs.set(assetKey!, of);
          of.set(partition, (of.get(partition) ?? new Set()).add(event.runId));
        }
      }
      if (facts && event.type === 'ASSET_CHECK_EVALUATION') {
        const id = entityId({ key: assetKey!, check: event.data.check });
        checks.set(id, (checks.get(id) ?? new Set()).add(event.data.partition ?? wholeKey));
      }
      facts?.apply(event);
      for (const each of left) this.#leave(each);
    }
    this.#known = eventId;
    return { assets, runs, checks };
  }

  /** Reads tags and targets of runs that are not known yet. */
  async readRuns(ids: Iterable<string>): Promise<void> {
    const unknown = [...new Set(ids)].filter((id) => id !== '' && !this.#plans.has(id));
    if (unknown.length === 0) return;
    if (this.#plans.size > 10_000) this.#plans.clear();
    const [tags, work] = [await this.#storage.tagsOf(unknown), await this.#storage.workOf(unknown)];
    for (const id of unknown) this.#plans.set(id, { tags: tags.get(id) ?? {}, ids: new Set() });
    for (const { runId, assetKey: key, check } of work)
      this.#plans.get(runId)!.ids.add(entityId({ key, ...(check !== undefined && { check }) }));
  }

  #leave({ id, partitions, isFailed }: LeftUndone): void {
    const facts = this.#assets.get(entityKey(id).key);
    if (!facts?.failed) return;
    if (isFailed) for (const partition of partitions) facts.failedOf(id).set(partition, true);
    else facts.failed.get(id)?.delete(partitions);
  }
}
