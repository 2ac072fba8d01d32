import { DagbookError } from '../../base/errors';
import type { AssetKeyString } from '../../definitions/snapshot';
import { isFinished } from '../../events/run-status';
import { afterRun } from '../../instance/ended-run';
import type { Instance, LaunchRequest } from '../../instance/instance';
import type { StoredRun } from '../../storage/storage';
import { attempt } from '../attempt';
import { launch } from '../launch/launch';
import { selectionOf, type Reach } from './asset-selection';
import type { OpenNotebook } from './open-notebook.svelte';

type WithMissing = (keys: readonly AssetKeyString[]) => readonly AssetKeyString[];
type Upstream = (keys: readonly AssetKeyString[]) => ReadonlySet<AssetKeyString>;

/** Assets that are being made, until their run has ended. */
interface Work {
  readonly keys: readonly AssetKeyString[];
  readonly done: Promise<void>;
}

/** Launches and cancels runs of one notebook, and says what went wrong with that. */
export class NotebookRuns {
  /** A launch is on its way to the instance. */
  launching = $state(false);
  #instance: Instance;
  #open: OpenNotebook;
  #recent: () => readonly StoredRun[];
  #withMissing: WithMissing;
  #upstream: Upstream;
  #works: readonly Work[] = [];

  /** `recent`: the notebook's runs, newest first; `upstream`: some assets, and all that they come from. */
  constructor(
    instance: Instance,
    open: OpenNotebook,
    {
      recent,
      withMissing,
      upstream,
    }: { recent: () => readonly StoredRun[]; withMissing: WithMissing; upstream: Upstream },
  ) {
    this.#instance = instance;
    this.#open = open;
    this.#recent = recent;
    this.#withMissing = withMissing;
    this.#upstream = upstream;
  }

  get newest(): StoredRun | undefined {
    return this.#recent()[0];
  }

  get unfinished(): readonly StoredRun[] {
    return this.#recent().filter((run) => !isFinished(run.status));
  }

  /**
   * Materializes assets, with what they read that was never made. Whoever runs cells one after the other gets each from
   * what the ones before it made: it begins when what is being made upstream of it has ended.
   */
  async materialize(keys: readonly AssetKeyString[], reach?: Reach): Promise<void> {
    if (keys.length === 0) return;
    if (reach) return this.launch({ selection: selectionOf(keys, reach) });
    const upstream = this.#upstream(keys);
    const before = this.#works.filter((work) => work.keys.some((key) => upstream.has(key)));
    const work: Work = { keys, done: this.#materializeAfter(before, keys) };
    this.#works = [...this.#works, work];
    await work.done;
    this.#works = this.#works.filter((each) => each !== work);
  }

  async #materializeAfter(before: readonly Work[], keys: readonly AssetKeyString[]): Promise<void> {
    await Promise.all(before.map(({ done }) => done));
    const run = await this.#launch({ selection: selectionOf(this.#withMissing(keys)) });
    if (run !== undefined) await attempt(() => afterRun(this.#instance, run));
  }

  /** Saves what is on the screen, then launches a run over it. */
  async launch(what: Pick<LaunchRequest, 'selection' | 'jobName'>): Promise<void> {
    if (!this.launching) await this.#launch(what);
  }

  /** Answers the run's id, unless it came to none. */
  async #launch(what: Pick<LaunchRequest, 'selection' | 'jobName'>): Promise<string | undefined> {
    this.launching = true;
    const run = await attempt(async () => {
      await this.#open.flush();
      const { save } = this.#open;
      if (save.type === 'failed') throw new DagbookError(save.error.message, { remedy: save.error.remedy });
      return launch(this.#instance, { location: this.#open.id, ...what });
    });
    this.launching = false;
    return run;
  }

  async cancel(): Promise<void> {
    await attempt(() => Promise.all(this.unfinished.map((run) => this.#instance.cancelRun(run.id))));
  }
}
