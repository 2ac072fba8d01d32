import { timeWindows } from '../../definitions/partitions/time-windows';
import type {
  PartitionsSnapshot,
  TimeWindowPartitionsSnapshot,
} from '../../definitions/partitions/partitions-snapshot';
import { latestTick, nextTicks } from '../../definitions/time/cron';
import type { BackfillStatus } from '../../storage/automation-storage';
import type { Storage } from '../../storage/storage';
import type { AutomationMemory, EntityMemory } from './automation-memory';
import type { Automation } from './automation-scope';
import {
  watchConditions,
  watchedPartitions,
  type ConditionWatch,
  type ReadPartitionsContext,
} from './condition-watch';
import type { EntityId } from './entity';
import type { EntityGraph, EntityNode } from './entity-graph';
import { evaluateAutomation, type AutomationResult } from './evaluate-automation';
import { FactBook, type FactsSource, type News } from './fact-book';
import { gatherFacts } from './gather-facts';
import { PartitionSpaces } from './partition-spaces';

export interface EvaluatorPorts {
  readonly storage: FactsSource & Pick<Storage, 'listBackfills'>;
  readonly partitionsContext: ReadPartitionsContext;
  readonly timer?: () => number;
}

const unfinishedBackfills: readonly BackfillStatus[] = ['REQUESTED', 'CANCELING'];
const all = Number.MAX_SAFE_INTEGER;

/**
 * Evaluates one automation again and again: after news only those assets whose facts, deps or clocks have changed, with
 * the answers that evaluating all would give.
 */
export class AutomationEvaluator {
  readonly automation: Automation;
  readonly #graph: EntityGraph;
  readonly #ports: EvaluatorPorts;
  readonly #watch: ConditionWatch;
  readonly #spaces = new PartitionSpaces();
  readonly #byId: ReadonlyMap<EntityId, EntityNode>;
  #memory: AutomationMemory;
  #book: Promise<FactBook> | undefined;
  /** Evaluated whatever has changed: at first, and after what nobody can tell the consequences of. */
  #isAllDirty = true;
  readonly #unsettled = new Set<EntityId>();
  /** Around them something has happened since they were requested, other than in the run that they were requested in. */
  readonly #moved = new Set<EntityId>();
  readonly #launched = new Map<string, ReadonlySet<EntityId>>();
  readonly #heldUntil = new Map<EntityId, number>();

  constructor(automation: Automation, graph: EntityGraph, memory: AutomationMemory, ports: EvaluatorPorts) {
    this.automation = automation;
    this.#graph = graph;
    this.#memory = memory;
    this.#ports = ports;
    this.#watch = watchConditions(automation.targets, graph);
    this.#byId = new Map(automation.targets.map((node) => [node.id, node]));
  }

  get memory(): AutomationMemory {
    return this.#memory;
  }

