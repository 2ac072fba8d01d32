import { mkdtempSync, rmSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { FileArtifacts } from '$lib/artifacts/file/file-artifacts';
import { keySpace } from '$lib/definitions/partitions/key-space';
import { packBackup } from '$lib/instance/backup-file';
import { openNodeInstance } from '$lib/instance/node/open-node-instance';
import { openNodeConnection } from '$lib/storage/sqlite/node-connection';
import { SqliteStorage } from '$lib/storage/sqlite/sqlite-storage';
import { generatedNotebooks, hourlyAsset } from './notebooks';
import { generatedRuns, type GeneratedRun, type LoadedNotebook } from './runs';
import type { Sizes } from './sizes';

/** So many events are written in one transaction. */
const batch = 20_000;

/** Writes an instance of these sizes, with the storage that Node has, as a backup that the app restores. */
export async function writeInstanceFile(file: string, sizes: Sizes, now = Date.now()): Promise<void> {
  const home = mkdtempSync(join(tmpdir(), 'dagbook-generated-'));
  try {
    const notebooks = await loadNotebooks(home, sizes, now);
    const storage = new SqliteStorage(openNodeConnection(join(home, 'dagbook.db')));
    await writeRuns(storage, generatedRuns(sizes, notebooks, hoursOf(notebooks[0]!, now), now));
    const handle = await open(file, 'w');
    for await (const piece of packBackup(storage, new FileArtifacts(join(home, 'artifacts'))))
      await handle.write(piece);
    await handle.close();
    await storage.close();
  } finally {
    rmSync(home, { recursive: true, force: true });
  }
}

/** The notebooks, stored and loaded as the app does it. */
async function loadNotebooks(home: string, sizes: Sizes, now: number): Promise<readonly LoadedNotebook[]> {
  const instance = await openNodeInstance({ home, version: 'bench', leads: true, ticks: false });
  const loaded: LoadedNotebook[] = [];
  for (const { id, source } of generatedNotebooks(sizes, now)) {
    await instance.createNotebook({ id, source });
    const { bundle, snapshot, errors } = await instance.loadLocation(id);
    if (errors[0]) throw new Error(`${id}: ${errors[0].message}`);
    loaded.push({ id, bundle, snapshot });
  }
  await instance.close();
  return loaded;
}

function hoursOf({ snapshot }: LoadedNotebook, now: number): readonly string[] {
  const { partitions } = snapshot.assets.find(({ key }) => key === hourlyAsset)!;
  const space = keySpace(partitions!, { now, dynamicPartitions: () => [] });
  return Array.from({ length: space.size }, (_, index) => space.keyAt(index));
}

async function writeRuns(storage: SqliteStorage, runs: Iterable<GeneratedRun>): Promise<void> {
  let waiting: GeneratedRun[] = [];
  let events = 0;
  const write = async () => {
    // Asked for together, they share one transaction.
    const created = waiting.map(({ run }) => storage.createRun(run, []));
    await Promise.all([...created, storage.append(waiting.flatMap((run) => run.events))]);
    [waiting, events] = [[], 0];
  };
  for (const run of runs) {
    waiting.push(run);
    events += run.events.length;
    if (events >= batch) await write();
  }
  await write();
}
