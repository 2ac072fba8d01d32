import { serializeError, type SerializedError } from '../../base/errors';
import type { Instance, LocationStatus } from '../../instance/instance';
import type { Cell } from '../../notebook/notebook';

/** Milliseconds that must pass without a change of the code before it is loaded again. */
const loadDelay = 400;

/** What the notebook's code defines, as of the last text that was loaded. */
export class CodeLocation {
  status: LocationStatus | undefined = $state.raw();
  /** Loading itself failed: the sandbox is lost, the instance is gone. */
  failure: SerializedError | undefined = $state.raw();
  loading = $state(false);
  /** Everything wrong with cells and definitions. */
  readonly errors: readonly SerializedError[] = $derived(
    this.failure
      ? [this.failure]
      : [...(this.status?.errors ?? []), ...(this.status?.snapshot.errors ?? [])].filter(isFirst),
  );

  #instance: Pick<Instance, 'loadLocation'>;
  #name: string;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #asked = 0;

  constructor(instance: Pick<Instance, 'loadLocation'>, name: string) {
    this.#instance = instance;
    this.#name = name;
  }

  scheduleLoad(): void {
    this.stop();
    this.#timer = setTimeout(() => void this.load(), this.status ? loadDelay : 0);
  }

  stop(): void {
    clearTimeout(this.#timer);
  }

  /** Loads the stored text; of several calls under way only the last one counts. */
  async load(): Promise<void> {
    const asked = ++this.#asked;
    this.loading = true;
    try {
      const status = await this.#instance.loadLocation(this.#name);
      if (asked !== this.#asked) return;
      this.status = status;
      this.failure = undefined;
    } catch (thrown) {
      if (asked === this.#asked) this.failure = serializeError(thrown);
    }
    if (asked === this.#asked) this.loading = false;
  }
}

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
