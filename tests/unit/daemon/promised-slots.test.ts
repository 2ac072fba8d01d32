import { expect, onTestFinished, test } from 'vitest';
import { asset, resource } from 'dagbook';
import { ephemeralInstance } from 'dagbook/testing';
import { endedRun } from '$lib/instance/ended-run';

// Dagster's case rq-11, in the time between a run's launch and its first step.
test('a run waits in the queue for the slot that one launched before it is about to take', async () => {
  const setUp = Promise.withResolvers<string>();
  const begun = Promise.withResolvers<void>();
  const database = resource(() => {
    begun.resolve();
    return setUp.promise;
  });
  const instance = ephemeralInstance();
  onTestFinished(() => instance.close());
  const users = asset({ pool: 'database', resources: { database } }, () => 1);
  await instance.load({ database, users });
  await instance.setSettings({ concurrency: { pools: { limits: { database: 1 } } } });
  const executor = { type: 'in_process' } as const;
  const launch = () => instance.launchRun({ location: 'definitions', selection: 'users', executor });

  const first = await launch();
  await begun.promise;
  const second = await launch();
  await instance.advance(1_000);
  expect(await instance.pools()).toMatchObject([{ held: [], waiting: [] }]);
  expect((await instance.getRun(second.runId))?.status).toBe('QUEUED');
  setUp.resolve('open');
  for (const { runId } of [first, second]) expect((await endedRun(instance, runId)).status).toBe('SUCCESS');
});
