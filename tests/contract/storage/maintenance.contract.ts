import { expect } from 'vitest';
import type { Prunable } from '$lib/storage/maintenance-storage';
import type { Storage } from '$lib/storage/storage';
import type { Contract, Place } from '../contract';
import { at, evaluated, materialized, notebook, observed, opened, run, said, value, wiped } from './samples';

/** Removes all that may go; answers how many rows and in how many calls. */
async function pruneAll(storage: Storage, what: Prunable, limit?: number) {
  let rows = 0;
  let calls = 0;
  let after: string | undefined;
  do {
    const pruned = await storage.prune(what, after, limit);
    rows += pruned.rows;
    calls += 1;
    after = pruned.next;
  } while (after !== undefined);
  return { rows, calls };
}

/** Runs of one job that ended at these times. */
async function ended(storage: Storage, ...runs: readonly (readonly [id: string, endedAt: number])[]) {
  for (const [id, endedAt] of runs) {
    await storage.createRun(run(id, { createdAt: endedAt - 1 }), []);
    await storage.append([{ ...at(id, endedAt), type: 'RUN_SUCCESS' }]);
  }
}

const ids = async (storage: Storage) => (await storage.listRuns()).map(({ id }) => id).sort();

export const maintenanceContract: Contract<Place<Storage>> = {
  async 'counts its leaders, and lets nobody take a lead that has changed hands'(place) {
    const storage = await place.open();
    expect(await storage.lead()).toEqual({ epoch: 0, holder: '', renewals: 0, isLocked: false });
    expect(await storage.takeLead({ holder: 'a', isLocked: true, after: 0 })).toBe(1);
    expect(await storage.takeLead({ holder: 'b', isLocked: true, after: 0 })).toBeUndefined();
    await storage.renewLead({ isLocked: false });
    expect(await storage.lead()).toEqual({ epoch: 1, holder: 'a', renewals: 1, isLocked: false });
    await storage.append([observed('a', 'v1')]);
    expect(await storage.takeLead({ holder: 'c', isLocked: true })).toBe(2);
  },

  async 'removes ticks and evaluations by age, but the newest of each'(place) {
    const storage = await place.open();
    const tick = (id: string, name: string, timestamp: number, status: 'SKIPPED' | 'FAILURE') => ({
      id, location: 'kitchen', name, type: 'sensor' as const, timestamp, status, startedAt: timestamp, runIds: [],
      knownRunKeys: [], failureCount: 0, dynamicPartitionsRequests: [], logs: [],
    }); // prettier-ignore
    const evaluation = (evaluationId: number) => ({
      evaluationId, assetKey: 'a', location: 'kitchen', instigator: 'i', timestamp: evaluationId, requested: 0,
      runIds: [], tree: {},
    }); // prettier-ignore
    for (const each of [
      tick('a1', 'a', 1, 'SKIPPED'),
      tick('a2', 'a', 2, 'FAILURE'),
      tick('a3', 'a', 3, 'SKIPPED'),
      tick('a9', 'a', 9, 'SKIPPED'),
      tick('b1', 'b', 1, 'SKIPPED'),
    ])
      await storage.commitTick({ tick: each });
    await storage.commitTick({ tick: tick('c', 'c', 9, 'FAILURE'), evaluations: [1, 2, 3].map(evaluation) });
    const skipped = { kind: 'ticks', type: 'sensor', status: 'SKIPPED', before: 5 } as const;
    expect(await pruneAll(storage, skipped, 1)).toEqual({ rows: 2, calls: 3 });
    expect((await storage.ticks()).map(({ id }) => id).sort()).toEqual(['a2', 'a9', 'b1', 'c']);
    await pruneAll(storage, { kind: 'evaluations', before: 9 });
    expect((await storage.evaluations('a')).map(({ evaluationId }) => evaluationId)).toEqual([3]);
  },

  async 'removes finished runs by age, or beyond the newest of their job, never one in progress'(place) {
    const storage = await place.open();
    await ended(storage, ['r1', 10], ['r2', 20], ['r3', 30], ['r4', 40]);
    await storage.createRun(run('going', { createdAt: 1 }), [{ ...at('going', 1), type: 'RUN_START' }]);
    await storage.createRun(run('long', { createdAt: 1 }), [{ ...at('long', 50), type: 'RUN_CANCELED' }]);
    await pruneAll(storage, { kind: 'runs', by: 'age', endedBefore: 20 });
    expect(await ids(storage)).toEqual(['going', 'long', 'r2', 'r3', 'r4']);
    await pruneAll(storage, { kind: 'runs', by: 'number', newest: 2 }, 1);
    expect(await ids(storage)).toEqual(['going', 'r3', 'r4']);
    expect(await storage.listRuns({ tags: { by: 'hand' } })).toHaveLength(3);
    await expect(storage.append([said('r1', 'late')])).rejects.toThrow('r1');
  },

  async 'keeps what is newest of an asset when the run that made it is removed, until there is newer'(place) {
    const storage = await place.open();
    await storage.createRun(run('old', { createdAt: 1 }), []);
    const lines = Array.from({ length: 25 }, (_, line) => said('old', `${line}`));
    const facts = [
      materialized('old', 'a', 'h1'),
      materialized('old', 'a', 'h2'),
      materialized('old', 'p', 'h3', 'mon'),
      materialized('old', 'p', 'h4', 'tue'),
      evaluated('old', 'a', 'c', true),
      materialized('old', 'w', 'h5'),
      wiped('w'),
    ];
    const hashes = ['h1', 'h2', 'h3', 'h4', 'h5'];
    const stored = await storage.append(
      [...lines, ...facts],
      hashes.map((hash) => value(hash, 1)),
    );
    await storage.append([{ ...at('old', 9), type: 'RUN_SUCCESS' }]);
    const before = [
      await storage.latestMaterializations(['a', 'p', 'w']),
      await storage.latestPartitions('p'),
      await storage.latestChecks('a'),
    ];
    const kept = async () =>
      Object.fromEntries(
        await Promise.all(hashes.map(async (hash) => [hash, !!(await storage.getValue(hash))])),
      );

    await pruneAll(storage, { kind: 'runs', by: 'age', endedBefore: 100 });
    const pruned = await pruneAll(storage, { kind: 'eventsOfPrunedRuns' }, 10);
    expect(pruned.calls, 'in batches').toBeGreaterThan(3);
    expect(await storage.getRun('old')).toBeUndefined();
    expect([
      await storage.latestMaterializations(['a', 'p', 'w']),
      await storage.latestPartitions('p'),
      await storage.latestChecks('a'),
    ]).toEqual(before);
    expect(await kept()).toEqual({ h1: false, h2: true, h3: true, h4: true, h5: false });

    await storage.createRun(run('new'), []);
    await storage.append(
      [materialized('new', 'a', 'h6'), materialized('new', 'p', 'h7', 'mon')],
      [value('h6', 1), value('h7', 1)],
    );
    await pruneAll(storage, { kind: 'eventsOfPrunedRuns' });
    expect(await kept()).toEqual({ h1: false, h2: false, h3: false, h4: true, h5: false });
    const [next] = await storage.append([said('new', 'x')]);
    expect(next!.id, 'ids are not used again').toBeGreaterThan(stored.at(-1)!.id);
  },

  async 'removes values that newer versions have replaced, of each partition for itself'(place) {
    const storage = await opened(place, 'r1');
    const made = [
      ['a', 'h1'],
      ['a', 'h2'],
      ['a', 'h3'],
      ['p', 'h4', 'mon'],
      ['p', 'h5', 'tue'],
      ['p', 'h6', 'mon'],
      ['b', 'h1'],
    ] as const;
    await storage.putValue(value('h4', 4));
    await storage.append(
      made.map(([key, hash, partition]) => materialized('r1', key, hash, partition)),
      ['h1', 'h2', 'h3', 'h4', 'h5', 'h6'].map((hash) => value(hash, 1)),
    );
    const left = async () => {
      const all = ['h1', 'h2', 'h3', 'h4', 'h5', 'h6'];
      const found = await Promise.all(all.map((hash) => storage.getValue(hash)));
      return all.filter((_, index) => found[index]);
    };
    await pruneAll(storage, { kind: 'values', newest: 2 }, 1);
    expect(await left(), 'h1 is also the value of b').toEqual(['h1', 'h2', 'h3', 'h4', 'h5', 'h6']);
    expect((await storage.materializations('a')).map(({ data }) => data.value?.hash)).toEqual([
      'h3',
      'h2',
      undefined,
    ]);
    await pruneAll(storage, { kind: 'values', newest: 1 });
    expect(await left(), 'h4 is attached').toEqual(['h1', 'h3', 'h4', 'h5', 'h6']);
  },

  async 'knows which values nothing names'(place) {
    const storage = await opened(place, 'r1');
    const [named, attached, received, nobodys] = ['a', 'b', 'd', 'c'].map((letter) => letter.repeat(64)) as [
      string,
      string,
      string,
      string,
    ];
    await storage.append([materialized('r1', 'a', named)]);
    await storage.saveNotebook(notebook(1, `// {"attachments":{"x.csv":"${attached}"}}`));
    await storage.saveNotebook(notebook(2, '// nothing any more, but in the text before'));
    await storage.setSetting('received:n1', `{"results":[{"value":{"hash":"${received}"}}]}`);
    expect(await storage.unnamed([named, attached, received, nobodys])).toEqual([nobodys]);
  },

  async 'says what takes how much'(place) {
    const storage = await opened(place, 'r1');
    const big = { hash: 'h', codec: 'bytes', bytes: new Uint8Array(100_000) };
    await storage.append([materialized('r1', 'a', 'h'), said('r1', 'x')], [big]);
    await storage.saveNotebook(notebook(1, 'x'.repeat(5_000)));
    const use = await storage.storageUse();
    const of = (kind: string) => use.find((each) => each.kind === kind)!;
    expect(of('values')).toEqual({ kind: 'values', rows: 1, bytes: 100_000 });
    expect(of('notebooks')).toMatchObject({ rows: 1, bytes: 5_000 });
    expect(of('runs').rows).toBe(3);
    const sum = use.reduce((total, { bytes }) => total + bytes, 0);
    expect(sum).toBe(await storage.bytesUsed());
    await storage.deleteRun('r1');
    expect(await storage.bytesUsed()).toBeLessThan(sum - 90_000);
  },

  async 'says what each notebook holds: a value that two events name counts once'(place) {
    const storage = await place.open();
    for (const id of ['kitchen', 'idle']) await storage.saveNotebook(notebook(1, 'x'.repeat(50), { id }));
    await storage.saveNotebook(notebook(2, 'y', { id: 'kitchen', deletedAt: 5 }));
    for (const id of ['r1', 'r2']) await storage.createRun(run(id, { location: 'kitchen' }), []);
    await storage.append([materialized('r1', 'a', 'h'), materialized('r2', 'a', 'h')]);
    const one = await storage.notebookHoldings();
    expect(one.find(({ id }) => id === 'idle')).toMatchObject({ versions: 0, versionBytes: 0, results: 0 });
    expect(one.find(({ id }) => id === 'kitchen')).toEqual({
      ...{ id: 'kitchen', versions: 1, versionBytes: 50, results: 1 },
      resultBytes: expect.any(Number),
    });
  },
};
