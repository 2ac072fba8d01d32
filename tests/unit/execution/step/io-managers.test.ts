import { describe, expect, test } from 'vitest';
import { ioManager, type InputContext, type OutputContext } from '$lib/definitions/io-manager';
import { DynamicOutput } from '$lib/definitions/output';
import { MaterializeResult } from '$lib/definitions/materialize-result';
import { directSteps, last, node, types } from './direct-steps';

/** Keeps values as JSON at their paths, and says where. */
const lake = ioManager(() => ({
  async handleOutput({ store, path, addOutputMetadata }: OutputContext, value: unknown) {
    await store.write(path, new TextEncoder().encode(JSON.stringify(value)));
    addOutputMetadata({ path, rows: 3 });
  },
  async loadInput({ store, path }: InputContext) {
    const bytes = await store.read(path);
    if (!bytes) throw new Error('nothing there');
    return JSON.parse(new TextDecoder().decode(bytes)) as unknown;
  },
}));

const resources = { keys: ['lake'] };
const output = (path: string, more: object = {}) => ({
  name: 'result',
  isRequired: true,
  ioManagerKey: 'lake',
  path,
  ...more,
});
const load = (path: string, more: object = {}) => [
  { name: 'x', value: { type: 'load', ioManagerKey: 'lake', path, metadata: {}, ...more } as const },
];
const paths = async ({ files }: ReturnType<typeof directSteps>) => files.store('artifacts').list('');

describe('a value is stored and loaded by an IO manager of the notebook', () => {
  const nodes = [
    node('made', () => ({ a: 1 })),
    node('read', ({ x }) => x),
    node('days', () => ({ '2021-05-05': 1, '2021-05-06': 2 })),
    node('split', function* () {
      for (const mappingKey of ['k0', 'k1']) yield new DynamicOutput({ value: mappingKey, mappingKey });
    }, { output: { isDynamic: true } }),
    node('nothing', () => undefined),
  ]; // prettier-ignore

  test('of an asset at its key; nothing crosses to the host but metadata (io-01)', async () => {
    const steps = directSteps({ nodes, resources: { lake } });
    const heard = await steps.run('made', { resources, outputs: [output('p/a', { assetKey: 'p/a' })] });
    expect(heard.find(({ type }) => type === 'output')).toEqual({
      id: expect.any(String),
      time: 1,
      type: 'output',
      name: 'result',
      handled: true,
      metadata: { path: { type: 'text', value: 'p/a' }, rows: { type: 'int', value: 3 } },
      tags: {},
    });
    expect(await paths(steps)).toEqual(['p/a']);
    const { run } = steps;
    const read = await run('read', { resources, sent: load('p/a') });
    expect(types(read)).toEqual(['started', 'input', 'output', 'succeeded']);
    expect(new TextDecoder().decode((read[2] as never)['value']['bytes'])).toBe('{"a":1}');
  });

  test('of each partition under its key (io-02), and read back as an object', async () => {
    const steps = directSteps({ nodes, resources: { lake } });
    const partitions = { keys: ['2021-05-05', '2021-05-06'] };
    const outputs = [output('a', { assetKey: 'a' })];
    const heard = await steps.run('days', { resources, outputs, partitions });
    expect(types(heard).slice(-3)).toEqual(['output', 'output', 'succeeded']);
    expect(await paths(steps)).toEqual(['a/2021-05-05', 'a/2021-05-06']);
    const items = Object.fromEntries(
      partitions.keys.map((key) => [key, load(`a/${key}`, { partitionKeys: [key] })[0]!.value]),
    );
    const sent = [{ name: 'x', value: { type: 'partitions', items } as const }];
    const read = await steps.run('read', { resources, sent });
    expect(new TextDecoder().decode((read[2] as never)['value']['bytes'])).toBe(
      '{"2021-05-05":1,"2021-05-06":2}',
    );
  });

  test('of an op at RUN/STEP/OUTPUT, of a dynamic one with its key after it', async () => {
    const steps = directSteps({ nodes, resources: { lake } });
    await steps.run('made', { resources, outputs: [output('run/made/result')] });
    await steps.run('split', { resources, outputs: [output('run/split/result', { isDynamic: true })] });
    expect(await paths(steps)).toEqual(['run/made/result', 'run/split/result/k0', 'run/split/result/k1']);
  });

  test('nothing is not stored', async () => {
    const steps = directSteps({ nodes, resources: { lake } });
    const heard = await steps.run('nothing', { resources, outputs: [output('a', { assetKey: 'a' })] });
    expect(heard.find(({ type }) => type === 'output')).not.toHaveProperty('handled');
    expect(await paths(steps)).toEqual([]);
  });

  test('what it cannot do names asset, partition, path and what to do', async () => {
    const { run } = directSteps({ nodes, resources: { lake } });
    const more = { assetKey: 'a', partitionKeys: ['2021-05-05'] };
    expect(last(await run('read', { resources, sent: load('a/2021-05-05', more) }))).toMatchObject({
      error: {
        name: 'IOManagerFailed',
        message:
          'The IO manager "lake" could not load input "x" (asset a) of partition 2021-05-05 from a/2021-05-05: nothing there',
      },
    });
    expect(last(await run('made', { resources, outputs: [output('../a')] }))).toMatchObject({
      error: {
        message: expect.stringContaining('store output "result" at ../a'),
        cause: { name: 'InvalidPath' },
      },
    });
    expect(last(await run('made', { runId: 'other', outputs: [output('a')] }))).toMatchObject({
      error: { name: 'MissingIOManager', remedy: expect.stringContaining('lake') },
    });
  });
});

