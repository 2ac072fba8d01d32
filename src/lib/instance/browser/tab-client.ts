import { revivedError, type SerializedError } from '../../base/errors';
import { newRunId, randomId } from '../../base/ids';
import type { Change } from '../../storage/storage';
import type { Instance } from '../instance';
import type { Call, Method, TabMessage } from './call-protocol';

/** What a tab knows of the leader. `asleep`: there is one, but it does not answer (a frozen tab). */
export type LeaderState =
  | { readonly status: 'connecting' | 'here' | 'elsewhere' | 'asleep' | 'other-version' }
  | { readonly status: 'failed'; readonly error: SerializedError }
  /** The store was replaced, or with `error` was not: this page is to be loaded anew. */
  | { readonly status: 'restarting'; readonly error?: SerializedError };

interface Pending {
  readonly call: Omit<Call, 'oldest'>;
  readonly resolve: (value: never) => void;
  readonly reject: (error: Error) => void;
}

const pingEvery = 5_000;

/**
 * An `Instance` as any tab has it: every call goes to the leader over the channel and is sent again when another
 * leader announces itself, until it is answered. `onLeader` hears of every change of the leader's state.
 */
export function tabClient(
  channel: BroadcastChannel,
  self: { readonly tab: string; readonly version: string },
  onLeader: (state: LeaderState) => void,
): Instance & { close(): void } {
  const client = randomId(16);
  const pending = new Map<number, Pending>();
  const listeners = new Set<(changes: readonly Change[]) => void>();
  let sequence = 0;
  let silent = 0;

  channel.addEventListener('message', ({ data }: MessageEvent<TabMessage>) => {
    if (data.type === 'answer' && data.client === client) settle(data.sequence, data);
    if (data.type === 'changes') listeners.forEach((listener) => listener(data.changes));
    if (data.type === 'restart') onLeader({ status: 'restarting', ...(data.error && { error: data.error }) });
    if (data.type === 'failed') onLeader({ status: 'failed', error: data.error });
    if (data.type === 'leader') {
      silent = 0;
      if (data.version !== self.version) return onLeader({ status: 'other-version' });
      onLeader({ status: data.tab === self.tab ? 'here' : 'elsewhere' });
      for (const { call } of pending.values()) send(call);
    }
  });
  channel.postMessage({ type: 'ping' } satisfies TabMessage);
  const watch = setInterval(() => {
    if (pending.size === 0) return;
    if (silent++ > 1) onLeader({ status: 'asleep' });
    channel.postMessage({ type: 'ping' } satisfies TabMessage);
  }, pingEvery);

  /** Pending calls stand in the order of their numbers. */
  function send(message: Omit<Call, 'oldest'>): void {
    const [oldest = message.sequence] = pending.keys();
    channel.postMessage({ ...message, oldest } satisfies TabMessage);
  }

  function settle(number: number, answer: Extract<TabMessage, { type: 'answer' }>): void {
    const waiting = pending.get(number);
    pending.delete(number);
    silent = 0;
    if (answer.ok) waiting?.resolve(answer.value as never);
    else waiting?.reject(revivedError(answer.error));
  }

  function call<Name extends Method>(
    method: Name,
    ...args: Parameters<Instance[Name]>
  ): ReturnType<Instance[Name]> {
    return new Promise((resolve, reject) => {
      const message = { type: 'call', client, sequence: sequence++, method, args } as const;
      pending.set(message.sequence, { call: message, resolve, reject });
      send(message);
    }) as ReturnType<Instance[Name]>;
  }

  return {
    listNotebooks: (options) => call('listNotebooks', options),
    openNotebook: (id) => call('openNotebook', id),
    createNotebook: (input) => call('createNotebook', { id: randomId(), ...input }),
    received: (id) => call('received', id),
    attachedFile: (hash) => call('attachedFile', hash),
    saveNotebook: (input) => call('saveNotebook', input),
    documents: () => call('documents'),
    notebookVersions: (id) => call('notebookVersions', id),
    notebookVersion: (id, revision) => call('notebookVersion', id, revision),
    nameVersion: (version) => call('nameVersion', version),
    attachFile: (input) => call('attachFile', input),
    deleteNotebook: (id) => call('deleteNotebook', id),
    restoreNotebook: (id) => call('restoreNotebook', id),
    trust: (id) => call('trust', id),
    grants: () => call('grants'),
    allowNotebook: (id, granted) => call('allowNotebook', id, granted),
    distrustNotebook: (id) => call('distrustNotebook', id),
    loadLocation: (name) => call('loadLocation', name),
    restartLocation: (name) => call('restartLocation', name),
    locations: () => call('locations'),
    namedThings: () => call('namedThings'),
    resources: () => call('resources'),
    jobs: () => call('jobs'),
    job: (id) => call('job', id),
    jobPartitions: (id) => call('jobPartitions', id),
    jobPartitionRuns: (id, keys) => call('jobPartitionRuns', id, keys),
    assets: (location) => call('assets', location),
    assetNews: (since) => call('assetNews', since),
    materializations: (key, limit) => call('materializations', key, limit),
    assetEvents: (key, type, limit) => call('assetEvents', key, type, limit) as never,
    partitionEvents: (key, partition, limit) => call('partitionEvents', key, partition, limit),
    value: (pointer) => call('value', pointer),
    viewValue: (pointer) => call('viewValue', pointer),
    viewValues: (location) => call('viewValues', location),
    evaluateViewCell: (location, name) => call('evaluateViewCell', location, name),
    shownViews: (location) => call('shownViews', location),
    keyClashes: (id) => call('keyClashes', id),
    viewsRunThemselves: (location) => call('viewsRunThemselves', location),
    letViewsRunThemselves: (location, isOn) => call('letViewsRunThemselves', location, isOn),
    setViewValue: (location, name, value) => call('setViewValue', location, name, value),
    describeFile: (path, hash) => call('describeFile', path, hash),
    keepPackage: (input) => call('keepPackage', input),
    packageSizes: (hashes) => call('packageSizes', hashes),
    packageTypes: (hash) => call('packageTypes', hash),
    valueLines: (pointer, path, from, to) => call('valueLines', pointer, path, from, to),
    tableRows: (pointer, query, page) => call('tableRows', pointer, query, page),
    summarizeColumn: (pointer, column) => call('summarizeColumn', pointer, column),
    compareValues: (older, newer, query) => call('compareValues', older, newer, query),
    exportValue: (pointer, format) => call('exportValue', pointer, format),
    checks: (key) => call('checks', key),
    checkedAssets: () => call('checkedAssets'),
    partitions: (key) => call('partitions', key),
    dynamicPartitions: (name) => call('dynamicPartitions', name),
    addDynamicPartitions: (name, keys) => call('addDynamicPartitions', name, keys),
    deleteDynamicPartitions: (name, keys) => call('deleteDynamicPartitions', name, keys),
    reportAsset: (input) => call('reportAsset', { id: newRunId(), ...input }),
    wipeAsset: (key, partitions, id = newRunId()) => call('wipeAsset', key, partitions, id),
    launchRun: (request) => call('launchRun', { runId: newRunId(), ...request }),
    validateConfig: (request) => call('validateConfig', request),
    reexecuteRun: (request) => call('reexecuteRun', { runId: newRunId(), ...request }),
    cancelRun: (runId) => call('cancelRun', runId),
    listRuns: (filter) => call('listRuns', filter),
    runSummaries: (filter) => call('runSummaries', filter),
    runTags: (valuesEach) => call('runTags', valuesEach),
    getRun: (runId) => call('getRun', runId),
    runEvents: (runId, filter) => call('runEvents', runId, filter),
    deleteRun: (runId) => call('deleteRun', runId),
    addRunTags: (runId, tags) => call('addRunTags', runId, tags),
    instigators: () => call('instigators'),
    switchInstigator: (id, to) => call('switchInstigator', id, to),
    setCursor: (id, cursor) => call('setCursor', id, cursor),
    ticks: (filter) => call('ticks', filter),
    previewTick: (id, as) => call('previewTick', id, as),
    backlog: (id) => call('backlog', id),
    evaluations: (key, filter) => call('evaluations', key, filter),
    evaluationsAt: (evaluationId) => call('evaluationsAt', evaluationId),
    automationTargets: (id) => call('automationTargets', id),
    previewAutomation: (id) => call('previewAutomation', id),
    previewCondition: (key, check) => call('previewCondition', key, check),
    launchBackfill: (request) => call('launchBackfill', { id: newRunId(), ...request }),
    backfills: (filter) => call('backfills', filter),
    backfill: (id) => call('backfill', id),
    backfillPartitions: (id, part) => call('backfillPartitions', id, part),
    cancelBackfill: (id) => call('cancelBackfill', id),
    pauseBackfill: (id) => call('pauseBackfill', id),
    resumeBackfill: (id) => call('resumeBackfill', id),
    retryBackfill: (id, newId = newRunId()) => call('retryBackfill', id, newId),
    settings: () => call('settings'),
    setSettings: (given) => call('setSettings', given),
    pools: () => call('pools'),
    setPoolLimit: (pool, limit) => call('setPoolLimit', pool, limit),
    variables: () => call('variables'),
    setVariable: (name, value) => call('setVariable', name, value),
    info: () => call('info'),
    warnings: () => call('warnings'),
    daemons: () => call('daemons'),
    storageUse: () => call('storageUse'),
    prune: () => call('prune'),
    backUp: () => call('backUp'),
    readBackup: (file) => call('readBackup', file),
    restore: (file) => call('restore', file),
    exportEvents: (after) => call('exportEvents', after),
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    close: () => clearInterval(watch),
  };
}
