interface Waiting {
  readonly group: string;
  readonly enter: () => void;
}

/** Lets so many of each group, and so many in all, be under way. The others wait their turn; a full group holds up no other. */
export class Lanes {
  readonly #perGroup: number;
  readonly #inAll: number;
  readonly #busy = new Map<string, number>();
  readonly #waiting: Waiting[] = [];
  #total = 0;

  constructor(perGroup: number, inAll: number) {
    this.#perGroup = perGroup;
    this.#inAll = inAll;
  }

  /** Does `work` when it is its turn. */
  async run(group: string, work: () => Promise<void>): Promise<void> {
    await new Promise<void>((enter) => {
      this.#waiting.push({ group, enter });
      this.#next();
    });
    try {
      await work();
    } finally {
      this.#total--;
      this.#busy.set(group, this.#busy.get(group)! - 1);
      this.#next();
    }
  }

  #next(): void {
    for (let at = 0; at < this.#waiting.length && this.#total < this.#inAll;) {
      const { group, enter } = this.#waiting[at]!;
      const busy = this.#busy.get(group) ?? 0;
      if (busy >= this.#perGroup) {
        at++;
        continue;
      }
      this.#waiting.splice(at, 1);
      this.#busy.set(group, busy + 1);
      this.#total++;
      enter();
    }
  }
}
