import { expect } from 'vitest';
import type { Storage } from '$lib/storage/storage';
import type { Contract, Place } from '../contract';
import { materialized, opened, said, value } from './samples';

export const assetsContract: Contract<Place<Storage>> = {
  async 'knows the newest materialization of each asset'(place) {
    const storage = await opened(place, 'r1');
    await storage.append([materialized('r1', 'a', 'h1'), materialized('r1', 'b', 'h2'), said('r1', 'x')]);
    const [last] = await storage.append([materialized('r1', 'a', 'h3')]);
    const latest = await storage.latestMaterializations(['a', 'b', 'never']);
    expect([...latest.keys()].sort()).toEqual(['a', 'b']);
    expect(latest.get('a')).toEqual(last);
    const ofA = await storage.materializations('a');
    expect(ofA.map((event) => event.data.value?.hash)).toEqual(['h3', 'h1']);
    expect(await storage.materializations('a', 1)).toEqual([last]);
  },

  async 'leaves no pointer to a deleted run'(place) {
    const storage = await opened(place, 'r1', 'r2');
    await storage.append([materialized('r1', 'a', 'h1')], [value('h1', 1)]);
    const both = [
      materialized('r2', 'a', 'h2'),
      materialized('r2', 'only', 'h2'),
      materialized('r2', 'a', 'h1'),
    ];
    const stored = await storage.append(both, [value('h2', 2)]);
    await storage.deleteRun('r2');

    const latest = await storage.latestMaterializations(['a', 'only']);
    expect([...latest.values()].map((event) => event.runId)).toEqual(['r1']);
    expect(await storage.getRun('r2')).toBeUndefined();
    expect(await storage.runEvents('r2')).toEqual([]);
    expect(await storage.getValue('h2')).toBeUndefined();
    expect(await storage.getValue('h1')).toEqual(new Uint8Array([1]));
    await expect(storage.append([said('r2', 'late')])).rejects.toThrow('r2');

    const [next] = await storage.append([said('r1', 'next')]);
    expect(next!.id, 'ids are not used again').toBeGreaterThan(stored.at(-1)!.id);
  },

  async 'keeps values with the event that names them, and attached ones for themselves'(place) {
    const storage = await opened(place, 'r1');
    const bytes = crypto.getRandomValues(new Uint8Array(60_000));
    const big = { hash: 'big', codec: 'bytes', bytes: new Uint8Array(300_000).fill(7) };
    await storage.append(
      [materialized('r1', 'a', 'h')],
      [{ hash: 'h', codec: 'bytes', bytes }, value('nil')],
    );
    await storage.putValue(big);
    await storage.append([materialized('r1', 'a', 'big')], [big]);
    expect(await storage.getValue('h')).toEqual(bytes);
    expect(await storage.getValue('nil')).toEqual(new Uint8Array());
    await storage.deleteRun('r1');
    expect(await storage.getValue('h')).toBeUndefined();
    expect(await storage.getValue('big')).toEqual(big.bytes);
  },
};
