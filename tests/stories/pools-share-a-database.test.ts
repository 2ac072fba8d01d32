import { expect, onTestFinished, test } from 'vitest';
import { asset } from 'dagbook';
import { ephemeralInstance } from 'dagbook/testing';
import { endedRun } from '$lib/instance/ended-run';

let open = 0;
let most = 0;
const query = async () => {
  most = Math.max(most, ++open);
  await new Promise((resolve) => setTimeout(resolve, 5));
  open--;
};
const tables = {
  users: asset({ pool: 'database' }, query),
  orders: asset({ pool: 'database' }, query),
  logs: asset({ pool: 'database' }, query),
  report: asset(() => 'needs no database'),
};

test('a pool limits how many steps of all runs are under way; runs that need it wait in the queue', async () => {
  const instance = ephemeralInstance();
  onTestFinished(() => instance.close());
  await instance.load(tables);
  expect(await instance.pools()).toEqual([{ pool: 'database', held: [], waiting: [] }]);
  await instance.setSettings({ concurrency: { pools: { limits: { database: 0 } } } });

  const executor = { type: 'multiprocess', maxConcurrent: 4 } as const;
  const launch = (selection: string) => instance.launchRun({ location: 'definitions', selection, executor });
  const blocked = await launch('users or orders or logs');
  const free = await launch('report');
  expect((await endedRun(instance, free.runId)).status).toBe('SUCCESS');
  expect((await instance.getRun(blocked.runId))?.status).toBe('QUEUED');

  await instance.setPoolLimit('database', 1);
  const another = await launch('users');
  for (const { runId } of [blocked, another])
    expect((await endedRun(instance, runId)).status).toBe('SUCCESS');
  expect(most).toBe(1);
  expect(await instance.pools()).toEqual([{ pool: 'database', limit: 1, held: [], waiting: [] }]);
});
