import {
  asset,
  AssetDep,
  AssetIn,
  AssetOut,
  AssetSpec,
  BackfillPolicy,
  DailyPartitionsDefinition,
  externalAssets,
  IdentityPartitionMapping,
  multiAsset,
  observableSourceAsset,
  StaticPartitionsDefinition,
  TimeWindowPartitionMapping,
} from '$lib/definitions';
import { successHook } from '$lib/definitions/hook';
import { ioManager } from '$lib/definitions/io-manager';
import { resource } from '$lib/definitions/resource';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { collect, stepText } from './collect';

const daily = new DailyPartitionsDefinition({ startDate: '2024-01-01' });
const regions = new StaticPartitionsDefinition(['eu', 'us']);
const one = asset(() => 1);
const memory = ioManager(() => ({ handleOutput() {}, loadInput: () => 1 }));
const messagesOf = (exports: Record<string, unknown>) =>
  collect(exports).snapshot.errors.map(({ message }) => message);

describe('assets', () => {
  it('say how their step is executed', () => {
    const tell = successHook(() => {});
    const { snapshot, runtime } = collect({
      db: resource(() => 1),
      parquet: memory,
      tell,
      rows: asset(
        {
          configSchema: z.object({ limit: z.number() }),
          resources: ['db'],
          retryPolicy: { maxRetries: 2, delay: 1 },
          timeout: 60,
          pool: 'warehouse',
          executor: 'in_process',
          ioManagerKey: 'parquet',
          hooks: [tell],
          opTags: { 'dagster/priority': '3' },
          outputType: z.array(z.number()),
          partitionsDef: regions,
          backfillPolicy: BackfillPolicy.singleRun(),
          codeVersion: '7',
        },
        (_, context) => [context.config.limit],
      ),
      sum: asset({ ins: { rows: new AssetIn('rows') }, backfillPolicy: BackfillPolicy.multiRun(5) }, () => 1),
    });
    expect(snapshot.errors).toEqual([]);
    expect(snapshot.steps[0]).toEqual({
      key: 'rows',
      node: 'rows',
      op: 'rows',
      inputs: [],
      after: [],
      outputs: [{ name: 'result', isRequired: true, ioManagerKey: 'parquet' }],
      tags: { 'dagster/priority': '3' },
      retryPolicy: { maxRetries: 2, delay: 1 },
      timeout: 60,
      resources: ['db', 'parquet'],
      hooks: ['tell'],
      pool: 'warehouse',
      executor: 'in_process',
      configSchema: expect.objectContaining({ type: 'object' }),
      cell: 'cell rows',
    });
    // Who loads what an IO manager stored needs that manager too.
    expect(snapshot.steps[1]).toMatchObject({ key: 'sum', resources: ['parquet'] });
    expect(snapshot.assets).toMatchObject([
      {
        partitions: { type: 'static' },
        maxPartitionsPerRun: null,
        codeVersion: '7',
        hasOwnCodeVersion: true,
      },
      { maxPartitionsPerRun: 5 },
    ]);
    expect(runtime.nodes.get('rows')!.outputs[0]!.type).toBeDefined();
    expect([...runtime.resources.keys()].sort()).toEqual(['db', 'parquet']);
    expect([...runtime.hooks.keys()]).toEqual(['tell']);
  });

  it('a multiAsset of specs: skippable ones, deps of their own and among themselves', () => {
    const { snapshot } = collect({
      one,
      all: multiAsset(
        {
          canSubset: true,
          group: 'sales',
          specs: [
            new AssetSpec('shop/orders', { deps: [one], kinds: ['table'] }),
            new AssetSpec('refunds', { deps: ['shop/orders', 'elsewhere'], skippable: true, group: 'own' }),
          ],
        },
        () => {},
      ),
    });
    expect(snapshot.errors).toEqual([]);
    expect(snapshot.assets.slice(1)).toMatchObject([
      { key: 'shop/orders', node: 'all', output: 'shop__orders', isRequired: true, canSubset: true, deps: [{ key: 'one' }], group: 'sales', kinds: ['table'] },
      { key: 'refunds', node: 'all', output: 'refunds', isRequired: false, deps: [{ key: 'shop/orders' }, { key: 'elsewhere' }], group: 'own' },
      { key: 'elsewhere', isExecutable: false },
    ]); // prettier-ignore
    expect(snapshot.steps.map(({ key }) => key)).toEqual(['one', 'all']);
  });

  it('outs can need a part of the ins, and each other', () => {
    const two = asset(() => 2);
    const { snapshot } = collect({
      one,
      two,
      all: multiAsset(
        {
          ins: { one, two },
          outs: {
            p: new AssetOut({ deps: [one] }),
            q: new AssetOut({ deps: [new AssetDep('p'), two] }),
            r: new AssetOut(),
          },
        },
        () => ({ p: 1, q: 1, r: 1 }),
      ),
    });
    expect(snapshot.errors).toEqual([]);
    expect(snapshot.assets.slice(2).map(({ deps }) => deps)).toEqual([
      [{ key: 'one', input: 'one' }],
      [{ key: 'two', input: 'two' }, { key: 'p' }],
      [
        { key: 'one', input: 'one' },
        { key: 'two', input: 'two' },
      ],
    ]);
    expect(snapshot.steps.at(-1)!.inputs.map(({ name }) => name)).toEqual(['one', 'two']);
  });

  it('external assets have no step, and can be upstream of others', () => {
    const feed = new AssetSpec('shop/feed', { group: 'raw', deps: ['source'], partitionsDef: daily });
    const { snapshot, runtime } = collect({
      feed,
      more: externalAssets(['a', new AssetSpec('b', { description: 'B' })]),
      rows: asset({ ins: { feed }, deps: ['a'] }, () => 1),
    });
    expect(snapshot.errors).toEqual([]);
    expect(snapshot.assets.map(({ key, isExecutable }) => [key, isExecutable])).toEqual([
      ['shop/feed', false],
      ['a', false],
      ['b', false],
      ['rows', true],
      ['source', false],
    ]);
    expect(snapshot.assets[0]).toMatchObject({
      group: 'raw',
      partitions: { type: 'time_window' },
      deps: [{ key: 'source' }],
    });
    expect(snapshot.steps.map(stepText)).toEqual(['rows = rows(feed: asset shop/feed)']);
    expect(['feed', 'shop__feed', 'a', 'b', 'rows'].filter((name) => runtime.nodes.get(name))).toEqual([
      'rows',
    ]);
  });

  it('an observable source asset has a step that observes', () => {
    const { snapshot } = collect({ feed: observableSourceAsset({ group: 'raw' }, () => '1') });
    expect(snapshot.assets).toMatchObject([
      { key: 'feed', isObservable: true, isExecutable: true, group: 'raw' },
    ]);
    expect(snapshot.steps.map(({ key }) => key)).toEqual(['feed']);
  });

  it('inputs by key, prefix, partition; deps with a mapping', () => {
    const orders = asset({ keyPrefix: 'shop', partitionsDef: daily }, () => 1);
    const { snapshot } = collect({
      orders,
      week: asset(
        {
          partitionsDef: daily,
          ins: {
            orders: new AssetIn({ keyPrefix: 'shop' }),
            again: new AssetIn({
              key: ['shop', 'orders'],
              byPartition: true,
              partitionMapping: new TimeWindowPartitionMapping({ startOffset: -6 }),
            }),
          },
          deps: [new AssetDep('elsewhere', { partitionMapping: new IdentityPartitionMapping() })],
        },
        () => 1,
      ),
    });
    expect(snapshot.errors).toEqual([]);
    expect(snapshot.assets[1]!.deps).toMatchObject([
      { key: 'shop/orders', input: 'orders' },
      { key: 'shop/orders', input: 'again', mapping: { type: 'time_window', startOffset: -6, endOffset: 0 } },
      { key: 'elsewhere', mapping: { type: 'identity' } },
    ]);
    expect(stepText(snapshot.steps[1]!)).toBe(
      'week = week(orders: asset shop/orders, again: asset shop/orders by partition)',
    );
  });

  // prettier-ignore
  it.each<[string, Record<string, unknown>, readonly RegExp[]]>([
    ['a mapping that does not fit', { one, m: asset({ ins: { one: new AssetIn(one, { partitionMapping: new IdentityPartitionMapping() }) } }, () => 1) }, [/asset m: input "one": a partition mapping needs an upstream that is partitioned/]],
    ['an asset that needs its own partition', { m: asset({ partitionsDef: daily, deps: [new AssetDep('m', { partitionMapping: new TimeWindowPartitionMapping({ startOffset: -1 }) })] }, () => 1) }, [/circular dependency: m → m/]],
    ['assets of one step that need each other', { m: multiAsset({ outs: { p: new AssetOut({ deps: ['q'] }), q: new AssetOut({ deps: ['p'] }) } }, () => ({})) }, [/multiAsset m: circular dependency: p → q → p/]],
    ['different partitions in one step', { m: multiAsset({ outs: { p: new AssetOut({ partitionsDef: daily }), q: new AssetOut({ partitionsDef: regions }) } }, () => ({})) }, [/its assets have different partitions/]],
    ['partitions, policies, schemas of the wrong kind', { m: asset({ partitionsDef: {} as never, backfillPolicy: 3 as never, outputType: {} as never, configSchema: {} as never, retryPolicy: { maxRetries: 1.5 } }, () => 1) }, [/type of output "result" is not a schema/, /configSchema is not a schema/, /maxRetries is 1.5/, /partitionsDef is not a partitions definition/, /backfillPolicy is not one/]],
    ['a resource that nothing provides, and who depends on the asset', { rows: asset({ resources: ['db'] }, () => 1), after: asset({ deps: ['rows'] }, () => 1) }, [/asset rows: it requires the resource "db", which nothing provides/, /asset after: it depends on "rows"/]],
    ['an IO manager that nothing provides', { rows: asset({ ioManagerKey: 'parquet' }, () => 1) }, [/requires the resource "parquet"/]],
    ['an external asset of a key that is made here', { x: asset({ name: 'a' }, () => 1), y: new AssetSpec('a') }, [/asset key "a" is defined 2 times/, /asset key "a"/]],
  ])('refuse %s', (_, exports, messages) => {
    expect(messagesOf(exports)).toEqual(messages.map((message) => expect.stringMatching(message)));
  });

  it('an asset may need its own earlier partitions', () => {
    const mapping = new TimeWindowPartitionMapping({ startOffset: -1, endOffset: -1 });
    const exports = {
      total: asset(
        { partitionsDef: daily, ins: { total: new AssetIn('total', { partitionMapping: mapping }) } },
        () => 1,
      ),
    };
    expect(messagesOf(exports)).toEqual([]);
  });
});
