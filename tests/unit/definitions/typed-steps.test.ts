import {
  asset, assetCheck, AssetCheckResult, AssetCheckSpec, AssetDep, AssetIn, AssetOut, AssetSpec, DailyPartitionsDefinition,
  failureHook, graph, IdentityPartitionMapping, In, inputManager, ioManager, MaterializeResult, multiAsset, multiAssetCheck, op, Output,
  resource, RetryPolicy, StaticPartitionsDefinition, successHook,
} from 'dagbook'; // prettier-ignore
import { expectTypeOf, it } from 'vitest';
import { z } from 'zod';

/** What the type checker must accept and refuse; nothing of it runs. */
const checked = (_: () => void) => () => {};

const schema = z.object({ n: z.int(), s: z.string().default('x'), shape: z.enum(['round', 'square']) });
interface Config {
  n: number;
  s: string;
  shape: 'round' | 'square';
}

it(
  'config is what its schema answers, wherever a function takes one',
  checked(() => {
    op({ configSchema: schema }, (_, { config }) => expectTypeOf(config).toEqualTypeOf<Config>());
    asset({ configSchema: schema }, (_, { config }) => expectTypeOf(config).toEqualTypeOf<Config>());
    multiAsset({ specs: [new AssetSpec('a')], configSchema: schema }, (_, { config }) => {
      expectTypeOf(config).toEqualTypeOf<Config>();
    });
    assetCheck({ asset: 'a', configSchema: schema }, (_, { config }) => {
      expectTypeOf(config).toEqualTypeOf<Config>();
      return true;
    });
    resource({ configSchema: schema }, ({ config }) => expectTypeOf(config).toEqualTypeOf<Config>());
    asset({ configSchema: schema }, (_, { config }) => {
      // @ts-expect-error it has no such entry
      void config.size;
      // @ts-expect-error it is none of the shapes
      return config.shape === 'oval';
    });
    asset((_, { config }) => expectTypeOf(config).toBeUnknown());
    // @ts-expect-error an object is no schema
    asset({ configSchema: { n: 'int' } }, () => 1);
  }),
);

it(
  'resources are typed by their definitions; others there are not',
  checked(() => {
    const db = resource({ configSchema: schema }, function* () {
      yield { query: (text: string) => text.length };
    });
    const later = resource(async () => new Date(0));
    asset({ resources: { db, later } }, (_, { resources }) => {
      expectTypeOf(resources.db.query('')).toBeNumber();
      expectTypeOf(resources.later).toEqualTypeOf<Date>();
      // @ts-expect-error it does not require it
      void resources.lake;
    });
    op({ resources: ['db'] }, (_, { resources }) => {
      expectTypeOf(resources.db).toBeUnknown();
      // @ts-expect-error it does not require it
      void resources.lake;
    });
    resource({ requires: { db } }, ({ resources }) => resources.db.query(''));
    successHook({ resources: { db } }, ({ resources }) => resources.db.query(''));
    // @ts-expect-error a failure hook that requires nothing has none
    failureHook({}, ({ resources }) => resources.db);
    // @ts-expect-error a value is no resource
    asset({ resources: { db: 5 } }, () => 1);
  }),
);

it(
  'IO managers do both, input managers load',
  checked(() => {
    const base = resource(() => '/data');
    ioManager<number>(() => ({ handleOutput: (_, value) => void value.toFixed(), loadInput: () => 1 }));
    // @ts-expect-error it loads nothing
    ioManager(() => ({ handleOutput: () => {} }));
    // @ts-expect-error it stores nothing
    ioManager(() => ({ loadInput: () => 1 }));
    inputManager(async ({ path, partitionKeys }) => `${path} ${partitionKeys.join()}`);
    inputManager({ requires: { base }, configSchema: schema }, ({ resources, config }) => {
      expectTypeOf(resources.base).toBeString();
      expectTypeOf(config).toEqualTypeOf<Config>();
      return config.n;
    });
    new AssetIn<number>('sales', { inputManagerKey: 'csv' });
    // @ts-expect-error the key of a manager, not the manager
    new AssetIn<number>('sales', { inputManagerKey: inputManager(() => 1) });
    op({ ins: { x: new In<number>({ inputManagerKey: 'csv' }) } }, ({ x }) => x.toFixed());
    // @ts-expect-error the same
    new In<number>({ inputManagerKey: inputManager(() => 1) });
  }),
);

