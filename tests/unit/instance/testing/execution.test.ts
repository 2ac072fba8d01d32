import { describe, expect, onTestFinished, test, vi } from 'vitest';
import {
  asset,
  AssetCheckResult,
  AssetCheckSpec,
  AssetObservation,
  defineAssetJob,
  DynamicOut,
  DynamicOutput,
  EnvVar,
  ioManager,
  job,
  MaterializeResult,
  op,
  schedule,
  resource,
  RetryPolicy,
  StaticPartitionsDefinition,
} from 'dagbook';
import { ephemeralInstance, executeInProcess, materialize, materializeToMemory } from 'dagbook/testing';

const opened = (options?: Parameters<typeof ephemeralInstance>[0]) => {
  const instance = ephemeralInstance(options);
  onTestFinished(() => instance.close());
  return instance;
};

describe('definitions', () => {
  test('a list takes what names itself, and refuses what does not', async () => {
    const eggs = asset({ name: 'eggs' }, () => 3);
    const flour = asset(function flour() {
      return 250;
    });
    const result = await materialize([eggs, flour]);
    expect([result.assetValue('eggs'), result.assetValue('flour')]).toEqual([3, 250]);
    await expect(materialize([asset(() => 1)])).rejects.toMatchObject({ name: 'NamelessDefinition' });
  });

  test('wrong ones are all told before anything is executed', async () => {
    const lost = asset({ ins: { nowhere: 'nothing' as never } }, () => 1);
    await expect(materialize({ lost, alsoLost: lost })).rejects.toThrow(/lost/);
  });

  test('functions close over what the test has', async () => {
    const seen: string[] = [];
    const first = asset(() => void seen.push('first'));
    const second = asset({ deps: [first] }, () => void seen.push('second'));
    const result = await materialize({ second, first });
    expect(seen).toEqual(['first', 'second']);
    expect(result.assetValue('first')).toBeUndefined();
    expect(() => result.assetValue('third')).toThrow('Asset third was not materialized');
  });
});

describe('time', () => {
  test('waits between retries are skipped', async () => {
    let attempts = 0;
    const flaky = asset({ retryPolicy: new RetryPolicy({ maxRetries: 2, delay: 3600 }) }, () => {
      if (++attempts < 3) throw new Error('not yet');
      return attempts;
    });
    const start = Date.now();
    const { events, assetValue } = await materialize({ flaky });
    expect(assetValue('flaky')).toBe(3);
    const starts = events.filter(({ type }) => type === 'STEP_RESTARTED').map(({ timestamp }) => timestamp);
    expect(starts[1]! - starts[0]!).toBeGreaterThanOrEqual(3600_000);
    expect(Date.now() - start).toBeLessThan(5_000);
  });

  test('advance waits for a load under way', async () => {
    const instance = ephemeralInstance({ now: Date.UTC(2024, 0, 1) });
    const all = defineAssetJob({ selection: '*' });
    const daily = schedule({ cronSchedule: '0 9 * * *', job: all, defaultStatus: 'RUNNING' });
    const loaded = instance.load({ all, daily, made: asset(() => 1) });
    await instance.advance(24 * 3600_000);
    await loaded;
    expect(await instance.listRuns()).toMatchObject([
      { status: 'SUCCESS', tags: { 'dagster/schedule_name': 'daily' } },
    ]);
    await instance.close();
  });

  test('an instance whose time stands still goes on by advance', async () => {
    const instance = opened({ now: new Date('2024-05-05T09:00:00Z') });
    let attempts = 0;
    const flaky = asset({ retryPolicy: new RetryPolicy({ maxRetries: 1, delay: 60 }) }, () => {
      if (++attempts < 2) throw new Error('not yet');
    });
    const { name: location } = await instance.load({ flaky });
    const { runId } = await instance.launchRun({ location, executor: { type: 'in_process' } });
    const status = async () => (await instance.getRun(runId))!.status;
    await instance.advance(59_000);
    expect([attempts, await status()]).toEqual([1, 'STARTED']);
    await instance.advance(1_000);
    expect([attempts, await status()]).toEqual([2, 'SUCCESS']);
    expect(new Date(instance.now()).toISOString()).toBe('2024-05-05T09:01:00.000Z');
  });

  test('a step that waits for ever is ended at its limit', async () => {
    const instance = opened({ now: 0 });
    const endless = asset({ timeout: 30 }, () => new Promise(() => {}));
    const { name: location } = await instance.load({ endless });
    const { runId } = await instance.launchRun({ location });
    await instance.advance(30_000);
    expect((await instance.getRun(runId))!.status).toBe('FAILURE');
    const [failure] = await instance.runEvents(runId, { types: ['STEP_FAILURE'] });
    expect(failure).toMatchObject({ timestamp: 30_000, data: { error: { name: 'TimeLimitExceeded' } } });
  });
});

