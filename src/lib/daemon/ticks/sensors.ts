import { newRunId } from '../../base/ids';
import type { Storage } from '../../storage/storage';
import type { MakeDaemonPart } from '../daemon-part';
import { instigatorPart, type InstigatorPartOptions } from './instigator-part';
import type { SensorInstigator } from './instigators';
import { seenBy, type WatchPorts } from './watched-events';

export interface SensorsOptions extends InstigatorPartOptions, Pick<WatchPorts, 'hearsAll'> {
  readonly storage: InstigatorPartOptions['storage'] & WatchPorts['storage'] & Pick<Storage, 'lastEventId'>;
}

/** After this a sensor that failed for an event is evaluated for it again, in ms. */
const retryAfter = 30_000;

/** Evaluates sensors: each at its interval, or when what it waits for has happened. */
export const sensors = (options: SensorsOptions): MakeDaemonPart => {
  const { storage, clock } = options;
  return instigatorPart<SensorInstigator>(
    {
      type: 'SENSOR',
      isKind: (instigator) => instigator.type === 'sensor',
      due: (instigator, lastTick) => (lastTick?.startedAt ?? -Infinity) + interval(instigator),
      retryAfter,
      longestSleep: (instigator) => Math.max(interval(instigator), retryAfter),
      // One that waits for runs begins with those that come after it was first switched on.
      firstCursor: async ({ definition }) =>
        definition.watch?.type === 'run' ? String(await storage.lastEventId()) : undefined,
      isNews({ definition: { watch } }, change) {
        if (watch?.type === 'run') return change.topic === 'run';
        return change.topic === 'asset' && (watch?.assetKeys.includes(change.assetKey) ?? false);
      },
      async evaluate(sensor, make) {
        const { instigator, state, lastTick } = sensor;
        const { cursor, lastRunKey, runningSince } = state;
        const { watch } = instigator.definition;
        sensor.hasNews = !watch;
        const last = await storage.lastEventId();
        const found = watch && (await seenBy(instigator, watch, { cursor, after: sensor.scanned }, options));
        if (watch && !found) {
          sensor.scanned = last;
          return undefined;
        }
        const timestamp = clock.now();
        const tick = await make({
          id: newRunId(),
          timestamp,
          failures: lastTick?.status === 'FAILURE' ? lastTick.failureCount : 0,
          request: {
            type: 'sensor',
            name: instigator.name,
            ...(cursor !== undefined && { cursor }),
            ...(lastRunKey !== undefined && { lastRunKey }),
            ...(lastTick?.endedAt !== undefined && { lastTickCompletionTime: lastTick.endedAt }),
            ...(runningSince !== undefined && { lastSensorStartTime: runningSince }),
            ...(found && { seen: found.events }),
          },
          ...(found?.cursor !== undefined && { cursor: found.cursor }),
          ...(found?.events.type === 'run' && { keepsCursorOnFailure: true }),
        });
        if (!tick) return undefined;
        const next = timestamp + interval(instigator);
        // There may be more runs; a multi-asset sensor hears when there are more materializations.
        if (found?.events.type === 'run') sensor.hasNews = true;
        else if (found && tick.status === 'FAILURE') {
          sensor.hasNews = true;
          return Math.max(next, clock.now() + retryAfter);
        }
        return next;
      },
    },
    options,
  );
};

const interval = ({ definition }: SensorInstigator): number => definition.minimumIntervalSeconds * 1000;