it(
  'options name what there is',
  checked(() => {
    const up = asset(() => 1);
    const partitionsDef = new DailyPartitionsDefinition({ startDate: '2024-01-01' });
    const partitionMapping = new IdentityPartitionMapping();
    asset({ partitionsDef, ins: { up: new AssetIn(up, { partitionMapping }) } }, (_, context) => {
      expectTypeOf(context.partitionKey).toBeString();
      expectTypeOf(context.partitionKeys).toEqualTypeOf<readonly string[]>();
      expectTypeOf(context.partitionTimeWindow.start).toEqualTypeOf<Date>();
      expectTypeOf(context.assetKey).toBeString();
    });
    asset({ deps: [new AssetDep(up, { partitionMapping }), 'elsewhere/x', new AssetSpec('y')] }, () => 1);
    asset({ retryPolicy: new RetryPolicy({ maxRetries: 2, delay: 1, backoff: 'EXPONENTIAL' }) }, () => 1);
    // @ts-expect-error there is no such backoff
    new RetryPolicy({ delay: 1, backoff: 'QUADRATIC' });
    // @ts-expect-error keys are not a definition
    asset({ partitionsDef: ['a', 'b'] }, () => 1);
    // @ts-expect-error there is no such option
    asset({ groupName: 'g' }, () => 1);
    // @ts-expect-error keys are texts
    (() => new StaticPartitionsDefinition([1, 2])).toString();
    // @ts-expect-error a number is not an asset
    asset({ deps: [5] }, () => 1);
  }),
);

it(
  'what ops and assets answer is typed through their results',
  checked(() => {
    const typed = op(() => new Output({ value: { id: 1 } }));
    const needs = op(({ row }: { row: { id: number } }) => row.id);
    graph(() => needs({ row: typed() }));
    // @ts-expect-error a row is no number
    graph(() => needs({ row: needs({ row: typed() }) }));
    multiAsset({ outs: { n: new AssetOut<number>() } }, function* () {
      yield new MaterializeResult({ assetKey: 'n', value: 1, metadata: { rows: 1 } });
    });
    // @ts-expect-error metadata is by label
    new MaterializeResult({ metadata: ['rows'] });
    // @ts-expect-error there is no such field
    new MaterializeResult({ data: 1 });
  }),
);

it(
  'checks answer whether their asset is as it should be',
  checked(() => {
    const rows = asset(() => [{ id: 1 }]);
    assetCheck({ asset: rows, ins: { rows } }, ({ rows }) => rows.every(({ id }) => id > 0));
    assetCheck(
      { asset: rows, blocking: true },
      async () => new AssetCheckResult({ passed: true, severity: 'WARN' }),
    );
    // @ts-expect-error a text says nothing
    assetCheck({ asset: rows }, () => 'fine');
    // @ts-expect-error its rows have no such field
    assetCheck({ asset: rows, ins: { rows } }, ({ rows }) => rows.every(({ name }) => name));
    // @ts-expect-error it must pass or not
    new AssetCheckResult({ severity: 'WARN' });
    // @ts-expect-error there is no such severity
    new AssetCheckResult({ passed: true, severity: 'BAD' });
    // @ts-expect-error a check is of an asset
    assetCheck({ name: 'c' }, () => true);
    const specs = [new AssetCheckSpec({ name: 'a', asset: rows })];
    multiAssetCheck({ specs, canSubset: true }, function* (_, { selectedChecks }) {
      for (const { name } of selectedChecks) yield new AssetCheckResult({ passed: name === 'a' });
    });
  }),
);
