import { DagbookError } from '../../base/errors';
import type { AssetKeyString } from '../../definitions/snapshot';
import { isFinished } from '../../events/run-status';
import type { Instance, LaunchRequest } from '../../instance/instance';
import type { StoredRun } from '../../storage/storage';
import { attempt } from '../attempt';
import { launch } from '../launch/launch';
import { selectionOf, type Reach } from './asset-selection';
import type { OpenNotebook } from './open-notebook.svelte';

type WithMissing = (keys: readonly AssetKeyString[]) => readonly AssetKeyString[];

/** Launches and cancels runs of one notebook, and says what went wrong with that. */
export class NotebookRuns {
  /** A launch is on its way to the instance. */
  launching = $state(false);
  #instance: Instance;
  #open: OpenNotebook;
  #recent: () => readonly StoredRun[];
  #withMissing: WithMissing;

  /** `recent`: the notebook's runs, newest first. */
  constructor(
    instance: Instance,
    open: OpenNotebook,
    { recent, withMissing }: { recent: () => readonly StoredRun[]; withMissing: WithMissing },
  ) {
    this.#instance = instance;
    this.#open = open;
    this.#recent = recent;
    this.#withMissing = withMissing;
  }

  get newest(): StoredRun | undefined {
    return this.#recent()[0];
  }

  get unfinished(): readonly StoredRun[] {
    return this.#recent().filter((run) => !isFinished(run.status));
  }

  /** Materializes assets, with what they read that was never made. */
  materialize(keys: readonly AssetKeyString[], reach?: Reach): Promise<void> {
    if (keys.length === 0) return Promise.resolve();
    return this.launch({ selection: selectionOf(reach ? keys : this.#withMissing(keys), reach) });
  }

  /** Saves what is on the screen, then launches a run over it. */
  async launch(what: Pick<LaunchRequest, 'selection' | 'jobName'>): Promise<void> {
    if (this.launching) return;
    this.launching = true;
    await attempt(async () => {
      await this.#open.flush();
      const { save } = this.#open;
      if (save.type === 'failed') throw new DagbookError(save.error.message, { remedy: save.error.remedy });
      await launch(this.#instance, { location: this.#open.id, ...what });
    });
    this.launching = false;
  }

  async cancel(): Promise<void> {
    await attempt(() => Promise.all(this.unfinished.map((run) => this.#instance.cancelRun(run.id))));
  }
}
