import type { AssetKeyString } from '../definitions/snapshot';
import type { EventData, EventOf, RunEvent } from './event';

/** How one asset stands, by the log. */
export interface AssetState {
  readonly latest?: EventOf<'ASSET_MATERIALIZATION'>;
  /** The newest of each partition. */
  readonly partitions?: ReadonlyMap<string, EventOf<'ASSET_MATERIALIZATION'>>;
  /** Partitions that failed after they were last made, with what said so. */
  readonly failedPartitions?: ReadonlyMap<string, EventOf<'ASSET_FAILED_TO_MATERIALIZE'>>;
  /** Newest failure of its step, or of another step of its graph, since `latest`. */
  readonly lastFailure?: EventOf<'STEP_FAILURE'>;
  readonly observation?: EventOf<'ASSET_OBSERVATION'>;
  /** The newest evaluation of each check, by the check's name. */
  readonly checks?: ReadonlyMap<string, EventOf<'ASSET_CHECK_EVALUATION'>>;
  /** Steps of unfinished runs that will materialize it, oldest first. */
  readonly inProgress: readonly AssetInProgress[];
}

export interface AssetInProgress {
  readonly runId: string;
  readonly stepKey: string;
  readonly started: boolean;
  /** All that the step will make; some may be made already. */
  readonly partitions?: readonly string[];
}

/** All assets that the events named, and what is remembered of unfinished runs. */
export interface AssetStates {
  readonly assets: Map<AssetKeyString, AssetState>;
  /** By run and step: the assets that it will materialize. */
  readonly planned: Map<string, Map<string, AssetKeyString[]>>;
  /** By run and step. */
  readonly failures: Map<string, Map<string, EventOf<'STEP_FAILURE'>>>;
}

export const emptyAssetStates = (): AssetStates => ({
  assets: new Map(),
  planned: new Map(),
  failures: new Map(),
});

/** The assets as events of any number of runs leave them; the events come in the order of their ids. */
export function foldAssets(events: Iterable<RunEvent>): AssetStates {
  const states = emptyAssetStates();
  for (const event of events) applyAssetEvent(states, event);
  return states;
}

/** Reasons that are no failure: nobody wanted the asset to be made then. */
const harmless: ReadonlySet<EventData['ASSET_FAILED_TO_MATERIALIZE']['reason']> = new Set([
  'SKIPPED_OPTIONAL',
  'UPSTREAM_SKIPPED',
  'USER_TERMINATION',
]);

