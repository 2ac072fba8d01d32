import { expect } from 'vitest';
import type { Storage } from '$lib/storage/storage';
import type { Contract, Place } from './contract';
import { assetsContract } from './storage/assets.contract';
import { automationContract } from './storage/automation.contract';
import { commitsContract } from './storage/commits.contract';
import { factsContract } from './storage/facts.contract';
import { eventsContract } from './storage/events.contract';
import { maintenanceContract } from './storage/maintenance.contract';
import { notebooksContract } from './storage/notebooks.contract';
import { partitionsContract } from './storage/partitions.contract';
import { runsContract } from './storage/runs.contract';
import { materialized, notebook, opened, said, value } from './storage/samples';

export const storageContract: Contract<Place<Storage>> = {
  ...eventsContract,
  ...runsContract,
  ...assetsContract,
  ...partitionsContract,
  ...notebooksContract,
  ...commitsContract,
  ...automationContract,
  ...maintenanceContract,
  ...factsContract,
};

/** For storage that outlives its process. */
export const durableStorageContract: Contract<Place<Storage>> = {
  async 'finds everything again after it was closed and opened'(place) {
    const before = await opened(place, 'r1');
    const waiting = before.append([materialized('r1', 'a', 'h')], [value('h', 1, 2)]);
    await before.saveNotebook(notebook(1, 'text'));
    await before.close();
    const stored = await waiting;

    const after = await place.open();
    expect(await after.runEvents('r1')).toEqual(stored);
    expect(await after.getValue('h')).toEqual(new Uint8Array([1, 2]));
    expect(await after.getNotebook('n1')).toEqual(notebook(1, 'text'));
    const [next] = await after.append([said('r1', 'x')]);
    expect(next!.id).toBeGreaterThan(stored[0]!.id);
    await after.close();
  },
};
