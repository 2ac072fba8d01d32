import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { openNodeInstance } from '$lib/instance/node/open-node-instance';
import { restoreHome } from '$lib/instance/node/restore-home';
import { writeInstanceFile } from '../../bench/generated/instance-file';
import { hourlyAsset } from '../../bench/generated/notebooks';

test('a generated instance is restored like any backup, and holds about what was asked for', async () => {
  const home = await mkdtemp(join(tmpdir(), 'dagbook-generated-'));
  const file = join(home, 'generated.dagbook-backup');
  await writeInstanceFile(file, { assets: 60, partitions: 500, runs: 20, events: 2_000, seed: 7 });
  await restoreHome(home, file);
  const instance = await openNodeInstance({ home, version: 'test', leads: false });

  const runs = await instance.listRuns();
  expect(runs).toHaveLength(20);
  expect(new Set(runs.map(({ status }) => status))).toEqual(new Set(['SUCCESS', 'FAILURE']));
  const { storage } = await instance.info();
  expect(Math.abs(storage.events - 2_000)).toBeLessThan(400);
  const assets = await instance.assets();
  expect(assets).toHaveLength(61);
  expect(assets.every(({ latest }) => latest)).toBe(true);
  expect((await instance.partitions(hourlyAsset))?.counts).toMatchObject({ materialized: 400, missing: 100 });

  await instance.close();
  await rm(home, { recursive: true });
});
