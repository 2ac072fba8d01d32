import { hashOf } from '../base/hash';

/** The cell ids that a notebook has so far. */
export class TakenIds {
  readonly #ids: Set<string>;
  /** How many ids of a text are known to be taken. */
  readonly #counts = new Map<string, number>();

  constructor(ids: Iterable<string> = []) {
    this.#ids = new Set(ids);
  }

  has(id: string): boolean {
    return this.#ids.has(id);
  }

  add(id: string): void {
    this.#ids.add(id);
  }

  /** A free id that depends on the text alone: 8 characters of base32, the text's next ones where that is taken. */
  derive(text: string): string {
    for (let count = this.#counts.get(text) ?? 0; ; count += 1) {
      const digits = BigInt(`0x${hashOf(`${count} ${text}`).slice(0, 16)}`).toString(32);
      const id = digits.slice(-8).padStart(8, '0');
      this.#counts.set(text, count);
      if (!this.has(id)) return id;
    }
  }
}
