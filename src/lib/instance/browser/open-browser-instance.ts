import isolateText from 'virtual:isolate-text';
import precompiledExamples from 'virtual:precompiled-examples';
import type { ArtifactStore } from '../../artifacts/artifact-store';
import { IndexedDbArtifacts } from '../../artifacts/indexed-db/indexed-db-artifacts';
import { OpfsArtifacts } from '../../artifacts/opfs/opfs-artifacts';
import { encodeNameAsAscii } from '../../artifacts/file-name';
import { IndexedDbPaths } from '../../artifacts/indexed-db/indexed-db-paths';
import { MemoryPaths } from '../../artifacts/memory/memory-paths';
import { OpfsPaths } from '../../artifacts/opfs/opfs-paths';
import { pathStores, type PathStoreMakers } from '../../artifacts/path-stores';
import { systemClock } from '../../base/clock';
import { keepsFiles } from '../../base/opfs';
import { StorageFull } from '../../base/storage-full';
import { browserIsolateHost } from '../../location/browser/isolate-host';
import { shippedTexts } from '../../location/shipped-texts';
import { openOnReserve } from '../../storage/sqlite/opfs-reserve';
import type { SpaceReserve } from '../../storage/sqlite/space-reserve';
import type { SqliteConnection } from '../../storage/sqlite/sqlite-connection';
import { SqliteStorage } from '../../storage/sqlite/sqlite-storage';
import { openMemoryConnection } from '../../storage/sqlite/wasm-connection';
import { loadLeft } from '../load-left';
import { type InstanceParts, type OpenInstance, openInstance } from '../open-instance';
import { type Recovery, recoverDatabase } from './recover-database';
import { withPrecompiled } from './with-precompiled';
import { settingsEnvironment } from '../environment';
import { replaceInstance, type Replacing } from './replace-instance';
import { workerParser } from './worker-parser';
import { workerValues } from './worker-values';

interface Store {
  readonly connection: SqliteConnection;
  readonly reserve?: SpaceReserve;
  /** Whether it was opened without giving up the reserve. */
  readonly hasSpace: boolean;
  readonly artifacts: ArtifactStore;
  readonly artifactsKind: string;
  readonly stores: InstanceParts['stores'];
  readonly warnings?: InstanceParts['warnings'];
}

/**
 * The instance as the leader's worker has it: SQLite and values in OPFS, isolates in the sandbox frames of this tab's
 * page. Call it only while holding the leader's lock.
 */
export async function openBrowserInstance(options: {
  readonly name: string;
  readonly version: string;
  readonly frames: MessagePort;
  readonly recovery?: Recovery;
  /** Where a backup may be restored. */
  readonly replacing?: Replacing;
}): Promise<OpenInstance> {
  if (options.recovery) await recoverDatabase(`${options.name}-database`, options.recovery);
  const { connection, reserve, ...store } = await openStore(options.name);
  const storage = new SqliteStorage(connection, reserve);
  // Without space the lead cannot be written: the browser's lock alone keeps others out then.
  const isFenced = await storage.takeLead({ holder: 'a tab', isLocked: true }).then(() => true, unlessFull);
  const hasSpace = store.hasSpace && isFenced;
  const warnings = [
    ...(store.warnings ?? []),
    ...(hasSpace ? [] : (['no_space'] as const)),
    ...(connection.hasLostCommits ? (['lost_commits'] as const) : []),
  ];
  const { name, replacing } = options;
  const close = () => instance.close();
  const instance: OpenInstance = openInstance({
    ...store,
    storage,
    environment: settingsEnvironment(storage),
    isolates: browserIsolateHost(options.frames, isolateText),
    modules: shippedTexts,
    parser: withPrecompiled(workerParser(startCompiler), precompiledExamples),
    startValues: workerValues(startValues),
    clock: systemClock,
    version: options.version,
    leads: true,
    warnings,
    ...(!hasSpace && { ticks: false }),
    ...(replacing &&
      connection.kind === 'opfs' && {
        restoring: replaceInstance({ name, storage, artifacts: store.artifacts, close, replacing }),
      }),
  });
  loadLeft(storage, instance.loadLocation).catch(console.error);
  return instance;
}

function unlessFull(error: unknown): false {
  if (error instanceof StorageFull) return false;
  throw error;
}

const startCompiler = () =>
  new Worker(new URL('../../../../workers/compile.ts', import.meta.url), { type: 'module', name: 'compile' });

const startValues = () =>
  new Worker(new URL('../../../../workers/values.ts', import.meta.url), { type: 'module', name: 'values' });

const others = (name: string) =>
  ({
    indexeddb: (location) => new IndexedDbPaths(`${name}-files-${location}`),
    memory: () => new MemoryPaths(),
  }) satisfies PathStoreMakers;

/** Private windows and some web views have no OPFS: then nothing outlives the tab, and the user is told so. */
async function openStore(name: string): Promise<Store> {
  if (await keepsFiles())
    return {
      ...(await openOnReserve(`${name}-database`)),
      artifacts: new OpfsArtifacts(`${name}-artifacts`),
      artifactsKind: 'opfs',
      stores: pathStores(
        {
          opfs: (location) => new OpfsPaths(`${name}-files/${encodeNameAsAscii(location)}`),
          ...others(name),
        },
        'opfs',
      ),
    };
  return {
    connection: await openMemoryConnection(),
    hasSpace: true,
    artifacts: new IndexedDbArtifacts(`${name}-artifacts`),
    artifactsKind: 'indexeddb',
    stores: pathStores(others(name), 'indexeddb'),
    warnings: ['keeps_nothing'],
  };
}
