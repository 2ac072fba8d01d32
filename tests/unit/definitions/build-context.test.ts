import {
  AssetMaterialization,
  buildAssetContext,
  buildOpContext,
  DailyPartitionsDefinition,
  MultiPartitionsDefinition,
  op,
  resource,
  StaticPartitionsDefinition,
  type BuildContextOptions,
  type StandardSchema,
} from '$lib/definitions';
import { describe, expect, expectTypeOf, it } from 'vitest';
import { z } from 'zod';

describe('a context for a test', () => {
  it('has config by its schema, plain resources, and keeps what is said', async () => {
    const context = await buildOpContext({
      configSchema: z.object({ n: z.int(), s: z.string().default('x') }),
      config: { n: { env: 'N' } },
      env: { N: '12' },
      resources: { db: { size: 3 } },
      files: { 'a.json': '[1]' },
      tags: { a: 'b' },
    });
    expectTypeOf(context.config).toEqualTypeOf<{ n: number; s: string }>();
    expectTypeOf(context.resources.db.size).toBeNumber();
    context.log.info('hello');
    context.addOutputMetadata({ n: 1 });
    context.logEvent(new AssetMaterialization({ assetKey: 'a' }));
    expect(context).toMatchObject({
      config: { n: 12, s: 'x' },
      resources: { db: { size: 3 } },
      retryNumber: 0,
      tags: { a: 'b' },
      hasPartitionKey: false,
      logs: [{ level: 'INFO', message: 'hello' }],
      outputMetadata: { result: { n: { type: 'int', value: 1 } } },
      events: [{ type: 'assetEvent', event: 'materialization', assetKey: 'a' }],
    });
    expect(await context.file('a.json').json()).toEqual([1]);
    await expect(context.file('b.json').text()).rejects.toThrow('No file "b.json" is attached');
  });

  it('sets resources up in the order in which they require each other, and tears them down in reverse', async () => {
    const calls: string[] = [];
    const made = (name: string, ...requires: string[]) =>
      resource({ requires }, function* ({ resources }) {
        calls.push(`${name}(${Object.values(resources).join()})`);
        yield name;
        calls.push(`${name}-`);
      });
    {
      await using context = await buildOpContext({ resources: { r2: made('r2', 'r1'), r1: made('r1') } });
      expectTypeOf(context.resources.r1).toBeString();
      expect(context.resources).toEqual({ r1: 'r1', r2: 'r2' });
    }
    expect(calls).toEqual(['r1()', 'r2(r1)', 'r2-', 'r1-']);
  });

  it('brings along what a resource gives for the keys that it requires', async () => {
    const url = resource({ configSchema: z.string(), config: 'u' }, ({ config }) => config);
    const client = resource({ requires: { url } }, ({ resources }) => `client of ${resources.url}`);
    const { resources } = await buildOpContext({ resources: { client } });
    expect(resources.client).toBe('client of u');
  });

  it('tears down what was set up where one fails', async () => {
    const ended: string[] = [];
    const first = resource(function* () {
      yield 1;
      ended.push('first');
    });
    const second = resource({ requires: ['first'] }, () => {
      throw new Error('no connection');
    });
    await expect(buildOpContext({ resources: { first, second } })).rejects.toThrow('no connection');
    expect(ended).toEqual(['first']);
  });

  it('is what an op is called with', async () => {
    const add = op(
      { configSchema: z.object({ n: z.int() }) },
      ({ x }: { x: number }, { config }) => x + config.n,
    );
    const context = await buildOpContext({ configSchema: z.object({ n: z.int() }), config: { n: 2 } });
    expect(add({ x: 1 }, context)).toBe(3);
  });

  describe('bound to the op that is called with it', () => {
    const schema = z.object({ n: z.int(), s: z.string().default('x') });
    const says = op({ name: 'says', configSchema: schema }, (_, { config, opName }) => ({
      ...config,
      opName,
    }));
    const free = op(
      { name: 'free', configSchema: z.object({ n: z.int().default(7) }) },
      (_, { config }) => config,
    );
    const needs = op({ name: 'needs', resources: ['db'] }, (_, { resources }) => resources.db);
    const raw = op({ name: 'raw' }, (_, { config }) => config);

    type Given = BuildContextOptions<StandardSchema | undefined>;
    it.each<[string, Given, (context: never) => unknown, unknown]>([
      ['defaults are filled in', { config: { n: 1 } }, (c) => says({}, c), { n: 1, s: 'x', opName: 'says' }],
      ['nothing was given, and nothing is needed', {}, (c) => free({}, c), { n: 7 }],
      ['variables', { config: { n: { env: 'N' } }, env: { N: '12' } }, (c) => free({}, c), { n: 12 }],
      ['no schema', { config: { any: 1 } }, (c) => raw({}, c), { any: 1 }],
      ['a schema of the test comes first', { configSchema: z.unknown(), config: 5 }, (c) => says({}, c), { opName: 'says' }],
      ['an alias of it', { config: { n: 1 } }, (c) => says.alias('other')({}, c), { n: 1, s: 'x', opName: 'says' }],
      ['its resources', { resources: { db: 5 } }, (c) => needs({}, c), 5],
    ])('%s', async (_, options, call, expected) => {
      expect(call((await buildOpContext(options)) as never)).toEqual(expected);
    }); // prettier-ignore

    it.each<[string, BuildContextOptions, (context: never) => unknown, string, RegExp]>([
      ['a missing entry', { config: {} }, (c) => says({}, c), 'InvalidConfig', /Missing required config entry "n" at path root:ops:says:config/],
      ['no config', {}, (c) => says({}, c), 'InvalidConfig', /Missing required config entry "ops" at the root/],
      ['a wrong one and an unknown one', { config: { n: 'x', m: 1 } }, (c) => says({}, c), 'InvalidConfig', /at path root:ops:says:config:n[^]*unexpected config entry "m"/],
      ['a resource that it requires', {}, (c) => needs({}, c), 'MissingResource', /op needs requires the resource "db"/],
    ])('refuses %s', async (_, options, call, name, message) => {
      const context = (await buildOpContext(options)) as never;
      expect(() => call(context)).toThrow(expect.objectContaining({ name, message: expect.stringMatching(message) }));
    }); // prettier-ignore

    it('a schema that answers later must be given to what builds the context', async () => {
      const later = z.object({ n: z.int() }).refine(async () => true);
      const slow = op({ configSchema: later }, (_, { config }) => config.n);
      const config = { n: 1 };
      const unready = await buildOpContext({ config });
      expect(() => slow({}, unready)).toThrow(expect.objectContaining({ name: 'AsynchronousSchema' }));
      expect(slow({}, await buildOpContext({ config, configSchema: later }))).toBe(1);
    });

    it('what the op says is kept by the context that the test has', async () => {
      const loud = op((_, { log }) => log.info('heard'));
      const context = await buildOpContext();
      loud({}, context);
      expect(context.logs).toEqual([expect.objectContaining({ message: 'heard' })]);
    });
  });

  const days = new DailyPartitionsDefinition({ startDate: '2021-01-01' });
  const words = new StaticPartitionsDefinition(['a', 'b']);
  it.each<[string, BuildContextOptions, object]>([
    [
      'one',
      { partitionKey: 'k' },
      {
        hasPartitionKey: true,
        partitionKey: 'k',
        partitionKeys: ['k'],
        partitionKeyRange: { start: 'k', end: 'k' },
      },
    ],
    [
      'several',
      { partitionKeys: ['a', 'b', 'c'] },
      { hasPartitionKey: false, partitionKeys: ['a', 'b', 'c'], partitionKeyRange: { start: 'a', end: 'c' } },
    ],
    [
      'windows of time, from the first to the last',
      { partitionKeys: ['2021-05-05', '2021-05-06'], partitionsDef: days },
      { partitionTimeWindow: { start: new Date('2021-05-05T00:00Z'), end: new Date('2021-05-07T00:00Z') } },
    ],
    [
      'dimensions, one of them time',
      {
        partitionKey: '2021-05-05|a',
        partitionsDef: new MultiPartitionsDefinition({ word: words, day: days }),
      },
      {
        partitionKeysByDimension: { day: '2021-05-05', word: 'a' },
        partitionTimeWindow: { start: new Date('2021-05-05T00:00Z'), end: new Date('2021-05-06T00:00Z') },
      },
    ],
  ])('has partitions: %s', async (_, options, partitions) => {
    expect(await buildAssetContext(options)).toMatchObject(partitions);
  });

  it.each<
    [string, BuildContextOptions, (context: Awaited<ReturnType<typeof buildAssetContext>>) => unknown, RegExp]
  >([
    ['a key where there is none', {}, (context) => context.partitionKey, /This step has no partitions/],
    [
      'a key where there are several',
      { partitionKeys: ['a', 'b'] },
      (context) => context.partitionKey,
      /This step has 2 partitions/,
    ],
    [
      'a window where there is no time',
      { partitionKey: 'a' },
      (context) => context.partitionTimeWindow,
      /are no time windows/,
    ],
    [
      'dimensions where there are none',
      { partitionKey: 'a' },
      (context) => context.partitionKeysByDimension,
      /no single partition of several dimensions/,
    ],
  ])('refuses %s, with a remedy', async (_, options, ask, message) => {
    const context = await buildAssetContext(options);
    expect(() => ask(context)).toThrow(message);
  });

  it.each<[string, () => Promise<unknown>, RegExp]>([
    [
      'a wrong config',
      () => buildOpContext({ configSchema: z.object({ n: z.int() }), config: { n: 'x' } }),
      /at path root:ops:op:config:n/,
    ],
    [
      'a missing resource',
      () => buildOpContext({ resources: { a: resource({ requires: ['b'] }, () => 1) } }),
      /Resource "a" requires the resource "b", which is not given/,
    ],
    [
      'a key that is no window',
      () => buildOpContext({ partitionKey: 'may', partitionsDef: days }),
      /"may" is no partition/,
    ],
  ])('refuses %s', async (_, build, message) => {
    await expect(build()).rejects.toThrow(message);
  });

  it('of an asset has its key', async () => {
    expect((await buildAssetContext({ assetKey: 'p/a' })).assetKey).toBe('p/a');
    const several = await buildAssetContext({ assetKeys: ['a', 'b'] });
    expect(several.selectedAssetKeys).toEqual(['a', 'b']);
    expect(() => several.assetKey).toThrow('This step makes several assets');
  });
});
