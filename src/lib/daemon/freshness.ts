import { freshness, type FreshnessState } from '../definitions/freshness-policy';
import { nextTime } from './ticks/due-ticks';
import type { AssetKeyString, AssetSnapshot } from '../definitions/snapshot';
import { freshnessChanged } from '../events/run-event-makers';
import type { Storage } from '../storage/storage';
import type { MakeDaemonPart } from './daemon-part';
import type { InstanceSettings } from './instance-settings';
import type { Workspace } from './workspace';

export interface FreshnessOptions {
  readonly storage: Pick<Storage, 'append' | 'assetEvents' | 'latestMaterializations' | 'latestObservations'>;
  readonly workspace: () => Promise<Workspace>;
  readonly settings: () => Promise<InstanceSettings>;
  readonly clock: { now(): number };
}

/**
 * Stores when an asset with a freshness policy becomes fresh, late or too late. It looks when such an asset is
 * materialized, and at the very time at which it would change.
 */
export const freshnessDaemon =
  ({ storage, workspace, settings }: FreshnessOptions): MakeDaemonPart =>
  () => {
    const states = new Map<AssetKeyString, FreshnessState>();
    let watched: readonly AssetSnapshot[] = [];
    let seen: Workspace | undefined;

    async function look(): Promise<void> {
      const current = await workspace();
      if (current === seen) return;
      seen = current;
      const assets = current.graph.order.map((key) => current.graph.get(key)!);
      watched = assets.filter(({ freshnessPolicy }) => freshnessPolicy);
      for (const { key } of watched) {
        if (states.has(key)) continue;
        const [last] = await storage.assetEvents(key, 'FRESHNESS_STATE_CHANGE', 1);
        if (last) states.set(key, last.data.state);
      }
    }

    return {
      type: 'FRESHNESS_DAEMON',
      hear: (changes) =>
        changes.some(
          (change) =>
            change.topic === 'location' ||
            (change.topic === 'asset' && watched.some(({ key }) => key === change.assetKey)),
        ),
      async turn(now) {
        if (!(await settings()).freshness.enabled) return undefined;
        await look();
        const keys = watched.map(({ key }) => key);
        const [made, observed] = await Promise.all([
          storage.latestMaterializations(keys),
          storage.latestObservations(keys),
        ]);
        let next = Infinity;
        const events = [];
        for (const { key, freshnessPolicy, isExecutable } of watched) {
          const latest = made.get(key) ?? (isExecutable ? undefined : observed.get(key));
          const { state, changesAt } = freshness(freshnessPolicy, latest?.timestamp, now);
          const deadline = freshnessPolicy?.type === 'cron' ? deadlineAfter(freshnessPolicy, now) : undefined;
          next = Math.min(next, changesAt ?? Infinity, deadline ?? Infinity);
          const before = states.get(key);
          if (state === before || (before === undefined && state === 'UNKNOWN')) continue;
          states.set(key, state);
          events.push(freshnessChanged({ runId: '', timestamp: now }, key, state, before));
        }
        if (events.length > 0) await storage.append(events);
        return next === Infinity ? undefined : next;
      },
    };
  };

const deadlineAfter = (
  { deadlineCron, timezone }: { readonly deadlineCron: string; readonly timezone: string },
  now: number,
) => nextTime({ cronSchedule: [deadlineCron], timezone }, now);
