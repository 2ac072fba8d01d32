import {
  asset, assetCheck, AssetCheckResult, AssetIn, AssetSpec, DynamicOut, DynamicOutput, graphAsset, In, inputManager, ioManager, job,
  MaterializeResult, op, Out, resource, StaticPartitionsDefinition,
} from 'dagbook'; // prettier-ignore
import { executeInProcess, materialize, materializeToMemory } from 'dagbook/testing';
import { describe, expect, test } from 'vitest';

/** Answers what it was asked for. */
const csv = inputManager((context) => ({
  path: context.path,
  assetKey: context.assetKey,
  ...(context.hasPartitionKey && { partition: context.partitionKey }),
  ...(context.metadata['rows'] && { rows: context.metadata['rows'].value }),
}));

describe('an input that names who loads it', () => {
  const sales = new AssetSpec('shop/sales');
  const made = asset(() => new MaterializeResult({ value: 1, metadata: { rows: 3 } }));

  test('is loaded by that manager: of an asset made elsewhere, and of one that this run makes', async () => {
    const ins = {
      sales: new AssetIn(sales, { inputManagerKey: 'csv' }),
      made: new AssetIn<object>({ inputManagerKey: 'csv' }),
      plain: new AssetIn(made),
    };
    const report = asset({ ins }, (values) => values);
    const definitions = { sales, made, csv, report };
    const told = {
      sales: { path: 'shop/sales', assetKey: 'shop/sales' },
      made: { path: 'made', assetKey: 'made', rows: 3 },
      plain: 1,
    };
    const result = await materialize(definitions);
    expect(result.assetValue('report')).toEqual(told);
    const loaded = result.events.filter(({ type }) => type === 'LOADED_INPUT');
    expect(loaded.map(({ data }) => (data as { ioManagerKey: string }).ioManagerKey)).toEqual([
      'csv',
      'csv',
      'io_manager',
    ]);
    expect((await materializeToMemory(definitions)).assetValue('report')).toEqual(told);
  });

  test('partition by partition', async () => {
    const partitionsDef = new StaticPartitionsDefinition(['a', 'b']);
    const daily = new AssetSpec('daily', { partitionsDef });
    const one = asset(
      { partitionsDef, ins: { daily: new AssetIn(daily, { inputManagerKey: 'csv' }) } },
      ({ daily }) => daily,
    );
    const all = asset(
      { ins: { daily: new AssetIn(daily, { inputManagerKey: 'csv' }) } },
      ({ daily }) => daily,
    );
    const of = (key: string) => ({ path: `daily/${key}`, assetKey: 'daily', partition: key });
    expect((await materialize({ daily, one, csv }, { partitionKey: 'b' })).assetValue('one')).toEqual(
      of('b'),
    );
    expect((await materialize({ daily, all, csv })).assetValue('all')).toEqual({ a: of('a'), b: of('b') });
  });

  test('also in a graph, and of a check', async () => {
    const note = op(({ sales }: { sales: unknown }) => sales);
    const ins = { sales: new AssetIn(sales, { inputManagerKey: 'csv' }) };
    const noted = graphAsset({ ins }, ({ sales }) => note({ sales }));
    const looked = assetCheck({ asset: noted, ins }, ({ sales }) =>
      new AssetCheckResult({ passed: (sales as { path: string }).path === 'shop/sales' }),
    ); // prettier-ignore
    const result = await materialize({ sales, csv, noted, looked, note });
    expect(result.assetValue('noted')).toEqual({ path: 'shop/sales', assetKey: 'shop/sales' });
    expect(result.success).toBe(true);
    expect(result.events.some(({ type }) => type === 'ASSET_CHECK_EVALUATION')).toBe(true);
  });

  test('the manager has its config and its resources; only it is set up', async () => {
    const base = resource(() => 'base');
    const unused = ioManager(() => {
      throw new Error('nobody asked for it');
    });
    const typed = inputManager({ requires: { base }, config: { tail: '.csv' } }, ({ resources, config, path }) =>
      `${resources.base}/${path}${(config as { tail: string }).tail}`); // prettier-ignore
    const report = asset(
      { ins: { sales: new AssetIn<string>('shop/sales', { inputManagerKey: 'typed' }) } },
      ({ sales }) => sales,
    );
    const result = await materialize({ sales, typed, unused, report });
    expect(result.assetValue('report')).toBe('base/shop/sales.csv');
  });

  test('io_manager is the host’s own, or what the location puts in its place', async () => {
    const seen: string[] = [];
    const lake = ioManager(() => ({
      handleOutput: () => {},
      loadInput: ({ path }) => seen.push(path),
    }));
    const report = asset(
      { ins: { made: new AssetIn(made, { inputManagerKey: 'io_manager' }) } },
      ({ made }) => made,
    );
    expect((await materialize({ made, report })).assetValue('report')).toBe(1);
    await materialize({ made, report, io_manager: lake });
    expect(seen).toEqual(['made']);
  });
});

