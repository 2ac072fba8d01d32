import { DagbookError } from '../base/errors';
import type {
  AssetRecordsFilter,
  DagsterInstance,
  EventRecordsResult,
  PageOptions,
} from './dagster-instance';
import type { AskInstance, InstanceAnswers, InstanceQuestion } from './instance-question';
import type { AssetKeyString } from './snapshot';
import { assetEventYield } from './step-events';

const defaultLimit = 100;
/** Records or runs in one answer. */
export const mostAnswered = 1_000;

/** `context.instance`, whose answers come by `askInstance`; without, it says that there is none. */
export function askDagsterInstance(askInstance: AskInstance = noInstance): DagsterInstance {
  const ask = <Ask extends keyof InstanceAnswers>(question: InstanceQuestion & { readonly ask: Ask }) =>
    askInstance(question) as Promise<InstanceAnswers[Ask]>;

  async function page<Ask extends 'materializations' | 'observations'>(
    kind: Ask,
    of: AssetKeyString | AssetRecordsFilter,
    { limit = defaultLimit, cursor, ascending = false }: PageOptions = {},
  ): Promise<EventRecordsResult<InstanceAnswers[Ask][number]>> {
    const { assetKey, assetPartitions, ...filter } = typeof of === 'string' ? { assetKey: of } : of;
    const { afterStorageId: after, beforeStorageId: before, afterTimestamp, beforeTimestamp } = filter;
    const wanted = allowed(limit);
    const asked = await ask({
      ask: kind,
      assetKey,
      ascending,
      limit: wanted + 1,
      ...(assetPartitions && { partitions: [...assetPartitions] }),
      ...given('after', ascending && cursor !== undefined ? Math.max(after ?? 0, Number(cursor)) : after),
      ...given(
        'before',
        !ascending && cursor !== undefined ? Math.min(before ?? Infinity, Number(cursor)) : before,
      ),
      ...given('from', ms(afterTimestamp)),
      ...given('until', ms(beforeTimestamp)),
    });
    const records = asked.slice(0, wanted) as InstanceAnswers[Ask][number][];
    const last = records.at(-1);
    return { records, cursor: last ? String(last.storageId) : cursor, hasMore: asked.length > wanted };
  }

  async function newest<Ask extends 'materializations' | 'observations'>(
    kind: Ask,
    assetKey: AssetKeyString,
    partitionKey: string | undefined,
  ) {
    const filter = { assetKey, ...(partitionKey !== undefined && { assetPartitions: [partitionKey] }) };
    return (await page(kind, filter, { limit: 1 })).records[0];
  }

  const getDynamicPartitions = (name: string) => ask({ ask: 'dynamicPartitions', name });
  const getRuns: DagsterInstance['getRuns'] = (
    { runIds, createdAfter, createdBefore, ...filter } = {},
    { limit = defaultLimit, cursor } = {},
  ) =>
    ask({
      ask: 'runs',
      limit: allowed(limit),
      ...filter,
      ...given('ids', runIds && [...runIds]),
      ...given('createdFrom', ms(createdAfter)),
      ...given('createdBefore', ms(createdBefore)),
      ...given('before', cursor),
    });

  return {
    getLatestMaterializationEvent: (assetKey, partitionKey) =>
      newest('materializations', assetKey, partitionKey),
    async getLatestDataVersion(assetKey, partitionKey) {
      const materialization = await newest('materializations', assetKey, partitionKey);
      const observation = await newest('observations', assetKey, partitionKey);
      const isObserved = (observation?.storageId ?? 0) > (materialization?.storageId ?? 0);
      return (isObserved && observation?.dataVersion) || materialization?.dataVersion;
    },
    fetchMaterializations: (of, options) => page('materializations', of, options),
    fetchObservations: (of, options) => page('observations', of, options),
    getMaterializedPartitions: (assetKey) => ask({ ask: 'materializedPartitions', assetKey }),
    getRuns,
    getRunById: async (runId) => (await getRuns({ runIds: [runId] }))[0],
    addRunTags: (runId, tags) => ask({ ask: 'addRunTags', runId, tags: { ...tags } }),
    getDynamicPartitions,
    hasDynamicPartition: async (name, key) => (await getDynamicPartitions(name)).includes(key),
    addDynamicPartitions: (partitionsDefName, partitionKeys) =>
      ask({
        ask: 'changeDynamicPartitions',
        request: { type: 'add', partitionsDefName, partitionKeys: [...partitionKeys] },
      }),
    deleteDynamicPartition: (partitionsDefName, partitionKey) =>
      ask({
        ask: 'changeDynamicPartitions',
        request: { type: 'delete', partitionsDefName, partitionKeys: [partitionKey] },
      }),
    reportRunlessAssetEvent: async (event) =>
      ask({ ask: 'report', event: assetEventYield({ name: 'context.instance' }, event) }),
  };
}

/** In a context that a test has built without. */
async function noInstance(): Promise<never> {
  throw new DagbookError('There is no instance beside this context', {
    name: 'NoInstance',
    remedy: 'Give it in `instance`: ephemeralInstance() of dagbook/testing.',
  });
}

function allowed(limit: number): number {
  if (Number.isInteger(limit) && limit > 0 && limit <= mostAnswered) return limit;
  throw new DagbookError(`${limit} records cannot be asked for`, {
    name: 'InvalidLimit',
    remedy: `Ask for 1 to ${mostAnswered} at a time, and go on from the cursor of the answer.`,
  });
}

const ms = (time: Date | number | undefined): number | undefined =>
  time === undefined ? undefined : Number(time);

const given = <Name extends string, Value>(name: Name, value: Value | undefined) =>
  value === undefined ? {} : ({ [name]: value } as { readonly [Key in Name]: Value });
