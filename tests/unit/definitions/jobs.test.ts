import {
  asset,
  AssetSpec,
  defineAssetJob,
  definitions,
  job,
  op,
  StaticPartitionsDefinition,
} from '$lib/definitions';
import { EnvVar } from '$lib/definitions/env-var';
import { failureHook } from '$lib/definitions/hook';
import { ioManager } from '$lib/definitions/io-manager';
import { resource } from '$lib/definitions/resource';
import { describe, expect, it } from 'vitest';
import { collect } from './collect';

const regions = new StaticPartitionsDefinition(['eu', 'us']);
const one = asset(() => 1);
const memory = ioManager(() => ({ handleOutput() {}, loadInput: () => 1 }));
const messagesOf = (exports: Record<string, unknown>) =>
  collect(exports).snapshot.errors.map(({ message }) => message);

describe('jobs', () => {
  it('of assets and of ops say the same of themselves', () => {
    const alarm = failureHook(() => {});
    const said = {
      description: 'Nightly',
      tags: { team: 'a' },
      executor: { type: 'multiprocess', tagConcurrencyLimits: [{ key: 'db', limit: 2 }] },
      config: { ops: { one: { config: { token: new EnvVar('TOKEN') } } } },
      hooks: [alarm],
      retryPolicy: { maxRetries: 1 },
      partitionsDef: regions,
      timeout: 600,
      owners: ['team:a'],
      metadata: { page: 1 },
    } as const;
    const work = op(() => 1);
    const { snapshot } = collect({
      one,
      work,
      alarm,
      all: defineAssetJob({ selection: '*', ...said }),
      ops: job(said, () => work()),
    });
    expect(snapshot.errors).toEqual([]);
    const told = {
      description: 'Nightly',
      tags: { team: 'a' },
      executor: said.executor,
      config: { ops: { one: { config: { token: { env: 'TOKEN' } } } } },
      hooks: ['alarm'],
      retryPolicy: { maxRetries: 1 },
      partitions: { type: 'static', keys: ['eu', 'us'] },
      timeout: 600,
      owners: ['team:a'],
      metadata: { page: { type: 'int', value: 1 } },
    };
    expect(snapshot.jobs).toEqual([
      { name: 'all', selection: '*', ...told, cell: 'cell all', at: { cell: 'cell all' } },
      {
        name: 'ops',
        selection: '',
        ...told,
        steps: [expect.objectContaining({ key: 'work' })],
        cell: 'cell ops',
      },
    ]);
    expect(structuredClone(snapshot)).toEqual(snapshot);
  });
});

describe('definitions()', () => {
  it('adds what it lists, under the names that cells give; lists and modules too', () => {
    const two = asset(() => 2);
    const module = { three: asset(() => 3), helper: () => 1 };
    const db = resource(() => 1);
    const { snapshot, runtime } = collect(
      {
        one,
        default: definitions({
          assets: [two, [asset({ name: 'four' }, () => 4)], module, new AssetSpec('five')],
          jobs: [defineAssetJob({ name: 'all', selection: '*' })],
          resources: { warehouse: db },
          ioManagers: { io_manager: memory },
          executor: { type: 'in_process' },
        }),
      },
      { two },
    );
    expect(snapshot.errors).toEqual([]);
    expect(snapshot.assets.map(({ key }) => key)).toEqual(['one', 'two', 'four', 'three', 'five']);
    expect(snapshot.jobs.map(({ name }) => name)).toEqual(['all']);
    expect(snapshot.executor).toEqual({ type: 'in_process' });
    expect([...runtime.resources.keys()].sort()).toEqual(['io_manager', 'warehouse']);
    // Where the default IO manager is the notebook's own, each output names it.
    expect(snapshot.steps[0]!.outputs).toEqual([
      { name: 'result', isRequired: true, ioManagerKey: 'io_manager' },
    ]);
  });

  it('resources: exported under their names, bound by jobs, or given by those who require them', () => {
    const [db, api, cache] = [resource(() => 1), resource(() => 2), resource(() => 3)];
    const { snapshot, runtime } = collect({
      db,
      rows: asset({ resources: { db: resource(() => 4), api } }, () => 1),
      j: job({ resources: { cache } }, () => op({ name: 'o', resources: ['cache'] }, () => 1)()),
    });
    expect(snapshot.errors).toEqual([]);
    expect([...runtime.resources]).toEqual([['api', api], ['cache', cache], ['db', db]]); // prettier-ignore
    expect(
      messagesOf({ db, j: job({ resources: { db: api } }, () => op({ name: 'o' }, () => 1)()) }),
    ).toEqual([expect.stringContaining('job j binds "db" to another resource')]);
  });
});
