import type { RunState } from '../../events/run-state';
import type { StepState } from '../../events/step-state';
import type { AssetStatus } from '../../instance/instance';
import { m } from '../../words/generated/messages.js';
import { categoryWord, causeText } from '../assets/stale-words';
import type { StatusLook } from '../status';
import type { EditedBy } from './edited-assets';

/** How an asset stands, as one of the states a cell shows; what goes on comes before what was. */
export type AssetCondition = StatusLook & {
  /** Since when it runs (ms since the epoch). */
  readonly since?: number;
  readonly runId?: string;
  readonly progress?: StepState['progress'];
  /** Why it is stale. */
  readonly causes?: readonly string[];
};

export function conditionOf(
  { asset, inProgress, lastFailure, latest, observation, stale }: AssetStatus,
  runState: (runId: string) => RunState | undefined,
  editedBy?: EditedBy,
): AssetCondition {
  const running = inProgress.find((work) => work.started);
  if (running) {
    const step = runState(running.runId)?.steps.get(running.stepKey);
    const { startedAt: since, progress } = step ?? {};
    return { tone: 'running', word: m.status_running, since, runId: running.runId, progress };
  }
  const queued = inProgress[0];
  if (queued) return { tone: 'queued', word: m.status_queued, runId: queued.runId };
  if (lastFailure) return { tone: 'failure', word: m.status_failure, runId: lastFailure.runId };
  const hasData = latest ?? observation;
  if (!asset.isExecutable) return { tone: hasData ? 'success' : 'missing', word: m.asset_external };
  if (asset.isObservable)
    return observation
      ? { tone: 'success', word: m.asset_observed }
      : { tone: 'missing', word: m.asset_never_observed };
  if (editedBy && latest)
    return { tone: 'stale', word: m.notebook_asset_stale, causes: [editedWord[editedBy]()] };
  // As a whole a partitioned asset is FRESH: its partitions tell more.
  if (asset.partitions)
    return latest
      ? { tone: 'success', word: m.asset_materialized }
      : { tone: 'missing', word: m.notebook_asset_never };
  switch (stale.status) {
    case 'MISSING':
      return { tone: 'missing', word: m.notebook_asset_never };
    case 'STALE':
      return {
        tone: 'stale',
        word: m.notebook_asset_stale,
        causes: stale.causes.map((cause) => `${categoryWord[cause.category]()}: ${causeText(cause)}`),
      };
    case 'FRESH':
      return { tone: 'success', word: m.notebook_asset_fresh };
  }
}

/** Said until the edited code is loaded, which then tells more. */
const editedWord = { code: m.notebook_stale_edited, upstream: m.notebook_stale_edited_upstream };
