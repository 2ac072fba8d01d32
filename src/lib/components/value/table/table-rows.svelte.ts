import type { TablePage, TableQuery } from '../../../artifacts/view/value-view';

export type AskRows = (
  query: TableQuery,
  page: { readonly from: number; readonly to: number },
) => Promise<TablePage | undefined>;

export type Row = TablePage['rows'][number];

const pageSize = 100;
/** Pages that are kept, to each side of the latest. */
const keptAround = 15;

/** The rows of a table as far as they were on the screen, fetched by pages; a query at a time. */
export class TableRows {
  /** Rows that pass the filters; `undefined` until the first answer. */
  matching: number | undefined = $state();
  /** An answer to another query than the shown rows' is awaited. */
  isAsking = $state(false);
  error: unknown = $state.raw();
  #pages: Readonly<Record<number, readonly Row[]>> = $state.raw({});
  #ask: AskRows;
  #query: TableQuery = {};
  /** Counts queries: answers to older ones are dropped. */
  #turn = 0;
  #awaited: readonly number[] = [];

  constructor(ask: AskRows) {
    this.#ask = ask;
  }

  at(index: number): Row | undefined {
    return this.#pages[Math.floor(index / pageSize)]?.[index % pageSize];
  }

  /** Asks anew; the rows of the last query stay until the first answer. */
  start(query: TableQuery, first: number): void {
    this.#query = query;
    this.#turn++;
    this.#awaited = [];
    this.isAsking = true;
    void this.#fetch(Math.floor(first / pageSize));
  }

  /** Fetches what of the rows from `first` to before `last` is not there yet. */
  show(first: number, last: number): void {
    if (this.isAsking) return;
    for (let page = Math.floor(first / pageSize); page * pageSize < last; page++)
      if (!(page in this.#pages)) void this.#fetch(page);
  }

  async #fetch(page: number): Promise<void> {
    if (this.#awaited.includes(page)) return;
    this.#awaited = [...this.#awaited, page];
    const turn = this.#turn;
    try {
      const answer = await this.#ask(this.#query, { from: page * pageSize, to: (page + 1) * pageSize });
      if (turn !== this.#turn) return;
      const kept = Object.entries(this.isAsking ? {} : this.#pages).filter(
        ([other]) => Math.abs(Number(other) - page) <= keptAround,
      );
      this.#pages = { ...Object.fromEntries(kept), [page]: answer?.rows ?? [] };
      this.matching = answer?.matching ?? 0;
      this.error = undefined;
    } catch (thrown) {
      if (turn !== this.#turn) return;
      this.error = thrown;
    }
    this.isAsking = false;
    this.#awaited = this.#awaited.filter((other) => other !== page);
  }
}
