import { DagbookError } from '../base/errors';
import { type GivenSettings, type InstanceSettings, storeSettings } from '../daemon/instance-settings';
import type { Workspace } from '../daemon/workspace';
import type { PoolSlots } from '../plan/pool-slots';
import type { Storage } from '../storage/storage';
import type { Instance } from './instance';

interface SettingsDeps {
  readonly storage: Pick<Storage, 'getSetting' | 'setSetting' | 'subscribe'>;
  readonly settings: () => Promise<InstanceSettings>;
  readonly pools: PoolSlots;
  readonly workspace: () => Promise<Workspace>;
  /** A file says them. */
  readonly isFixed: boolean;
}

/** The settings of the instance, and the pools that they limit. */
export function settingsCommands({
  storage,
  settings,
  pools,
  workspace,
  isFixed,
}: SettingsDeps): Pick<Instance, 'settings' | 'setSettings' | 'pools' | 'setPoolLimit'> {
  async function applyToPools(): Promise<void> {
    const { limits, defaultLimit, granularity } = (await settings()).concurrency.pools;
    pools.setLimits((pool) => (Object.hasOwn(limits, pool) ? limits[pool] : defaultLimit), granularity);
  }
  void applyToPools().catch(console.error);
  storage.subscribe((changes) => {
    if (changes.some(({ topic }) => topic === 'settings')) void applyToPools().catch(console.error);
  });

  async function set(given: GivenSettings): Promise<void> {
    if (isFixed)
      throw new DagbookError('The settings of this instance come from its file dagbook.yaml', {
        name: 'SettingsFixed',
        remedy: 'Change the file, and start the process again.',
      });
    await storeSettings(storage, given);
  }

  return {
    settings,
    setSettings: set,
    async pools() {
      const known = new Map(pools.states().map((state) => [state.pool, state]));
      const { limits, defaultLimit } = (await settings()).concurrency.pools;
      for (const pool of [...Object.keys(limits), ...poolsOf(await workspace())]) {
        const limit = Object.hasOwn(limits, pool) ? limits[pool] : defaultLimit;
        if (!known.has(pool))
          known.set(pool, { pool, ...(limit !== undefined && { limit }), held: [], waiting: [] });
      }
      return [...known.values()].sort((a, b) => (a.pool < b.pool ? -1 : 1));
    },
    async setPoolLimit(pool, limit) {
      const now = await settings();
      const { [pool]: _old, ...others } = now.concurrency.pools.limits;
      const limits = limit === undefined ? others : { ...others, [pool]: limit };
      const { concurrency } = now;
      await set({ ...now, concurrency: { ...concurrency, pools: { ...concurrency.pools, limits } } });
    },
  };
}

/** The pools that definitions name, whether or not anything limits them. */
const poolsOf = ({ locations }: Workspace): readonly string[] =>
  locations
    .flatMap(({ snapshot }) => [...snapshot.steps, ...snapshot.jobs.flatMap((job) => job.steps ?? [])])
    .flatMap(({ pool }) => pool ?? []);