describe('values', () => {
  test('what an earlier run in the same instance has stored is loaded', async () => {
    const instance = opened();
    const flour = asset(() => ({ grams: 250 }));
    const dough = asset({ ins: { flour } }, ({ flour }) => flour.grams * 2);
    await materialize({ flour, dough }, { instance, selection: 'flour' });
    const result = await materialize({ flour, dough }, { instance, selection: 'dough' });
    expect(result.assetValue('dough')).toBe(500);
    expect(result.materializations().map(({ assetKey }) => assetKey)).toEqual(['dough']);
  });

  test('a partition', async () => {
    const sales = asset(
      { partitionsDef: new StaticPartitionsDefinition(['seoul', 'busan']) },
      (_, { partitionKey }) => partitionKey.length,
    );
    const result = await materialize({ sales }, { partitionKey: 'busan' });
    expect(result.assetValue('sales')).toBe(5);
    expect(result.materializations('sales')[0]!.data.partition).toBe('busan');
  });

  test('IO managers of the definitions are called, unless values are to stay in memory', async () => {
    const stored: unknown[] = [];
    const shelf = ioManager(() => ({
      handleOutput: (_, value) => void stored.push(value),
      loadInput: () => stored.at(-1),
    }));
    const flour = asset({ ioManagerKey: 'shelf' }, () => new Map([['grams', 250]]));
    const dough = asset({ ins: { flour } }, ({ flour }) => flour.get('grams')! * 2);
    const result = await materialize({ flour, dough, shelf });
    expect([result.assetValue('flour'), result.assetValue('dough')]).toEqual([stored[0], 500]);
    const inMemory = await materializeToMemory({ flour, dough });
    expect([inMemory.assetValue('dough'), stored.length]).toEqual([500, 1]);
    await expect(materializeToMemory({ flour, dough }, { resources: { shelf } })).rejects.toThrow('shelf');
  });
});

describe('resources and config', () => {
  const api = resource({ config: { url: new EnvVar('API') } }, ({ config }) => ({ config, isReal: true }));
  const orders = asset(
    { resources: ['api'] },
    (_, { resources }) => new MaterializeResult({ value: resources.api }),
  );

  test('variables are those of the test', async () => {
    const result = await materialize({ orders, api }, { env: { API: 'http://test' } });
    expect(result.assetValue('orders')).toEqual({ config: { url: 'http://test' }, isReal: true });
  });

  test('a plain value replaces a resource, or is one that nothing provides', async () => {
    const resources = { api: { isReal: false } };
    expect((await materialize({ orders, api }, { resources })).assetValue('orders')).toEqual(resources.api);
    expect((await materialize({ orders }, { resources })).assetValue('orders')).toEqual(resources.api);
  });

  test('the config of a run', async () => {
    const scaled = asset((_, { config }) => (config as { factor: number }).factor * 2);
    const result = await materialize(
      { scaled },
      { runConfig: { ops: { scaled: { config: { factor: 4 } } } } },
    );
    expect(result.assetValue('scaled')).toBe(8);
  });
});

describe('jobs of ops', () => {
  const split = op({ name: 'split', out: new DynamicOut<number>() }, function* () {
    for (const each of [1, 2]) yield new DynamicOutput({ value: each, mappingKey: `part${each}` });
  });
  const double = op({ name: 'double' }, ({ each }: { each: number }) => each * 2);
  const doubled = job(() => {
    split().map((each) => double({ each }));
  });

  test('are executed, values of dynamic outputs by mapping key', async () => {
    const result = await executeInProcess(doubled);
    expect(result.outputValue('split')).toEqual({ part1: 1, part2: 2 });
    expect(result.outputValue('double[part2]')).toBe(4);
    expect(result.eventsOf('double[part1]').at(-1)!.type).toBe('STEP_SUCCESS');
  });

  test('are found by the name that the definitions give them', async () => {
    const result = await executeInProcess('twice', { definitions: { twice: doubled } });
    expect(result.success).toBe(true);
  });
});

describe('what a run leaves', () => {
  const flour = asset(
    { checkSpecs: [new AssetCheckSpec({ name: 'enough', asset: 'flour' })] },
    function* (_, context) {
      context.logEvent(new AssetObservation({ assetKey: 'mill', metadata: { turns: 3 } }));
      yield new MaterializeResult({
        value: 250,
        checkResults: [new AssetCheckResult({ passed: false, severity: 'WARN', metadata: { missing: 50 } })],
      });
    },
  );
  const dough = asset({ ins: { flour } }, ({ flour }) => flour * 2);
  const baking = defineAssetJob({ selection: '*', tags: { oven: 'left' } });

  test('checks, observations and materializations are found by asset', async () => {
    const result = await executeInProcess(baking, { definitions: { baking, dough, flour } });
    expect(result.checkEvaluations('flour')[0]!.data).toMatchObject({ check: 'enough', passed: false });
    expect(result.observations('mill')[0]!.data.metadata).toEqual({ turns: { type: 'int', value: 3 } });
    expect([result.materializations().length, result.materializations('dough').length]).toEqual([2, 1]);
    expect(result.checkEvaluations('dough')).toEqual([]);
  });

  test('steps side by side, in the same realm', async () => {
    const seen: string[] = [];
    const bake = (name: string) =>
      asset({ name }, async () => {
        seen.push(`${name} begins`);
        await new Promise((resolve) => setTimeout(resolve, 20));
        seen.push(`${name} ends`);
      });
    await materialize([bake('left'), bake('right')], { executor: { type: 'multiprocess' } });
    expect(seen.slice(0, 2)).toEqual(['left begins', 'right begins']);
  });

  test('time that passes can be moved on besides', async () => {
    const instance = opened();
    const before = instance.now();
    await instance.advance(3600_000);
    expect(instance.now() - before).toBeGreaterThanOrEqual(3600_000);
    expect(instance.now() - before).toBeLessThan(3660_000);
  });

  test('faked timers do not stop the engine', async () => {
    vi.useFakeTimers();
    onTestFinished(() => void vi.useRealTimers());
    expect((await materialize({ dough, flour })).assetValue('dough')).toBe(500);
  });
});
