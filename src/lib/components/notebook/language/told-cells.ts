import type { CellsChange, CellText } from '../../../language/language';

/** Text by cell, in the notebook's order. Other texts are another map. */
export type CellTexts = ReadonlyMap<string, string>;

/** What the language service has been told of the notebook. */
export class ToldCells {
  #texts: CellTexts = new Map();

  /** What it has to be told, so that it has these cells; `undefined` where it has them. */
  changeTo(cells: readonly CellText[]): CellsChange | undefined {
    const changed = cells.filter(({ id, text }) => this.#texts.get(id) !== text);
    const known = [...this.#texts.keys()];
    if (
      changed.length === 0 &&
      known.length === cells.length &&
      cells.every(({ id }, at) => id === known[at])
    )
      return undefined;
    this.#texts = new Map(cells.map(({ id, text }) => [id, text]));
    return { order: cells.map(({ id }) => id), cells: changed.map(({ id, text }) => ({ id, text })) };
  }

  /** Of all cells, as they are told now. */
  get texts(): CellTexts {
    return this.#texts;
  }

  /** Another service knows nothing. */
  forget(): void {
    this.#texts = new Map();
  }
}
