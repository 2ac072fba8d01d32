import { failureHook, successHook } from '$lib/definitions/hook';
import { asset, graph, In, job, op, Out, RetryPolicy } from '$lib/definitions';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { collect } from './collect';

const double = op({ ins: { n: new In<number>({ default: 4 }) } }, ({ n }) => n * 2);
const context = (config: unknown) => ({ config }) as never;

describe('ops', () => {
  it('are called like their functions outside of graphs, with the defaults of their inputs', () => {
    expect(double({ n: 1 }, context({}))).toBe(2);
    expect((double as unknown as () => unknown)()).toBe(8);
    expect(() => graph(() => double())()).toThrow('a graph was called outside');
  });

  it('say what an isolate needs: inputs, outputs with their types, config, resources', () => {
    const type = z.number();
    const clean = op(
      {
        ins: { rows: new In({ type: z.array(type) }), start: new In({ nothing: true }) },
        outs: {
          good: new Out({ type, metadata: { table: 'good' } }),
          bad: new Out({ isRequired: false, ioManagerKey: 'io' }),
        },
        configSchema: z.object({ limit: type }),
        resources: ['db'],
      },
      () => ({}),
    );
    const { runtime } = collect({ clean });
    expect(runtime.nodes.get('clean')).toEqual({
      name: 'clean',
      inputs: [{ name: 'rows', type: expect.anything() }],
      outputs: [
        { name: 'good', isRequired: true, type, metadata: { table: 'good' } },
        { name: 'bad', isRequired: false },
      ],
      checks: [],
      configSchema: expect.anything(),
      resources: ['db'],
      compute: expect.any(Function),
    });
  });

  it('have no default that is not of the input’s type (Dagster)', () => {
    const input = (value: unknown) => new In({ type: z.number(), default: value as number });
    const { snapshot } = collect({ right: op({ ins: { n: input(3) } }, () => 1), wrong: op({ ins: { n: input('x') } }, () => 1) }); // prettier-ignore
    expect(snapshot.errors.map(({ message }) => message)).toEqual([
      'op wrong: the default of input "n" has not its type: Invalid input: expected number, received string',
    ]);
  });

  it('can have their config given, checked when they run, or made of another', async () => {
    const scale = op({ configSchema: z.object({ by: z.number() }) }, (_: object, { config }) => config.by);
    const tenfold = scale.configured({ by: 10 }, 'tenfold');
    const times = scale.configured(
      ({ power }) => ({ by: 10 ** power }),
      'times',
      z.object({ power: z.number() }),
    );
    const wrong = scale.configured({ by: 'ten' }, 'wrong');
    const { snapshot, runtime } = collect({
      j: job(() => (scale({}), tenfold({}), times({}), wrong({}))),
      scale,
    });
    expect(snapshot.errors).toEqual([]);
    expect(
      snapshot.jobs[0]!.steps!.map(({ key, configSchema }) => [key, configSchema !== undefined]),
    ).toEqual([
      ['scale', true],
      ['tenfold', false],
      ['times', true],
      ['wrong', false],
    ]);
    const run = (name: string, config: unknown) => runtime.nodes.get(name)!.compute({}, context(config));
    expect(run('scale', { by: 3 })).toBe(3);
    expect(await run('tenfold', {})).toBe(10);
    expect(await run('times', { power: 3 })).toBe(1000);
    await expect(run('wrong', {})).rejects.toThrow('op wrong: ');
  });

  it('take hooks from their definition, the graphs around them and the use', () => {
    const [own, around, here] = [successHook(() => {}), failureHook(() => {}), successHook(() => {})];
    const work = op({ hooks: [own] }, () => 1);
    const inner = graph(() => work.withHooks([here])());
    const { snapshot, runtime } = collect({
      own,
      around,
      here,
      work,
      inner,
      j: job(() => inner.withHooks([around])()),
    });
    expect(snapshot.errors).toEqual([]);
    expect(snapshot.jobs[0]!.steps![0]!.hooks).toEqual(['own', 'around', 'here']);
    expect([...runtime.hooks.keys()]).toEqual(['own', 'around', 'here']);
  });

  it('may have the retry policy and the name of an asset’s step elsewhere', () => {
    const rows = asset(
      { retryPolicy: new RetryPolicy({ maxRetries: 3, delay: 1, backoff: 'LINEAR' }) },
      () => 1,
    );
    const { snapshot } = collect({ rows, j: job(() => double.alias('rows')({ n: 1 })), double });
    expect(snapshot.errors).toEqual([]);
    expect(snapshot.steps[0]!.retryPolicy).toEqual({ maxRetries: 3, delay: 1, backoff: 'LINEAR' });
    expect(snapshot.jobs[0]!.steps![0]).toMatchObject({ key: 'rows', op: 'double' });
  });
});
