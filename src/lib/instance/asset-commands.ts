import type { Clock } from '../base/clock';
import { DagbookError } from '../base/errors';
import { metadataEntries } from '../definitions/metadata-entries';
import type { AssetKeyString } from '../definitions/snapshot';
import { checkExecutionStatus } from '../events/check-status';
import { assetWiped } from '../events/run-event-makers';
import { reportedEvent } from '../plan/reported-event';
import type { PlannedWork } from '../storage/facts-storage';
import type { Storage } from '../storage/storage';
import type { Instance } from './instance';
import { partitionKeys } from './partition-keys';

type AssetCommands = Pick<
  Instance,
  | 'materializations'
  | 'assetEvents'
  | 'partitionEvents'
  | 'checks'
  | 'checkedAssets'
  | 'reportAsset'
  | 'wipeAsset'
  | 'dynamicPartitions'
  | 'addDynamicPartitions'
  | 'deleteDynamicPartitions'
>;

/** The run id of what no run has done. */
const noRun = '';

/** What is asked and said of single assets, without a run. */
export function assetCommands({
  storage,
  clock,
}: {
  readonly storage: Storage;
  readonly clock: Clock;
}): AssetCommands {
  const at = () => ({ runId: noRun, timestamp: clock.now() });

  return {
    materializations: (key, limit) => storage.materializations(key, limit),
    assetEvents: (key, type, limit = 100) => storage.assetEvents(key, type, limit),

    async partitionEvents(assetKey, partition, limit = 100) {
      const of = { assetKey, partitions: [partition], limit };
      const [made, seen, failed] = await Promise.all([
        storage.assetRecords({ ...of, type: 'ASSET_MATERIALIZATION' }),
        storage.assetRecords({ ...of, type: 'ASSET_OBSERVATION' }),
        storage.assetEvents(assetKey, 'ASSET_FAILED_TO_MATERIALIZE'),
      ]);
      const ownFailed = failed.filter(({ data }) => data.partitions?.includes(partition));
      return [...made, ...seen, ...ownFailed.slice(0, limit)].toSorted((a, b) => b.id - a.id);
    },

    async checks(key) {
      const latest = await storage.latestChecks(key);
      const plans = new Map<string, PlannedWork>();
      for (const plan of await storage.lastPlans(key))
        if (plan.check !== undefined && plan.id > (plans.get(plan.check)?.id ?? 0))
          plans.set(plan.check, plan);
      const locations = await storage.locations();
      const checks = locations.flatMap(({ snapshot }) => snapshot.checks);
      return checks
        .filter(({ assetKey }) => assetKey === key)
        .map((check) => {
          const evaluation = latest.get(check.name);
          const plan = plans.get(check.name);
          const status = checkExecutionStatus(evaluation, plan);
          const runId = plan?.runId ?? evaluation?.runId;
          return {
            check,
            ...(evaluation && { latest: evaluation }),
            ...(status && { status, runId }),
          };
        });
    },

    async checkedAssets() {
      const locations = await storage.locations();
      return [
        ...new Set(locations.flatMap(({ snapshot }) => snapshot.checks.map(({ assetKey }) => assetKey))),
      ];
    },

    async reportAsset(report) {
      const { assetKey, partition, id } = report;
      if (id !== undefined && (await storage.wasAppended(id))) return;
      const asset = await existing(storage, assetKey);
      if (asset.partitions && partition === undefined)
        throw new DagbookError(`${assetKey} is partitioned, and no partition is named`, {
          name: 'InvalidPartition',
          remedy: 'Say of which partition you report.',
        });
      if (partition !== undefined) await partitionKeys(partition, asset, { storage, clock });
      const { event, dataVersion, description } = report;
      const told = {
        assetKey,
        event,
        metadata: metadataEntries(report.metadata),
        ...(partition !== undefined && { partitionKey: partition }),
        ...(dataVersion !== undefined && { dataVersion }),
        ...(description !== undefined && { description }),
      };
      await storage.append([reportedEvent(told, clock.now())], [], id);
    },

    async wipeAsset(key, partitions, id) {
      // Once wiped, it may be known no more.
      if (id !== undefined && (await storage.wasAppended(id))) return;
      if (partitions === undefined) {
        // What is no longer defined can be wiped, too, as long as there is anything.
        if ((await storage.materializations(key, 1)).length === 0) await existing(storage, key);
        return void (await storage.append([assetWiped(at(), key)], [], id));
      }
      // A partition that exists no more may still have been made.
      const isMade = (await storage.latestPartitions(key, [partitions])).size > 0;
      const keys = isMade
        ? [partitions]
        : await partitionKeys(partitions, await existing(storage, key), { storage, clock });
      await storage.append([assetWiped(at(), key, keys)], [], id);
    },

    dynamicPartitions: (name) => storage.dynamicPartitions(name),

    async addDynamicPartitions(name, keys) {
      const illegal = keys.find((key) => key === '' || key.includes('...'));
      if (illegal !== undefined)
        throw new DagbookError(`${JSON.stringify(illegal)} cannot be a partition key`, {
          name: 'InvalidPartition',
          remedy: 'A key has at least one character, and no "...", which stands for a range.',
        });
      await storage.addDynamicPartitions(name, keys);
    },

    deleteDynamicPartitions: (name, keys) => storage.deleteDynamicPartitions(name, keys),
  };
}

async function existing(storage: Storage, key: AssetKeyString) {
  const assets = (await storage.locations()).flatMap(({ snapshot }) => snapshot.assets);
  const found = assets.filter((asset) => asset.key === key);
  const asset = found.find(({ isExecutable }) => isExecutable) ?? found[0];
  if (asset) return asset;
  throw new DagbookError(`There is no asset ${key}`, {
    name: 'AssetNotFound',
    remedy: 'Check its key, or load the notebook that defines it.',
  });
}