describe('an input of an op that names who loads it', () => {
  const seen = inputManager(({ path, name, upstreamOutput, assetKey, runId }) => ({
    path: path.replace(runId, 'RUN'),
    name,
    ...(upstreamOutput && { from: `${upstreamOutput.stepKey}.${upstreamOutput.name}` }),
    ...(assetKey && { assetKey }),
  }));
  const ofOp = new In<unknown>({ inputManagerKey: 'seen' });
  const read = op({ name: 'read', ins: { x: ofOp } }, ({ x }) => x);
  const one = op({ name: 'one', out: new Out({ ioManagerKey: 'unread' }) }, () => 1);
  const unread = ioManager(() => ({
    handleOutput: () => {},
    loadInput: () => {
      throw new Error('it is not asked');
    },
  }));
  const definitions = { seen, unread };
  const from = (step: string) => ({ path: `RUN/${step}/result`, name: 'x', from: `${step}.result` });

  test('has it from that manager, not from the one that stored the output', async () => {
    const connected = job({ name: 'connected' }, () => void read({ x: one() }));
    const result = await executeInProcess(connected, { definitions });
    expect(result.outputValue('read')).toEqual(from('one'));
    const loaded = result.events.find(({ type }) => type === 'LOADED_INPUT')!;
    expect(loaded.data).toMatchObject({ ioManagerKey: 'seen', upstream: { step: 'one' } });
  });

  test('each member of a list, and each value of what is mapped or collected', async () => {
    const many = op({ name: 'many', out: new DynamicOut() }, function* () {
      for (const key of ['a', 'b']) yield new DynamicOutput({ value: 1, mappingKey: key });
    });
    const plain = op({ name: 'plain' }, ({ y }: { y: unknown }) => y);
    const several = job({ name: 'several' }, () => {
      read.alias('listed')({ x: [one(), one.alias('two')()] });
      read.alias('all')({ x: many().map((y) => plain({ y })).collect() });
      many.alias('more')().map((x) => read({ x }));
    }); // prettier-ignore
    const result = await executeInProcess(several, { definitions });
    expect(result.outputValue('listed')).toEqual([from('one'), from('two')]);
    expect(result.outputValue('all')).toEqual([from('plain[a]'), from('plain[b]')]);
    const mapped = { ...from('more'), path: 'RUN/more/result/b' };
    expect(result.outputValue('read[b]')).toEqual(mapped);
  });

  test('is loaded where it is connected to nothing; what the run config says comes first', async () => {
    const alone = job({ name: 'alone' }, () => void read());
    const result = await executeInProcess(alone, { definitions });
    expect(result.outputValue('read')).toEqual({ path: 'read/x', name: 'x' });
    const runConfig = { ops: { read: { inputs: { x: 3 } } } };
    expect((await executeInProcess(alone, { definitions, runConfig })).outputValue('read')).toBe(3);
  });

  test('of an asset: what the AssetIn says comes before what the op says', async () => {
    const sales = new AssetSpec('sales');
    const other = inputManager(() => 'other');
    const byOp = graphAsset({ ins: { sales } }, ({ sales }) => read({ x: sales }));
    const byAsset = graphAsset({ ins: { sales: new AssetIn(sales, { inputManagerKey: 'other' }) } }, ({ sales }) =>
      read({ x: sales }),
    ); // prettier-ignore
    const result = await materialize({ sales, seen, other, byOp, byAsset, read });
    expect(result.assetValue('byOp')).toEqual({ path: 'sales', name: 'x', assetKey: 'sales' });
    expect(result.assetValue('byAsset')).toBe('other');
  });

  test('a failing manager fails the step, and tells which input', async () => {
    const seen = inputManager(() => {
      throw new Error('no such file');
    });
    const connected = job({ name: 'connected' }, () => void read({ x: one() }));
    const result = await executeInProcess(connected, {
      definitions: { seen, unread },
      raiseOnError: false,
    });
    expect(result.success).toBe(false);
    expect(JSON.stringify(result.failure('read'))).toContain('no such file');
  });
});