/** Takes one more event, in place; the cost is that of the assets of its step. */
export function applyAssetEvent(states: AssetStates, event: RunEvent): AssetStates {
  const { assets, planned, failures } = states;
  const { runId, stepKey, assetKey } = event;
  const steps = planned.get(runId);
  const ofStep = (stepKey !== undefined && steps?.get(stepKey)) || [];
  const state = (key: AssetKeyString): AssetState => assets.get(key) ?? { inProgress: [] };
  const change = (key: AssetKeyString, to: Partial<AssetState>) => assets.set(key, { ...state(key), ...to });
  /** Work on an asset other than by this event's run. */
  const others = (key: AssetKeyString) => state(key).inProgress.filter((work) => work.runId !== runId);

  switch (event.type) {
    case 'ASSET_MATERIALIZATION_PLANNED': {
      if (assetKey === undefined || stepKey === undefined) break;
      planned.set(runId, (steps ?? new Map()).set(stepKey, [...ofStep, assetKey]));
      const { partitions } = event.data;
      const work = { runId, stepKey, started: false, ...(partitions && { partitions }) };
      change(assetKey, { inProgress: [...others(assetKey), work] });
      break;
    }
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
      if (assetKey !== undefined) change(assetKey, materialized(state(assetKey), event));
      break;
    case 'ASSET_FAILED_TO_MATERIALIZE':
      if (assetKey === undefined || !event.data.partitions || harmless.has(event.data.reason)) break;
      change(assetKey, {
        failedPartitions: withEntries(
          state(assetKey).failedPartitions,
          event.data.partitions.map((partition) => [partition, event]),
        ),
      });
      break;
    case 'ASSET_OBSERVATION':
      if (assetKey !== undefined) change(assetKey, { observation: event });
      break;
    case 'ASSET_CHECK_EVALUATION':
      if (assetKey !== undefined)
        change(assetKey, { checks: withEntries(state(assetKey).checks, [[event.data.check, event]]) });
      break;
    case 'ASSET_WIPED':
      if (assetKey !== undefined) assets.set(assetKey, wiped(state(assetKey), event.data.partitions));
      break;
    case 'STEP_FAILURE':
      if (stepKey !== undefined && !event.data.interrupted)
        failures.set(runId, withEntries(failures.get(runId), [[stepKey, event]]));
      for (const key of ofStep)
        change(key, { inProgress: others(key), ...(!event.data.interrupted && { lastFailure: event }) });
      break;
    case 'STEP_ABANDONED': {
      const because = event.data.because.find((step) => isSameGraph(step, stepKey));
      const lastFailure = because === undefined ? undefined : failures.get(runId)?.get(because);
      for (const key of ofStep) change(key, { inProgress: others(key), ...(lastFailure && { lastFailure }) });
      break;
    }
    case 'STEP_SUCCESS':
    case 'STEP_SKIPPED':
    case 'STEP_REUSED':
      for (const key of ofStep) change(key, { inProgress: others(key) });
      break;
    case 'RUN_SUCCESS':
    case 'RUN_FAILURE':
    case 'RUN_CANCELED':
      for (const key of [...(steps?.values() ?? [])].flat()) change(key, { inProgress: others(key) });
      planned.delete(runId);
      failures.delete(runId);
      break;
  }
  return states;
}

/** A step that makes several partitions is at work until its end. */
function materialized(before: AssetState, event: EventOf<'ASSET_MATERIALIZATION'>): Partial<AssetState> {
  const { partition } = event.data;
  const isOver = ({ runId, partitions = [] }: AssetInProgress) =>
    runId === event.runId && partitions.length <= 1;
  const failedPartitions = before.failedPartitions as Map<string, unknown> | undefined;
  if (partition !== undefined) failedPartitions?.delete(partition);
  return {
    latest: event,
    lastFailure: undefined,
    inProgress: before.inProgress.filter((work) => !isOver(work)),
    ...(partition !== undefined && { partitions: withEntries(before.partitions, [[partition, event]]) }),
  };
}

/** What was made before is forgotten; checks stay, as in Dagster. */
function wiped(
  { latest, partitions, failedPartitions, inProgress, checks }: AssetState,
  keys: readonly string[] | undefined,
): AssetState {
  const kept = { inProgress, ...(checks && { checks }) };
  if (!keys) return kept;
  const gone = new Set(keys);
  const left = new Map([...(partitions ?? [])].filter(([key]) => !gone.has(key)));
  const failed = new Map([...(failedPartitions ?? [])].filter(([key]) => !gone.has(key)));
  const isLatestGone = latest?.data.partition !== undefined && gone.has(latest.data.partition);
  const newest = isLatestGone ? [...left.values()].sort((a, b) => b.id - a.id)[0] : latest;
  return { ...kept, ...(newest && { latest: newest }), partitions: left, failedPartitions: failed };
}

/** The same map, with more in it: copying it for each event would make a log of many partitions slow. */
function withEntries<Value>(
  map: ReadonlyMap<string, Value> | undefined,
  entries: readonly (readonly [string, Value])[],
): Map<string, Value> {
  const result = (map as Map<string, Value> | undefined) ?? new Map<string, Value>();
  for (const [key, value] of entries) result.set(key, value);
  return result;
}

/** Steps of one graph-backed asset have its name before the first dot. */
const isSameGraph = (a: string, b: string | undefined): boolean =>
  a.includes('.') && a.split('.')[0] === b?.split('.')[0];
