import { expect } from 'vitest';
import type { Storage } from '$lib/storage/storage';
import type { Contract, Place } from '../contract';
import { evaluated, materialized, observed, opened, wiped } from './samples';

const hashes = (events: ReadonlyMap<string, { readonly data: { readonly dataVersion?: string } }>) =>
  Object.fromEntries([...events].map(([key, { data }]) => [key, data.dataVersion]));

export const partitionsContract: Contract<Place<Storage>> = {
  async 'knows the newest materialization of each partition'(place) {
    const storage = await opened(place, 'r1');
    await storage.append([
      materialized('r1', 'a', 'h1', 'mon'),
      materialized('r1', 'a', 'h2', 'tue'),
      materialized('r1', 'a', 'h3', 'mon'),
      materialized('r1', 'b', 'h4', 'mon'),
      materialized('r1', 'b', 'h5'),
    ]);
    expect(hashes(await storage.latestPartitions('a'))).toEqual({ mon: 'h3', tue: 'h2' });
    expect(hashes(await storage.latestPartitions('a', ['mon', 'sun']))).toEqual({ mon: 'h3' });
    expect(hashes(await storage.latestPartitions('b'))).toEqual({ mon: 'h4' });
    expect(hashes(await storage.latestMaterializations(['a', 'b']))).toEqual({ a: 'h3', b: 'h5' });
  },

  async 'knows the newest observation of each asset and the newest evaluation of each check'(place) {
    const storage = await opened(place, 'r1');
    await storage.append([observed('a', 'v1'), observed('a', 'v2'), evaluated('r1', 'a', 'rows', false)]);
    await storage.append([evaluated('r1', 'a', 'rows', true), evaluated('r1', 'a', 'columns', false)]);
    expect(hashes(await storage.latestObservations(['a', 'b']))).toEqual({ a: 'v2' });
    const checks = [...(await storage.latestChecks('a'))].map(([name, { data }]) => [name, data.passed]);
    expect(checks.sort()).toEqual([
      ['columns', false],
      ['rows', true],
    ]);
    expect(await storage.latestChecks('b')).toEqual(new Map());
  },

  async 'forgets what came before a wipe, but not in the log of its run'(place) {
    const storage = await opened(place, 'r1');
    await storage.append([
      materialized('r1', 'a', 'h1'),
      observed('a', 'v1'),
      evaluated('r1', 'a', 'c', true),
      materialized('r1', 'b', 'h2'),
    ]);
    await storage.append([wiped('a')]);
    expect(await storage.materializations('a')).toEqual([]);
    expect(await storage.latestMaterializations(['a'])).toEqual(new Map());
    expect(await storage.latestObservations(['a'])).toEqual(new Map());
    expect(await storage.latestChecks('a')).toEqual(new Map());
    expect(hashes(await storage.latestMaterializations(['b']))).toEqual({ b: 'h2' });
    expect(await storage.runEvents('r1')).toHaveLength(3);
    await storage.append([materialized('r1', 'a', 'h3')]);
    expect(await storage.materializations('a')).toHaveLength(1);
  },

  async 'forgets only the partitions that are wiped'(place) {
    const storage = await opened(place, 'r1');
    const days = ['mon', 'tue', 'wed'];
    await storage.append(days.map((day) => materialized('r1', 'a', day, day)));
    await storage.append([wiped('a', ['wed', 'mon'])]);
    expect([...(await storage.latestPartitions('a')).keys()]).toEqual(['tue']);
    expect(hashes(await storage.latestMaterializations(['a']))).toEqual({ a: 'tue' });
  },

  async 'finds the newest of a partition again when the run that made it is deleted'(place) {
    const storage = await opened(place, 'r1', 'r2');
    await storage.append([materialized('r1', 'a', 'old', 'mon'), materialized('r2', 'a', 'new', 'mon')]);
    await storage.append([evaluated('r1', 'a', 'c', true), evaluated('r2', 'a', 'c', false)]);
    await storage.deleteRun('r2');
    expect(hashes(await storage.latestPartitions('a'))).toEqual({ mon: 'old' });
    expect((await storage.latestChecks('a')).get('c')?.runId).toBe('r1');
  },

  async 'keeps the keys of dynamic partitions in the order of adding'(place) {
    const storage = await place.open();
    const heard: unknown[] = [];
    await storage.addDynamicPartitions('cities', ['seoul', 'busan']);
    storage.subscribe((changes) => heard.push(...changes));
    await storage.addDynamicPartitions('cities', ['daegu', 'seoul']);
    await storage.addDynamicPartitions('rivers', ['han']);
    expect(await storage.dynamicPartitions('cities')).toEqual(['seoul', 'busan', 'daegu']);
    await storage.deleteDynamicPartitions('cities', ['busan', 'never']);
    await storage.addDynamicPartitions('cities', ['busan']);
    expect(await storage.dynamicPartitions('cities')).toEqual(['seoul', 'daegu', 'busan']);
    expect(await storage.dynamicPartitions('lakes')).toEqual([]);
    expect(heard).toContainEqual({ topic: 'partitions', name: 'cities' });
  },
};
