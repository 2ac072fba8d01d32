import { readAssetCursors } from '../../definitions/multi-asset-records';
import type { WatchSnapshot } from '../../definitions/watch-snapshot';
import type {
  MaterializationRecord,
  WatchedEvents,
  WatchedRunStatus,
} from '../../definitions/watched-events';
import type { EventOf, EventType, RunEvent } from '../../events/event';
import type { Storage } from '../../storage/storage';
import type { SensorInstigator } from './instigators';
import { instigatorTag } from './tick-runs';

/** What a sensor is to be evaluated for next, and the cursor after it where the function does not set it. */
export interface Seen {
  readonly events: WatchedEvents;
  readonly cursor?: string;
}

/** Materializations of one asset that a multi-asset sensor sees at once, at most. */
const mostRecords = 1_000;
const runsRead = 100;

export interface WatchPorts {
  readonly storage: Pick<Storage, 'assetEvents' | 'eventsAfter' | 'getRun'>;
  /** Whether the sensors of a location may hear of the runs of others. */
  readonly hearsAll: (location: string) => Promise<boolean>;
}

/**
 * The events after the cursor that a sensor waits for; `undefined` where there are none. Of runs it is one at a time,
 * in the order in which they came to their status; events up to `after` are known to be of no interest.
 */
export async function seenBy(
  sensor: SensorInstigator,
  watch: WatchSnapshot,
  { cursor, after = 0 }: { readonly cursor?: string; readonly after?: number },
  ports: WatchPorts,
): Promise<Seen | undefined> {
  const { storage } = ports;
  if (watch.type === 'run') return seenRun(sensor, watch, Math.max(after, Number(cursor ?? 0)), ports);
  if (watch.type === 'asset') {
    const [newest] = await storage.assetEvents(watch.assetKeys[0]!, 'ASSET_MATERIALIZATION', 1);
    if (!newest || newest.id <= Number(cursor ?? 0)) return undefined;
    return { events: { type: 'asset', record: recordOf(newest) }, cursor: String(newest.id) };
  }
  const cursors = readAssetCursors(cursor);
  const records: Record<string, readonly MaterializationRecord[]> = {};
  for (const key of watch.assetKeys) {
    const events = await storage.assetEvents(key, 'ASSET_MATERIALIZATION', mostRecords);
    records[key] = events
      .filter(({ id }) => id > (cursors[key] ?? 0))
      .map(recordOf)
      .reverse();
  }
  return Object.values(records).some((each) => each.length > 0)
    ? { events: { type: 'assets', records } }
    : undefined;
}

/** What brings a run to a status. */
const eventTypes: Readonly<Record<WatchedRunStatus, EventType>> = {
  QUEUED: 'RUN_ENQUEUED',
  STARTING: 'RUN_STARTING',
  STARTED: 'RUN_START',
  SUCCESS: 'RUN_SUCCESS',
  FAILURE: 'RUN_FAILURE',
  CANCELING: 'RUN_CANCELING',
  CANCELED: 'RUN_CANCELED',
};

/** Runs that the sensor has launched itself are left out: it would go on for ever. */
async function seenRun(
  sensor: SensorInstigator,
  watch: Extract<WatchSnapshot, { type: 'run' }>,
  after: number,
  { storage, hearsAll }: WatchPorts,
): Promise<Seen | undefined> {
  const { status } = watch;
  const isOfAll = watch.allLocations && (await hearsAll(sensor.location));
  const [tag, value] = instigatorTag(sensor);
  for (let last = after; ;) {
    const events = await storage.eventsAfter(last, [eventTypes[status]], runsRead);
    for (const event of events) {
      const run = await storage.getRun(event.runId);
      if (!run || (!isOfAll && run.location !== sensor.location)) continue;
      if (watch.jobs && !watch.jobs.includes(run.jobName)) continue;
      if (run.tags[tag] === value && run.location === sensor.location) continue;
      const { id: runId, jobName, location, tags } = run;
      return {
        events: { type: 'run', run: { runId, jobName, status, location, tags }, event: statusEvent(event) },
        cursor: String(event.id),
      };
    }
    if (events.length < runsRead) return undefined;
    last = events.at(-1)!.id;
  }
}

const statusEvent = (event: RunEvent): Extract<WatchedEvents, { type: 'run' }>['event'] => ({
  storageId: event.id,
  message: event.message,
  timestamp: event.timestamp,
  ...(event.type === 'RUN_FAILURE' && {
    failedSteps: event.data.failedSteps.map((stepKey) => ({
      stepKey,
      message: event.data.error?.message ?? event.message,
    })),
  }),
});

export const recordOf = ({
  id,
  runId,
  assetKey,
  timestamp,
  data,
}: EventOf<'ASSET_MATERIALIZATION'>): MaterializationRecord => ({
  storageId: id,
  runId,
  assetKey: assetKey!,
  ...(data.partition !== undefined && { partitionKey: data.partition }),
  timestamp,
  metadata: data.metadata,
  tags: data.tags,
  dataVersion: data.dataVersion,
});
