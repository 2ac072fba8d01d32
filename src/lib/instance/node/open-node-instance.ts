import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import arrowText from 'virtual:apache-arrow-text';
import isolateText from 'virtual:isolate-text';
import zodText from 'virtual:zod-text';
import { FileArtifacts } from '../../artifacts/file/file-artifacts';
import { encodeName } from '../../artifacts/file-name';
import { FilePaths } from '../../artifacts/file/file-paths';
import { MemoryPaths } from '../../artifacts/memory/memory-paths';
import { pathStores } from '../../artifacts/path-stores';
import { systemClock } from '../../base/clock';
import { nodeIsolateHost } from '../../location/node/isolate-host';
import { openNodeConnection } from '../../storage/sqlite/node-connection';
import { SqliteStorage } from '../../storage/sqlite/sqlite-storage';
import { directParser } from '../direct-parser';
import { processEnvironment } from './process-environment';
import { type LeadOptions, takeLead } from './take-lead';
import { openInstance, type OpenInstance } from '../open-instance';

export interface NodeInstanceOptions extends Pick<LeadOptions, 'onWait' | 'lease'> {
  /** The folder of the database and the artifacts (`DAGBOOK_HOME`); made where it does not exist. */
  readonly home: string;
  readonly version: string;
  /** To launch runs: waits until no other process leads in this home. Without, only reading and queueing. */
  readonly leads: boolean;
  /** Another process leads now, since this one was stopped for a while; the instance is closed. */
  readonly onLeadLost?: (error: Error) => void;
}

/** The instance of this machine that is kept in `home`. */
export async function openNodeInstance({
  home,
  version,
  leads,
  onWait,
  lease,
  onLeadLost,
}: NodeInstanceOptions): Promise<OpenInstance> {
  const folder = join(home, 'artifacts');
  await mkdir(folder, { recursive: true });
  const storage = new SqliteStorage(openNodeConnection(join(home, 'dagbook.db')));
  const lockPath = join(home, 'leader.lock');
  const onLost = (error: Error) => void instance.close().finally(() => onLeadLost?.(error));
  const giveBack = leads ? await takeLead({ lockPath, storage, onWait, lease, onLost }) : () => {};
  const instance = openInstance({
    storage,
    artifacts: new FileArtifacts(folder),
    artifactsKind: folder,
    isolates: nodeIsolateHost(isolateText),
    stores: pathStores(
      {
        files: (location) => new FilePaths(join(home, 'files', encodeName(location))),
        memory: () => new MemoryPaths(),
      },
      'files',
    ),
    environment: processEnvironment,
    modules: { 'apache-arrow': async () => arrowText, zod: async () => zodText },
    parser: directParser,
    clock: systemClock,
    version,
    warnings: [],
    leads,
  });
  return { ...instance, close: () => instance.close().finally(giveBack) };
}
