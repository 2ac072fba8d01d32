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
  const { runId, stepKey, assetKey } = event;
  const change = (key: AssetKeyString, to: Partial<AssetState>) =>
    states.assets.set(key, { ...(states.assets.get(key) ?? { inProgress: [] }), ...to });
  const others = (key: AssetKeyString, step: string | undefined) =>
    (states.assets.get(key)?.inProgress ?? []).filter(
      (work) => work.runId !== runId || work.stepKey !== step,
    );
  const steps = states.planned.get(runId);
  const ofStep = (stepKey !== undefined && steps?.get(stepKey)) || [];

  switch (event.type) {
    case 'ASSET_MATERIALIZATION_PLANNED':
      if (assetKey === undefined || stepKey === undefined) break;
      if (!steps) states.planned.set(runId, new Map([[stepKey, [assetKey]]]));
      else steps.set(stepKey, [...ofStep, assetKey]);
      change(assetKey, { inProgress: [...others(assetKey, stepKey), { runId, stepKey, started: false }] });
      break;
    case 'STEP_START':
    case 'STEP_RESTARTED':
      for (const key of ofStep)
        change(key, {
          inProgress: states.assets
            .get(key)!
            .inProgress.map((work) =>
              work.runId === runId && work.stepKey === stepKey ? { ...work, started: true } : work,
            ),
        });
      break;
    case 'ASSET_MATERIALIZATION':
      if (assetKey !== undefined)
        change(assetKey, { latest: event, lastFailure: undefined, inProgress: others(assetKey, stepKey) });
      break;
    case 'STEP_FAILURE':
    case 'STEP_SUCCESS':
    case 'STEP_SKIPPED':
    case 'STEP_ABANDONED':
      for (const key of ofStep)
        change(key, {
          inProgress: others(key, stepKey),
          ...(event.type === 'STEP_FAILURE' && !event.data.interrupted && { lastFailure: event }),
        });
      break;
    case 'RUN_SUCCESS':
    case 'RUN_FAILURE':
    case 'RUN_CANCELED':
      for (const [step, keys] of steps ?? [])
        for (const key of keys) change(key, { inProgress: others(key, step) });
      states.planned.delete(runId);
      break;
  }
  return states;
}
