import type { ExecutorChoice } from '../definitions/snapshot';
import type { ExecutionStep } from './execution-plan';
import { PriorityQueue } from './priority-queue';
import { goesBefore, type Progress } from './step-progress';
import { TagSlots } from './tag-slots';

/** The steps that are ready to execute, in their order; what a tag concurrency limit holds back waits aside. */
export class ReadySteps {
  private readonly queue = new PriorityQueue<Progress>(goesBefore);
  private readonly slots: TagSlots;
  private readonly awaitingPool: Progress[] = [];
  private readonly heldBack = new Map<string, PriorityQueue<Progress>>();

  constructor({ tagConcurrencyLimits }: ExecutorChoice) {
    this.slots = new TagSlots(tagConcurrencyLimits);
  }

  add(progress: Progress): void {
    progress.state = 'ready';
    this.queue.push(progress);
  }

  /** Takes the first that may run, and the slots it needs; `mayTake` says whether its pool has one. */
  take(mayTake: (step: ExecutionStep) => boolean = () => true): Progress | undefined {
    for (let first = this.queue.pop(); first; first = this.queue.pop()) {
      if (first.state !== 'ready') continue;
      const full = this.slots.full(first.step);
      if (full === undefined && !mayTake(first.step)) {
        this.awaitingPool.push(first);
        continue;
      }
      if (full === undefined) {
        first.state = 'submitted';
        this.hold(first);
        return first;
      }
      this.holdBack(first, full);
    }
    return undefined;
  }

  /** Slots of pools may have become free: who waits for one asks again. */
  poolsChanged(): void {
    for (const progress of this.awaitingPool.splice(0)) this.queue.push(progress);
  }

  /** A step that runs without having been taken here: its start is read from a log. */
  hold(progress: Progress): void {
    if (progress.hasSlots) return;
    progress.hasSlots = true;
    this.slots.take(progress.step);
  }

  /** A step that does not run any more: the next of those that waited for its slots may. */
  letGo(progress: Progress): void {
    if (!progress.hasSlots) return;
    progress.hasSlots = false;
    this.slots.give(progress.step);
    this.wakeUp(progress);
  }

  /** Those that may run now, in their order. */
  inOrder(): readonly Progress[] {
    const all = [...new Set(this.queue.items())].filter(({ state }) => state === 'ready');
    return all.sort((a, b) => (goesBefore(a, b) ? -1 : 1));
  }

  private holdBack(progress: Progress, limit: string): void {
    const queue = this.heldBack.get(limit) ?? new PriorityQueue<Progress>(goesBefore);
    this.heldBack.set(limit, queue);
    queue.push(progress);
    // It may have been woken up for a slot of another limit, which the next that waits for that one can have.
    this.wakeUp(progress);
  }

  private wakeUp({ step }: Progress): void {
    for (const limit of this.slots.withRoom(step)) {
      const next = this.heldBack.get(limit)?.pop();
      if (next) this.queue.push(next);
    }
  }
}
