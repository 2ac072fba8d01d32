import { foldAssets } from '../events/asset-state';
import type { EventType } from '../events/event';
import type { RunStatus } from '../events/run-status';
import { staleStatuses } from '../graph/staleness';
import type { Storage, StoredRun } from '../storage/storage';
import type { AssetStatus } from './instance';

const unfinished: readonly RunStatus[] = ['NOT_STARTED', 'QUEUED', 'STARTING', 'STARTED', 'CANCELING'];

/** Runs further back are not searched for an asset's last failure. */
const failedRunsRead = 10;

const told: readonly EventType[] = [
  'ASSET_MATERIALIZATION_PLANNED',
  'STEP_START',
  'STEP_RESTARTED',
  'ASSET_MATERIALIZATION',
  'STEP_SUCCESS',
  'STEP_FAILURE',
  'STEP_SKIPPED',
  'STEP_ABANDONED',
  'RUN_SUCCESS',
  'RUN_FAILURE',
  'RUN_CANCELED',
];

/** How every asset of the known locations stands, or of one of them. */
export async function assetStatuses(storage: Storage, only?: string): Promise<readonly AssetStatus[]> {
  const locations = await storage.locations();
  const located = locations.flatMap(({ name, snapshot }) =>
    snapshot.assets.map((asset) => ({ asset, location: name })),
  );
  const latest = await storage.latestMaterializations(located.map(({ asset }) => asset.key));
  const stale = staleStatuses(
    located.map(({ asset }) => asset),
    new Map([...latest].map(([key, event]) => [key, event.data])),
  );
  const working = await assetsAtWork(storage, only);
  return located
    .filter(({ location }) => only === undefined || location === only)
    .map(({ asset, location }) => {
      const materialized = latest.get(asset.key);
      const { inProgress = [], lastFailure } = working.get(asset.key) ?? {};
      const failedSince = lastFailure && lastFailure.id > (materialized?.id ?? 0);
      return {
        asset,
        location,
        inProgress,
        stale: stale.get(asset.key) ?? { status: 'MISSING', causes: [] },
        ...(materialized && { latest: materialized }),
        ...(failedSince && { lastFailure }),
      };
    });
}

/** Which assets unfinished runs are at, and the last failures, from the logs of the runs that can tell. */
async function assetsAtWork(storage: Storage, location: string | undefined) {
  const runs = [
    ...(await storage.listRuns({ statuses: unfinished, location })),
    ...(await storage.listRuns({ statuses: ['FAILURE'], location, limit: failedRunsRead })),
  ];
  const logs = await Promise.all(runs.map((run) => wholeLog(storage, run)));
  return foldAssets(logs.flat().sort((a, b) => a.id - b.id)).assets;
}

const wholeLog = (storage: Storage, run: StoredRun) =>
  storage.runEvents(run.id, { types: told, limit: Number.MAX_SAFE_INTEGER });
