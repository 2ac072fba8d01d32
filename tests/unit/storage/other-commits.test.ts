import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import type { Change } from '$lib/storage/storage';
import { openNodeConnection } from '$lib/storage/sqlite/node-connection';
import { SqliteStorage } from '$lib/storage/sqlite/sqlite-storage';
import { launchEvents } from '$lib/plan/launch-events';
import { temporaryFolder } from '../../temporary-folder';

function open(path: string): SqliteStorage {
  const storage = new SqliteStorage(openNodeConnection(path));
  onTestFinished(() => storage.close());
  return storage;
}

/** A run that waits in the queue, with one event. */
function enqueue(storage: SqliteStorage, id: string): Promise<void> {
  const plan = { steps: [], executor: { type: 'in_process' } } as const;
  const run = { id, jobName: 'j', location: 'l', bundle: 'b', tags: {}, createdAt: 1, plan };
  return storage.createRun(run, launchEvents(run, 1));
}

test('what another process commits is told once, and what it did not touch is not', async () => {
  const path = join(temporaryFolder(), 'dagbook.db');
  const [here, there] = [open(path), open(path)];
  expect(here.hearOthers()).toEqual([]);
  const told: (readonly Change[])[] = [];
  here.subscribe((changes) => told.push(changes));

  await enqueue(there, 'r1');
  const ofRun = [{ topic: 'run', runId: 'r1', lastEventId: 1 }];
  expect(here.hearOthers()).toEqual(ofRun);
  expect(told).toEqual([ofRun]);
  expect(here.hearOthers()).toEqual([]);

  await there.setSetting('a', '1');
  await there.putInstigator({ location: 'l', name: 's', type: 'sensor', status: 'RUNNING' });
  await there.addDynamicPartitions('days', ['monday']);
  expect(here.hearOthers()).toEqual([
    { topic: 'settings', key: 'a' },
    { topic: 'instigator', location: 'l', name: 's' },
    { topic: 'partitions', name: 'days' },
  ]);
});

test('an event of this process is no news to it, and hides none of the others', async () => {
  const path = join(temporaryFolder(), 'dagbook.db');
  const [here, there] = [open(path), open(path)];
  here.hearOthers();
  await enqueue(here, 'mine');
  expect(here.hearOthers()).toEqual([]);
  await enqueue(there, 'theirs');
  await enqueue(here, 'mine too');
  expect(here.hearOthers()).toContainEqual({ topic: 'run', runId: 'theirs', lastEventId: 2 });
});
