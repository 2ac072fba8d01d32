import { expect, onTestFinished, test } from 'vitest';
import {
  asset,
  BackfillPolicy,
  DynamicOut,
  DynamicOutput,
  ioManager,
  job,
  op,
  resource,
  StaticPartitionsDefinition,
} from 'dagbook';
import { ephemeralInstance, executeInProcess, materialize, materializeToMemory } from 'dagbook/testing';

const cities = new StaticPartitionsDefinition(['seoul', 'busan', 'daegu']);

test('several partitions of one run are an object by key', async () => {
  const sales = asset(
    { partitionsDef: cities, backfillPolicy: BackfillPolicy.singleRun() },
    (_, { partitionKeys }) => Object.fromEntries(partitionKeys.map((key) => [key, key.length])),
  );
  const { assetValue } = await materialize({ sales }, { partitionKey: 'seoul,daegu' });
  expect(assetValue('sales')).toEqual({ seoul: 5, daegu: 5 });
});

test('what a step does to its input stays there', async () => {
  const numbers = asset(() => new Float64Array([1, 2, 3]));
  const spoilt = asset({ ins: { numbers } }, ({ numbers }) => numbers.fill(0));
  const summed = asset({ ins: { numbers }, deps: [spoilt] }, ({ numbers }) =>
    numbers.reduce((sum, each) => sum + each),
  );
  const { assetValue } = await materialize({ numbers, spoilt, summed });
  expect([assetValue('summed'), assetValue('numbers')]).toEqual([6, new Float64Array([1, 2, 3])]);
});

test('an IO manager that stores each value of a dynamic output; what it holds is given back', async () => {
  const ends: string[] = [];
  const shelf = ioManager(function* () {
    const jars = new Map<string, unknown>();
    yield {
      handleOutput: ({ path }, value) => void jars.set(path, value),
      loadInput: ({ path }) => jars.get(path),
    };
    ends.push(`${jars.size} jars`);
  });
  const split = op({ name: 'split', out: new DynamicOut<string>({ ioManagerKey: 'shelf' }) }, function* () {
    for (const each of ['plum', 'pear']) yield new DynamicOutput({ value: each, mappingKey: each });
  });
  const cook = op({ name: 'cook' }, ({ fruit }: { fruit: string }) => `${fruit} jam`);
  const jam = job(() => {
    split().map((fruit) => cook({ fruit }));
  });
  const result = await executeInProcess(jam, { definitions: { jam, shelf } });
  expect(result.outputValue('split')).toEqual({ plum: 'plum', pear: 'pear' });
  expect(result.outputValue('cook[pear]')).toBe('pear jam');
  expect(ends).toEqual(['2 jars']);
});

test.each(['io_manager', 'elsewhere'])(
  'in memory, values of %s need not be encoded',
  async (ioManagerKey) => {
    const recipe = asset({ ioManagerKey }, () => ({ bake: (grams: number) => grams * 0.9 }));
    const cake = asset({ ins: { recipe } }, ({ recipe }) => recipe.bake(1000));
    expect((await materializeToMemory({ recipe, cake })).assetValue('cake')).toBe(900);
  },
);

test('what a resource keeps is there for later runs of the same instance', async () => {
  const instance = ephemeralInstance();
  onTestFinished(() => instance.close());
  const counter = resource(async ({ store }) => {
    const next = ((await store.read('count'))?.[0] ?? 0) + 1;
    await store.write('count', new Uint8Array([next]));
    return next;
  });
  const count = asset({ resources: { counter } }, (_, { resources }) => resources.counter);
  const counted = async () => (await materialize({ count }, { instance })).assetValue('count');
  expect([await counted(), await counted()]).toEqual([1, 2]);
  expect((await materialize({ count })).assetValue('count')).toBe(1);
});
