import { keySpace, type KeySpace } from '../../definitions/partitions/key-space';
import type { PartitionsContext, PartitionsSnapshot } from '../../definitions/partitions/partitions-snapshot';
import { textOf } from '../../definitions/partitions/same-definition';
import { wholeSpace } from './entity-subset';

/** The key spaces of a tick. One that has not changed since the last tick is the very same, and equal ones are one. */
export class PartitionSpaces {
  readonly #known = new Map<string, { space: KeySpace; at: number }>();
  #context: PartitionsContext | undefined;
  #tick = 0;

  /** From now on keys are what they are in this context. */
  begin(context: PartitionsContext): void {
    this.#context = context;
    this.#tick++;
  }

  of(partitions: PartitionsSnapshot | undefined): KeySpace {
    if (!partitions) return wholeSpace;
    const text = textOf(partitions);
    const known = this.#known.get(text);
    if (known?.at === this.#tick) return known.space;
    const now = keySpace(partitions, this.#context!);
    const space = known && isUnchanged(known.space, now) ? known.space : now;
    this.#known.set(text, { space, at: this.#tick });
    return space;
  }
}

/** Only time and dynamic keys change a definition's space. */
function isUnchanged(before: KeySpace, now: KeySpace): boolean {
  if (before.size !== now.size) return false;
  switch (before.partitions.type) {
    case 'static':
    case 'time_window':
      return true;
    case 'dynamic':
      return hasSameKeys(before, now);
    case 'multi':
      return before.dimensions!.every(({ space }, index) =>
        isUnchanged(space, now.dimensions![index]!.space),
      );
  }
}

function hasSameKeys(a: KeySpace, b: KeySpace): boolean {
  for (let index = 0; index < a.size; index++) if (a.keyAt(index) !== b.keyAt(index)) return false;
  return true;
}
