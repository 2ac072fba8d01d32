import { SvelteMap } from 'svelte/reactivity';
import { serializeError } from '../../../base/errors';
import type { AssetKeyString } from '../../../definitions/snapshot';
import type { ViewCellSnapshot } from '../../../definitions/view-cell-snapshot';
import type { Instance } from '../../../instance/instance';
import type { ShownView as Shown } from '../../../instance/kept-views';
import { viewBasis, viewCellState, type ViewCellState } from '../../../instance/view-cell-state';
import { attempt } from '../../attempt';
import { live } from '../../instance.svelte';
import type { CodeLocation } from '../code-location.svelte';
import type { OpenNotebook } from '../open-notebook.svelte';

/** A view cell on the page: what it showed last, and how that stands. */
export interface ShownView {
  readonly cell: ViewCellSnapshot;
  readonly state: ViewCellState | 'running';
  readonly missing: readonly AssetKeyString[];
  readonly last?: Shown;
}

interface ViewCellParts {
  readonly instance: Instance;
  readonly open: Pick<OpenNotebook, 'id' | 'flush'>;
  readonly location: CodeLocation;
  /** The id of an asset's newest materialization. */
  readonly latest: (key: AssetKeyString) => number | undefined;
}

/** The view cells of an open notebook, computed one after another. To be made while its component is. */
export class ViewCells {
  /** Whether those that are cheap compute themselves; until that is known none does. */
  readonly runThemselves: boolean = $derived.by(() => this.#settings.value?.runThemselves ?? false);
  readonly #parts: ViewCellParts;
  readonly #last = new SvelteMap<string, Shown>();
  #running = $state<string>();
  #turn = Promise.resolve();
  readonly #settings;
  readonly #shown: readonly ShownView[] = $derived.by(() =>
    (this.#parts.location.status?.snapshot.viewCells ?? []).map((cell) => this.#show(cell)),
  );

  constructor(parts: ViewCellParts) {
    this.#parts = parts;
    const { instance, open } = parts;
    this.#settings = live(
      async () => ({
        values: await instance.viewValues(open.id),
        runThemselves: await instance.viewsRunThemselves(open.id),
        shown: await instance.shownViews(open.id),
      }),
      (changes) =>
        changes.some((change) => change.topic === 'settings' && change.key.endsWith(`:${open.id}`)),
    );
    $effect(() => {
      const due = this.#shown.find(({ state }) => state === 'due');
      if (due && this.#running === undefined) void this.#compute(due.cell);
    });
  }

  /** Those that a cell defines. */
  of(cell: string): readonly ShownView[] {
    return this.#shown.filter((shown) => shown.cell.cell === cell);
  }

  /** Those that show an asset. */
  showing(key: AssetKeyString): readonly ShownView[] {
    return this.#shown.filter(({ cell }) => cell.uses.some((use) => use.from === 'asset' && use.key === key));
  }

  /** Computes what some cells show, by what stands on the screen now, however long that may take. */
  async run(cells: ReadonlySet<string>): Promise<void> {
    const { open, location } = this.#parts;
    if (this.#shown.every(({ cell }) => !cells.has(cell.cell))) return;
    await open.flush();
    await location.load();
    for (const { cell, missing } of this.#shown)
      if (cells.has(cell.cell) && missing.length === 0) await this.#compute(cell);
  }

  letRunThemselves(isOn: boolean): Promise<unknown> {
    return attempt(() => this.#parts.instance.letViewsRunThemselves(this.#parts.open.id, isOn));
  }

  #basis(cell: ViewCellSnapshot) {
    return viewBasis(cell, this.#parts.latest, this.#settings.value?.values ?? {});
  }

  #show(cell: ViewCellSnapshot): ShownView {
    const basis = this.#basis(cell);
    const last = this.#last.get(cell.name) ?? this.#settings.value?.shown[cell.name];
    const state = viewCellState(basis, last, this.runThemselves);
    const isRunning = this.#running === cell.name;
    return { cell, state: isRunning ? 'running' : state, missing: basis.missing, ...(last && { last }) };
  }

  /** In its turn: one at a time. */
  #compute(cell: ViewCellSnapshot): Promise<void> {
    // It has begun for all who look: nobody lets it begin once more.
    this.#running ??= cell.name;
    const turn = this.#turn.then(() => this.#evaluate(cell));
    this.#turn = turn;
    return turn;
  }

  async #evaluate(cell: ViewCellSnapshot): Promise<void> {
    const { instance, open } = this.#parts;
    const { id: basis } = this.#basis(cell);
    this.#running = cell.name;
    const shown = await instance.evaluateViewCell(open.id, cell.name).catch((thrown: unknown) => ({
      milliseconds: 0,
      error: serializeError(thrown),
      basis,
      cell: cell.cell,
    }));
    this.#last.set(cell.name, shown);
    this.#running = undefined;
  }
}
