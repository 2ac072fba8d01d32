import { kind } from '../brand';

/** The keys from `start` to `end`, both of them included. */
export class PartitionKeyRange {
  readonly [kind] = 'PartitionKeyRange';
  readonly start: string;
  readonly end: string;

  constructor(start: string, end: string) {
    this.start = start;
    this.end = end;
  }

  /** `start...end`, as ranges are written. */
  toString(): string {
    return `${this.start}...${this.end}`;
  }
}
