import { serializeError, type SerializedError } from '../../base/errors';
import type { Instance, LocationStatus } from '../../instance/instance';
import { byId } from '../../notebook/cell-edits';
import { sameCell } from '../../notebook/same-cell';
import type { Cell } from '../../notebook/notebook';

/** Milliseconds that must pass without a change of the code before it is loaded again. */
const loadDelay = 400;

/** What the notebook's code defines, as of the last text that was loaded. */
export class CodeLocation {
  status: LocationStatus | undefined = $state.raw();
  /** Loading itself failed: the sandbox is lost, the instance is gone. */
  failure: SerializedError | undefined = $state.raw();
  loading = $state(false);
  /** The cells that were loaded, by id. */
  loaded: ReadonlyMap<string, Cell> | undefined = $state.raw();
  /** The cells that `errors` are about, whether they could be loaded or not. */
  judged: readonly Cell[] = $state.raw([]);
  /** Everything wrong with cells and definitions. */
  readonly errors: readonly SerializedError[] = $derived(
    this.failure
      ? [this.failure]
      : [...(this.status?.errors ?? []), ...(this.status?.snapshot.errors ?? [])].filter(isFirst),
  );

  #instance: LocationPort;
  #stored: () => readonly Cell[];
  #name: string;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #asked = 0;

  /** `stored`: the notebook's cells as they are stored. */
  constructor(instance: LocationPort, name: string, stored: () => readonly Cell[]) {
    this.#instance = instance;
    this.#name = name;
    this.#stored = stored;
  }

  scheduleLoad(): void {
    this.stop();
    this.#timer = setTimeout(() => void this.load(), this.status ? loadDelay : 0);
  }

  stop(): void {
    clearTimeout(this.#timer);
  }

  /** Loads the stored text; of several calls under way only the last one counts. */
  load(): Promise<void> {
    return this.#follow(() => this.#instance.loadLocation(this.#name));
  }

  /** Loads what is stored, unless it is what was loaded last; answers whether it did. */
  async settle(): Promise<boolean> {
    const { loaded } = this;
    const stored = this.#stored();
    const isLoaded = (cell: Cell) => {
      const before = loaded?.get(cell.id);
      return before !== undefined && sameCell(before, cell);
    };
    if (!this.loading && loaded?.size === stored.length && stored.every(isLoaded)) return false;
    this.stop();
    await this.load();
    return true;
  }

  /** Loads it anew, where nothing is left of what its cells did before. */
  restart(): Promise<void> {
    return this.#follow(() => this.#instance.restartLocation(this.#name));
  }

  async #follow(loading: () => Promise<LocationStatus>): Promise<void> {
    const asked = ++this.#asked;
    const stored = this.#stored();
    this.loading = true;
    try {
      const status = await loading();
      if (asked !== this.#asked) return;
      this.status = status;
      this.loaded = byId(stored);
      this.failure = undefined;
    } catch (thrown) {
      if (asked === this.#asked) this.failure = serializeError(thrown);
    }
    if (asked !== this.#asked) return;
    this.judged = stored;
    this.loading = false;
  }
}

type LocationPort = Pick<Instance, 'loadLocation' | 'restartLocation'>;

/** A cell's error can come both from its loading and from the definitions. */
const isFirst = (error: SerializedError, index: number, all: readonly SerializedError[]): boolean =>
  all.findIndex(
    (other) =>
      other.message === error.message &&
      other.at?.cell === error.at?.cell &&
      other.at?.line === error.at?.line,
  ) === index;

/** The cell an error names, by id or by name. */
export const cellOf = (error: SerializedError, cells: readonly Cell[]): Cell | undefined =>
  error.at?.cell === undefined
    ? undefined
    : cells.find((cell) => cell.id === error.at?.cell || cell.name === error.at?.cell);
