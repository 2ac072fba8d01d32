import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import isolateText from 'virtual:isolate-text';
import { FileArtifacts } from '../../artifacts/file/file-artifacts';
import { encodeName } from '../../artifacts/file-name';
import { FilePaths } from '../../artifacts/file/file-paths';
import { MemoryPaths } from '../../artifacts/memory/memory-paths';
import { pathStores } from '../../artifacts/path-stores';
import { systemClock } from '../../base/clock';
import { nodeIsolateHost } from '../../location/node/isolate-host';
import { shippedTexts } from '../../location/shipped-texts';
import { openNodeConnection } from '../../storage/sqlite/node-connection';
import { nodeReserve, openNodeOnReserve } from '../../storage/sqlite/node-reserve';
import { SqliteStorage } from '../../storage/sqlite/sqlite-storage';
import { directParser } from '../direct-parser';
import { directValues } from '../direct-values';
import { folderKey } from '../notebooks';
import { installedPackage } from './installed-package';
import { processEnvironment } from './process-environment';
import { readSettingsFile } from './settings-file';
import { type LeadOptions, takeLead } from './take-lead';
import { openInstance, type InstanceParts, type OpenInstance } from '../open-instance';

export interface NodeInstanceOptions
  extends Pick<LeadOptions, 'onWait' | 'lease' | 'signal'>, Pick<InstanceParts, 'onDaemonError'> {
  /**
   * The folder of the database, the artifacts and, where a file says the settings, `dagbook.yaml` (`DAGBOOK_HOME`); made
   * where it does not exist.
   */
  readonly home: string;
  readonly version: string;
  /**
   * To launch runs: waits until no other process leads in this home; `ifFree` goes on without. `false` only reads, and
   * queues for who leads.
   */
  readonly leads: boolean | 'ifFree';
  /** Whether, leading, it evaluates schedules and sensors. Default true. */
  readonly ticks?: boolean;
  /** Another process leads now, since this one was stopped for a while; the instance is closed. */
  readonly onLeadLost?: (error: Error) => void;
}

/** How often other processes' commits are looked for, in ms: one look takes some microseconds. */
const hearEvery = 20;

/** The instance of this machine that is kept in `home`. */
export async function openNodeInstance({
  home,
  version,
  ticks,
  leads,
  onWait,
  lease,
  onLeadLost,
  onDaemonError,
  signal = leads === 'ifFree' ? AbortSignal.abort() : undefined,
}: NodeInstanceOptions): Promise<OpenInstance> {
  const folder = join(home, 'artifacts');
  await mkdir(folder, { recursive: true });
  const settings = await readSettingsFile(join(home, 'dagbook.yaml'));
  const database = join(home, 'dagbook.db');
  const reserve = nodeReserve(database);
  const { opened, hasSpace } = await openNodeOnReserve(() => {
    const connection = openNodeConnection(database);
    return { connection, storage: new SqliteStorage(connection, reserve) };
  }, reserve);
  const { connection, storage } = opened;
  const lockPath = join(home, 'leader.lock');
  const onLost = (error: Error) => void close().finally(() => onLeadLost?.(error));
  const giveBack = leads ? await takeLead({ lockPath, storage, onWait, lease, onLost, signal }) : undefined;
  if (giveBack && hasSpace) await reserve.keep();
  storage.hearOthers();
  const instance = openInstance({
    storage,
    artifacts: new FileArtifacts(folder),
    artifactsKind: folder,
    isolates: nodeIsolateHost(isolateText),
    hasNetwork: true,
    stores: pathStores(
      {
        files: (location) => new FilePaths(join(home, 'files', encodeName(location))),
        memory: () => new MemoryPaths(),
      },
      'files',
    ),
    environment: processEnvironment,
    modules: shippedTexts,
    async findInstalled(location, pin) {
      const folder = await storage.getSetting(folderKey(location));
      return folder === undefined ? undefined : installedPackage(folder, pin);
    },
    parser: directParser,
    startValues: directValues,
    clock: systemClock,
    version,
    leads: giveBack !== undefined,
    // As in the browser: what could not be stored is not begun.
    ticks: hasSpace && ticks,
    onDaemonError,
    settings,
    keepsSound: true,
    warnings: [
      ...(hasSpace ? [] : (['no_space'] as const)),
      ...(connection.hasLostCommits ? (['lost_commits'] as const) : []),
    ],
  });
  const hearing = setInterval(() => void hear().catch(console.error), hearEvery);

  /** A run that another process wants canceled is canceled by who drives it. */
  async function hear(): Promise<void> {
    for (const change of storage.hearOthers())
      if (instance.leads && change.topic === 'run')
        if ((await storage.getRun(change.runId))?.status === 'CANCELING')
          await instance.cancelRun(change.runId);
  }

  async function close(): Promise<void> {
    clearInterval(hearing);
    await instance.close().finally(giveBack);
  }

  return { ...instance, close };
}