test('a manager knows what it stores: step, output, metadata of the definition, config, its own resources', async () => {
  const seen: object[] = [];
  const spy = ioManager({ requires: ['db'], config: { base: 'b' }, store: 'memory' }, () => ({
    handleOutput: (context: OutputContext) => void seen.push(context),
    loadInput: (context: InputContext) => void seen.push(context),
  }));
  const nodes = [
    node('a', () => new MaterializeResult({ value: 1, metadata: { own: 1 } }), {
      output: { metadata: { format: 'csv' } },
    }),
    node('b', () => 1),
  ];
  const { run } = directSteps({ nodes, resources: { db: ioManager(() => 'the db' as never), spy } });
  const partitions = { keys: ['p'] };
  await run('a', {
    resources: { keys: ['db', 'spy'] },
    outputs: [{ ...output('a', { assetKey: 'a' }), ioManagerKey: 'spy' }],
    partitions,
  });
  expect(seen[0]).toMatchObject({
    runId: 'run', stepKey: 'a', name: 'result', path: 'a/p', assetKey: 'a', hasPartitionKey: true, partitionKey: 'p',
    partitionKeys: ['p'], metadata: { format: 'csv' }, config: { base: 'b' }, resources: { db: 'the db' },
  }); // prettier-ignore
  const upstreamOutput = { step: 'a', output: 'result' };
  const sent = load('r/a/result', {
    ioManagerKey: 'spy',
    upstreamOutput,
    metadata: { m: { type: 'int', value: 1 } },
  });
  await run('b', { resources: { keys: ['db', 'spy'] }, sent });
  expect(seen[1]).toMatchObject({
    name: 'x', path: 'r/a/result', hasPartitionKey: false, upstreamOutput: { stepKey: 'a', name: 'result' },
    metadata: { m: { type: 'int', value: 1 } },
  }); // prettier-ignore
  expect(() => (seen[1] as InputContext).partitionKey).toThrow(
    expect.objectContaining({ name: 'NoSuchPartition' }),
  );
});

test('encode and decode keep any value, and refuse foreign bytes', async () => {
  const codec = ioManager(() => ({
    async handleOutput({ store, path, encode }: OutputContext, value: unknown) {
      await store.write(path, await encode(value));
    },
    async loadInput({ store, path, decode }: InputContext) {
      return decode((await store.read(path))!);
    },
  }));
  const value = { when: new Date(5), big: 2n, map: new Map([[1, new Uint8Array([7])]]) };
  const seen: unknown[] = [];
  const nodes = [node('made', () => value), node('read', ({ x }) => void seen.push(x))];
  const steps = directSteps({ nodes, resources: { lake: codec } });
  await steps.run('made', { resources, outputs: [output('a')] });
  await steps.run('read', { resources, sent: load('a') });
  expect(seen).toEqual([value]);
  await steps.files.store('artifacts').write('b', new Uint8Array(200));
  expect(last(await steps.run('read', { resources, sent: load('b') }))).toMatchObject({
    error: { cause: { name: 'ValueUnreadable' } },
  });
});
