import { SvelteSet } from 'svelte/reactivity';

/** Which runs of a list are chosen. */
export class RunSelection {
  readonly #ids = new SvelteSet<string>();
  #last: string | undefined;

  get size(): number {
    return this.#ids.size;
  }

  has(id: string): boolean {
    return this.#ids.has(id);
  }

  /** With `through`, all from the one that was chosen last to this one. */
  choose(runs: readonly { readonly id: string }[], id: string, chosen: boolean, through: boolean): void {
    const ends = through
      ? [runs.findIndex((run) => run.id === this.#last), runs.findIndex((run) => run.id === id)]
      : [];
    const isRange = ends.length === 2 && !ends.includes(-1);
    const meant = isRange ? runs.slice(Math.min(...ends), Math.max(...ends) + 1) : [{ id }];
    for (const run of meant) {
      if (chosen) this.#ids.add(run.id);
      else this.#ids.delete(run.id);
    }
    this.#last = id;
  }

  chooseAll(runs: readonly { readonly id: string }[]): void {
    for (const { id } of runs) this.#ids.add(id);
  }

  /** Forgets those that are not among `ids`. */
  keep(ids: ReadonlySet<string>): void {
    for (const id of [...this.#ids]) if (!ids.has(id)) this.#ids.delete(id);
  }

  clear(): void {
    this.#ids.clear();
  }
}