  /** `undefined`: nothing has changed for any of its assets. What was evaluated counts once it is `accept`ed. */
  async evaluate(now: number, evaluationId: number): Promise<AutomationResult | undefined> {
    const { storage, partitionsContext, timer } = this.#ports;
    const { targets } = this.automation;
    const book = await (this.#book ??= FactBook.open(storage, this.#memory.eventId));
    const news = await book.news();
    const before = [...this.#watch.partitions.values()].map(({ definition, waiting }) => ({
      definition,
      waiting,
      space: this.#isAllDirty ? undefined : this.#spaces.of(definition),
    }));
    this.#spaces.begin(await watchedPartitions(this.#watch, partitionsContext, now));
    const dirty = this.#dirty(news, now);
    for (const { definition, waiting, space } of before)
      if (this.#spaces.of(definition) !== space) this.#markMoved(waiting, dirty);
    const isAll = this.#isAllDirty;
    const backfills = this.#watch.operands.has('backfill_in_progress')
      ? await storage.listBackfills({ statuses: unfinishedBackfills, limit: all })
      : [];
    const facts = await gatherFacts({
      book,
      news,
      watch: this.#watch,
      entities: isAll ? targets : this.#mayBeEvaluated(dirty),
      graph: this.#graph,
      spaces: this.#spaces,
      now,
      backfills,
      ...(this.#memory.timestamp !== undefined && { previous: this.#memory.timestamp }),
    });
    if (!isAll && dirty.size === 0) {
      this.#memory = { ...this.#memory, timestamp: now, eventId: news.eventId };
      return undefined;
    }
    return evaluateAutomation({
      graph: this.#graph,
      facts,
      memory: this.#memory,
      targets: isAll ? targets : targets.filter(({ id }) => this.#byId.has(id)),
      ...(!isAll && { dirty }),
      watchers: (id) => this.#watchersOf(id),
      hold: (node, known) => this.#holdUntil(node, known, now),
      evaluationId,
      eventId: news.eventId,
      ...(timer && { timer }),
    });
  }

  /** The result is stored: the next evaluation goes on from here. `runs` say what was requested in which. */
  accept(
    { memory, evaluations, requested }: AutomationResult,
    runs: ReadonlyMap<string, ReadonlySet<EntityId>>,
  ): void {
    this.#memory = memory;
    this.#isAllDirty = false;
    this.#unsettled.clear();
    for (const [id, { isUnsettled }] of memory.entities) if (isUnsettled) this.#unsettled.add(id);
    for (const { node, heldUntil } of evaluations)
      if (heldUntil === undefined) this.#heldUntil.delete(node.id);
      else this.#heldUntil.set(node.id, heldUntil);
    for (const id of requested.keys()) this.#moved.delete(id);
    if (this.#launched.size > 10_000) this.#launched.clear();
    for (const [runId, ids] of runs) this.#launched.set(runId, ids);
  }

  /** Nothing of the last evaluation was stored: what it has read is read again. */
  forget(): void {
    this.#book = undefined;
    this.#isAllDirty = true;
  }

  /** What has changed cannot be told from events: a backfill, a run that was deleted. */
  doubt(): void {
    this.#isAllDirty = true;
  }

  /** When time alone will change something. */
  nextDue(now: number): number {
    const times = [...this.#heldUntil.values()];
    if (this.#unsettled.size > 0) times.push(now + this.interval);
    for (const { cronSchedule, cronTimezone } of this.#watch.crons.values())
      times.push(nextTicks(cronSchedule, cronTimezone, now + 1, 1)[0] ?? Infinity);
    for (const { definition } of this.#watch.partitions.values())
      for (const own of timeDefinitions(definition)) {
        const windows = timeWindows(own);
        times.push(windows.endOf(windows.endedBy(now)));
      }
    return times.reduce((first, time) => Math.min(first, time), Infinity);
  }

  get interval(): number {
    return this.automation.definition.minimumIntervalSeconds * 1000;
  }

  #dirty(news: News, now: number): Set<EntityId> {
    const dirty = new Set(this.#unsettled);
    for (const [id, until] of this.#heldUntil) if (until <= now) dirty.add(id);
    for (const key of news.touched) for (const id of this.#watch.watchers.get(key) ?? none) dirty.add(id);
    for (const { event } of news.events) {
      const { type, assetKey, runId } = event;
      const isUpdate =
        type === 'ASSET_MATERIALIZATION' || type === 'ASSET_OBSERVATION' || type === 'ASSET_CHECK_EVALUATION';
      if (!isUpdate || assetKey === undefined) continue;
      for (const id of this.#watch.watchers.get(assetKey) ?? none)
        if (this.#byId.get(id)?.key !== assetKey && !this.#launched.get(runId)?.has(id)) this.#moved.add(id);
    }
    const previous = this.#memory.timestamp ?? -Infinity;
    for (const { cronSchedule, cronTimezone, waiting } of this.#watch.crons.values())
      if ((latestTick(cronSchedule, cronTimezone, now) ?? -Infinity) > previous)
        this.#markMoved(waiting, dirty);
    return dirty;
  }

  #markMoved(ids: Iterable<EntityId>, dirty: Set<EntityId>): void {
    for (const id of ids) {
      dirty.add(id);
      this.#moved.add(id);
    }
  }

  /** What is requested is looked at by others, who are then evaluated, too. */
  #mayBeEvaluated(dirty: ReadonlySet<EntityId>): Iterable<EntityNode> {
    const found = new Set(dirty);
    for (const id of found)
      for (const each of [id, ...(this.#byId.get(id)?.madeWith.map((mate) => mate.id) ?? none)])
        for (const watcher of this.#watchersOf(each)) found.add(watcher);
    return Array.from(found, (id) => this.#byId.get(id)).filter((node) => node !== undefined);
  }

  #watchersOf(id: EntityId): Iterable<EntityId> {
    return this.#watch.watchers.get(this.#graph.get(id)!.key) ?? none;
  }

  /**
   * A condition that stays true however often it is requested would be requested without end, since each run is news:
   * unless something has happened around it, it waits for the automation's interval.
   */
  #holdUntil({ id }: EntityNode, before: EntityMemory | undefined, now: number): number | undefined {
    if (before?.requestedAt === undefined || this.#moved.has(id)) return undefined;
    const until = before.requestedAt + this.interval;
    return now < until ? until : undefined;
  }
}

const none: readonly never[] = [];

function timeDefinitions(partitions: PartitionsSnapshot): readonly TimeWindowPartitionsSnapshot[] {
  if (partitions.type === 'time_window') return [partitions];
  if (partitions.type !== 'multi') return none;
  return partitions.dimensions.flatMap((dimension) => timeDefinitions(dimension.partitions));
}
