import type { TagConcurrencyLimit } from '../definitions/snapshot';
import type { ExecutionStep } from './execution-plan';

/** Steps that may run at the same time under one limit; its `id` tells it from the others. */
interface Slots {
  readonly id: string;
  readonly limit: number;
}

/** How much of the tag concurrency limits of a run is taken. */
export class TagSlots {
  private readonly limits: readonly TagConcurrencyLimit[];
  private readonly taken = new Map<string, number>();

  constructor(limits: readonly TagConcurrencyLimit[] = []) {
    this.limits = limits;
  }

  /** The limit that keeps a step from running now; `undefined` where none does. */
  full(step: ExecutionStep): string | undefined {
    return this.of(step).find(({ id, limit }) => (this.taken.get(id) ?? 0) >= limit)?.id;
  }

  take(step: ExecutionStep): void {
    for (const { id } of this.of(step)) this.taken.set(id, (this.taken.get(id) ?? 0) + 1);
  }

  give(step: ExecutionStep): void {
    for (const { id } of this.of(step)) this.taken.set(id, this.taken.get(id)! - 1);
  }

  /** The limits that a step is under and that have room left. */
  withRoom(step: ExecutionStep): readonly string[] {
    return this.of(step).flatMap(({ id, limit }) => ((this.taken.get(id) ?? 0) < limit ? [id] : []));
  }

  private of({ tags = {} }: ExecutionStep): readonly Slots[] {
    return this.limits.flatMap(({ key, value, limit }, index) => {
      const tag = Object.hasOwn(tags, key) ? tags[key] : undefined;
      if (tag === undefined || (typeof value === 'string' && value !== tag)) return [];
      return [{ id: typeof value === 'object' ? `${index}:${tag}` : `${index}`, limit }];
    });
  }
}
