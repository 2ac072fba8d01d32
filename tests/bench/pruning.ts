import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { removeWhatMayGo } from '../../src/lib/daemon/retention/retention';
import { parseSettings } from '../../src/lib/daemon/instance-settings';
import { openNodeConnection } from '../../src/lib/storage/sqlite/node-connection';
import { SqliteStorage } from '../../src/lib/storage/sqlite/sqlite-storage';
import { materialized, run } from '../contract/storage/samples';
import type { Measure } from './measure';

const assets = 100;
const versions = 200;
/** So long the thread may be held that also gives steps their work, in ms. */
const limit = 50;

/** How long a batch of retention holds the thread, while 20,000 values become 100; durable, in Node. */
export const pruning: Measure = async () => {
  const home = mkdtempSync(join(tmpdir(), 'dagbook-bench-'));
  const storage = new SqliteStorage(openNodeConnection(join(home, 'dagbook.db')));
  await storage.createRun(run('r1'), []);
  const bytes = new Uint8Array(2_000);
  for (let version = 0; version < versions; version++) {
    const hashes = Array.from({ length: assets }, (_, asset) => `${asset}-${version}`);
    await storage.append(
      hashes.map((hash, asset) => materialized('r1', `asset${asset}`, hash)),
      hashes.map((hash) => ({ hash, bytes, codec: 'json' })),
    );
  }
  const took: number[] = [];
  const measured = {
    bytesUsed: () => storage.bytesUsed(),
    async prune(...args: Parameters<SqliteStorage['prune']>) {
      const begun = performance.now();
      const pruned = await storage.prune(...args);
      took.push(performance.now() - begun);
      return pruned;
    },
  };
  const settings = async () => parseSettings({ retention: { valueVersions: 1 } });
  const sweepArtifacts = async () => ({ bytes: 0, isWaiting: false });
  const { removed } = await removeWhatMayGo({ storage: measured, settings, sweepArtifacts }, Date.now());
  await storage.close();
  rmSync(home, { recursive: true });
  took.sort((a, b) => a - b);
  const [middle, longest] = [took[Math.floor(took.length / 2)]!, took.at(-1)!];
  return [
    {
      what: `pruning ${removed.values} values in ${took.length} batches: the median one`,
      value: `${middle.toFixed(0)} ms, the longest ${longest.toFixed(0)} ms`,
      yardstick: `the aim of ${limit} ms`,
      ratio: middle / limit,
      aim: { atMost: 1 },
    },
  ];
};
