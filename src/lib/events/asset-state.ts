import type { AssetKeyString } from '../definitions/snapshot';
import type { EventOf, RunEvent } from './event';

/** How one asset stands, by the log. */
export interface AssetState {
  readonly latest?: EventOf<'ASSET_MATERIALIZATION'>;
  /** Newest failure of its step since `latest`. */
  readonly lastFailure?: EventOf<'STEP_FAILURE'>;
  /** Steps of unfinished runs that will materialize it, oldest first. */
  readonly inProgress: readonly {
    readonly runId: string;
    readonly stepKey: string;
    readonly started: boolean;
  }[];
}

/** All assets that the events named; `planned` is which assets a step of an unfinished run will materialize. */
export interface AssetStates {
  readonly assets: Map<AssetKeyString, AssetState>;
  readonly planned: Map<string, Map<string, AssetKeyString[]>>;
}

export const emptyAssetStates = (): AssetStates => ({ assets: new Map(), planned: new Map() });

/** The assets as events of any number of runs leave them; the events come in the order of their ids. */
export function foldAssets(events: Iterable<RunEvent>): AssetStates {
  const states = emptyAssetStates();
  for (const event of events) applyAssetEvent(states, event);
  return states;
}

/** Takes one more event, in place; the cost is that of the assets of its step. */
export function applyAssetEvent(states: AssetStates, event: RunEvent): AssetStates {
  const { assets, planned } = states;
  const { runId, stepKey, assetKey } = event;
  const steps = planned.get(runId);
  const ofStep = (stepKey !== undefined && steps?.get(stepKey)) || [];
  const state = (key: AssetKeyString): AssetState => assets.get(key) ?? { inProgress: [] };
  const change = (key: AssetKeyString, to: Partial<AssetState>) => assets.set(key, { ...state(key), ...to });
  /** Work on an asset other than by this event's run. */
  const others = (key: AssetKeyString) => state(key).inProgress.filter((work) => work.runId !== runId);

  switch (event.type) {
    case 'ASSET_MATERIALIZATION_PLANNED':
      if (assetKey === undefined || stepKey === undefined) break;
      planned.set(runId, (steps ?? new Map()).set(stepKey, [...ofStep, assetKey]));
      change(assetKey, { inProgress: [...others(assetKey), { runId, stepKey, started: false }] });
      break;
    case 'STEP_START':
    case 'STEP_RESTARTED':
      for (const key of ofStep)
        change(key, {
          inProgress: state(key).inProgress.map((work) =>
            work.runId === runId ? { ...work, started: true } : work,
          ),
        });
      break;
    case 'ASSET_MATERIALIZATION':
      if (assetKey !== undefined)
        change(assetKey, { latest: event, lastFailure: undefined, inProgress: others(assetKey) });
      break;
    case 'STEP_FAILURE':
      for (const key of ofStep)
        change(key, { inProgress: others(key), ...(!event.data.interrupted && { lastFailure: event }) });
      break;
    case 'STEP_SUCCESS':
    case 'STEP_SKIPPED':
    case 'STEP_ABANDONED':
      for (const key of ofStep) change(key, { inProgress: others(key) });
      break;
    case 'RUN_SUCCESS':
    case 'RUN_FAILURE':
    case 'RUN_CANCELED':
      for (const key of [...(steps?.values() ?? [])].flat()) change(key, { inProgress: others(key) });
      planned.delete(runId);
      break;
  }
  return states;
}
