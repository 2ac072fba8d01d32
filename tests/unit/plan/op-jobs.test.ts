import { describe, expect, test } from 'vitest';
import cases from '../../fixtures/dagster-cases.json';
import type { RunConfig } from '$lib/definitions/snapshot';
import { selectOps } from '$lib/plan/op-selection';
import { simulate } from './simulate';
import { asset, from, handle, opJob, planOf, reads, stepSnapshot } from './snapshots';

const chain = (...names: string[]) =>
  names.map((key, index) => ({ key, upstream: index === 0 ? [] : [names[index - 1]!] }));
const selectable = chain('a', 'b', 'c', 'd');

describe('op selection', () => {
  const known = cases.filter(({ area }) => area === 'op_selection') as unknown as {
    id: string;
    given: { op_selection: string[] };
    expect: { ops: string[] };
  }[];
  test.each(known.map((each) => [each.id, each] as const))('%s', (_, { given, expect: expected }) => {
    expect([...selectOps(given.op_selection, selectable)].toSorted()).toEqual(expected.ops);
  });

  test.each([
    [['c'], ['c']],
    [['*c'], ['a', 'b', 'c']],
    [['b*'], ['b', 'c', 'd']],
    [['*b*'], ['a', 'b', 'c', 'd']],
    [['+c'], ['b', 'c']],
    [['a++'], ['a', 'b', 'c']],
    [['+b+'], ['a', 'b', 'c']],
    [['+++++d'], ['a', 'b', 'c', 'd']],
    [['*'], ['a', 'b', 'c', 'd']],
    [
      ['a', '+d'],
      ['a', 'c', 'd'],
    ],
    [[' b '], ['b']],
  ])('%j is %j', (selection, expected) => {
    expect([...selectOps(selection, selectable)].toSorted()).toEqual(expected);
  });

  test('a graph is all that is in it; levels are counted at the depth of the name', () => {
    const steps = [
      { key: 'a', upstream: [] },
      { key: 'g.one', upstream: ['a'] },
      { key: 'g.two', upstream: ['g.one'] },
      { key: 'z', upstream: ['g.two'] },
    ];
    expect([...selectOps(['g'], steps)]).toEqual(['g.one', 'g.two']);
    expect([...selectOps(['+z'], steps)]).toEqual(['g.one', 'g.two', 'z']);
    expect([...selectOps(['g.one+'], steps)]).toEqual(['g.one', 'g.two']);
    expect([...selectOps(['*g.two'], steps)]).toEqual(['a', 'g.one', 'g.two']);
  });

  test.each([
    ['fetcch', 'No op matches the op selection "fetcch": there is no fetcch here. Did you mean "fetch"?'],
    ['*nothing', 'No op matches the op selection "*nothing": there is no nothing here.'],
    ['a b', '"a b" is not an op selection'],
    ['', '"" is not an op selection'],
    ['+', '"+" is not an op selection'],
    ['a*+', '"a*+" is not an op selection'],
  ])('%j names nothing', (text, message) => {
    expect(() => selectOps(['fetch', text], [{ key: 'fetch', upstream: [] }])).toThrow(message);
  });
});

const fetch = stepSnapshot('fetch');
const clean = stepSnapshot('clean', reads({ rows: from('fetch') }));
const save = stepSnapshot('save', { ...reads({ rows: from('clean') }), after: [handle('fetch')] });
const job = opJob([save, clean, fetch]);

describe('the plan of a job of ops', () => {
  test('has its steps in order, and what comes from them is their outputs', () => {
    expect(planOf({}, { job }).steps).toMatchObject([
      { key: 'fetch', outputs: [{ name: 'result', isRequired: true }], deps: [] },
      { key: 'clean', inputs: [{ name: 'rows', source: { type: 'step', step: 'fetch', output: 'result' } }] },
      {
        key: 'save',
        deps: [
          { step: 'clean', output: 'result' },
          { step: 'fetch', output: 'result' },
        ],
      },
    ]);
  });

  test('an input whose step is not selected comes from the run config, as it stands or as { value }', () => {
    for (const rows of [[1, 2], { value: [1, 2] }]) {
      const config = { ops: { clean: { inputs: { rows } } } };
      const { steps } = planOf({}, { job, opSelection: ['clean', 'save'], config });
      expect(steps).toMatchObject([
        { key: 'clean', inputs: [{ source: { type: 'value', value: [1, 2] } }], deps: [] },
        { key: 'save', deps: [{ step: 'clean' }] },
      ]);
    }
  });

  test('without a value the launch is refused, naming the input, the step and both ways out', () => {
    expect(() => planOf({}, { job, opSelection: ['clean'] })).toThrow(
      expect.objectContaining({
        name: 'InvalidRunConfig',
        message: 'Input "rows" of clean comes from fetch.result, which is not selected',
        remedy: 'Select that step, too, or give the value in the run config: ops.clean.inputs.rows.',
      }),
    );
  });

  test('all that is missing is said at once', () => {
    const two = opJob([stepSnapshot('x', reads({ n: { type: 'config' }, m: { type: 'config' } }))]);
    expect(() => planOf({}, { job: two })).toThrow(
      'Missing required config entry "n" at path root:ops:x:inputs\n' +
        'Missing required config entry "m" at path root:ops:x:inputs',
    );
  });

  test('an input that comes from the config has its path through the graphs around it, or its default', () => {
    const inner = stepSnapshot(
      'g.clean',
      reads({ n: { type: 'config' }, m: { type: 'config', default: 7 } }),
    );
    const nested = opJob([inner]);
    const config: RunConfig = { ops: { g: { ops: { clean: { inputs: { n: 3 } } } } } };
    expect(planOf({}, { job: nested, config }).steps[0]?.inputs).toEqual([
      { name: 'n', source: { type: 'value', value: 3 } },
      { name: 'm', source: { type: 'value', value: 7 } },
    ]);
    expect(() => planOf({}, { job: nested })).toThrow(
      'Missing required config entry "n" at path root:ops:g:ops:clean:inputs',
    );
  });

  test('of a list the selected members stay; where none is, the whole comes from the config', () => {
    const list = stepSnapshot(
      'list',
      reads({ all: { type: 'fanIn', sources: [from('fetch'), from('clean')] } }),
    );
    const listJob = opJob([fetch, clean, list]);
    const { steps } = planOf({}, { job: listJob, opSelection: ['fetch', 'list'] });
    expect(steps[1]?.inputs[0]?.source).toMatchObject({ type: 'fanIn', sources: [{ step: 'fetch' }] });
    expect(() => planOf({}, { job: listJob, opSelection: ['list'] })).toThrow(
      'Input "all" of list comes from fetch.result, clean.result, which is not selected',
    );
  });

  test('a mapped step without the step that yields its keys is executed once', () => {
    const split = stepSnapshot('d', { outputs: [{ name: 'items', isRequired: true, isDynamic: true }] });
    const mapped = stepSnapshot('m', { ...reads({ x: from('d:items') }), mappedOver: [handle('d:items')] });
    const config = { ops: { m: { inputs: { x: 5 } } } };
    const { steps } = planOf({}, { job: opJob([split, mapped]), opSelection: ['m'], config });
    expect(steps).toMatchObject([{ key: 'm', inputs: [{ source: { type: 'value', value: 5 } }], deps: [] }]);
    expect(steps[0]).not.toHaveProperty('mappedOver');
  });

  test('what the job says reaches its steps: policy, hooks, time limit, config, executor', () => {
    const policy = { maxRetries: 2, delay: 1 };
    const own = stepSnapshot('own', { retryPolicy: { maxRetries: 0 }, hooks: ['notify'], timeout: 3 });
    const plan = planOf(
      {},
      {
        job: opJob([fetch, own], {
          retryPolicy: policy,
          hooks: ['notify', 'page'],
          timeout: 60,
          config: { ops: { fetch: { config: 1 } } },
          executor: { type: 'in_process' },
        }),
      },
    );
    expect(plan).toMatchObject({ timeout: 60, executor: { type: 'in_process' }, config: { ops: {} } });
    expect(plan.steps).toMatchObject([
      { key: 'fetch', retryPolicy: policy, hooks: ['notify', 'page'] },
      { key: 'own', retryPolicy: { maxRetries: 0 }, hooks: ['notify', 'page'], timeout: 3 },
    ]);
  });

  test('each step of a partitioned job is told the partitions of the run', () => {
    const partitions = { job: { keys: ['2024-01-01'] } };
    expect(planOf({}, { job, partitions }).steps.map((step) => step.partitions)).toEqual(
      Array(3).fill(partitions.job),
    );
  });

  test('an op may have the name of an asset, and read assets from storage with the manager that stores them', () => {
    const stored = { name: 'result', isRequired: true, ioManagerKey: 'parquet' };
    const steps = [
      stepSnapshot('a'),
      stepSnapshot('b', reads({ x: { type: 'asset', key: 'a' }, y: from('a') })),
    ];
    const location = { assets: [asset('a')], steps: [stepSnapshot('a', { outputs: [stored] })] };
    expect(planOf(location, { job: opJob(steps) }).steps).toEqual([
      expect.objectContaining({ key: 'a', outputs: [{ name: 'result', isRequired: true }] }),
      expect.objectContaining({
        key: 'b',
        inputs: [
          { name: 'x', source: { type: 'asset', key: 'a', ioManagerKey: 'parquet' } },
          { name: 'y', source: { type: 'step', step: 'a', output: 'result' } },
        ],
        resources: ['parquet'],
      }),
    ]);
  });

  test('an empty selection is refused', () => {
    expect(() => planOf({}, { job, opSelection: [] })).toThrow('The op selection is empty');
  });

  test('an op whose optional output is not yielded skips what needs it, and so on; the run succeeds (ev-04)', () => {
    const maybe = stepSnapshot('maybe', { outputs: [{ name: 'result', isRequired: false }] });
    const steps = [
      maybe,
      stepSnapshot('d2', reads({ x: from('maybe') })),
      stepSnapshot('d3', reads({ x: from('d2') })),
    ];
    const run = simulate(planOf({}, { job: opJob(steps) }), { maybe: () => ({}) });
    expect([run.told('d2'), run.told('d3')]).toEqual([['STEP_SKIPPED'], ['STEP_SKIPPED']]);
    expect(run.status).toBe('SUCCESS');
  });

  const list = { type: 'fanIn', sources: [from('y'), from('n'), from('z')] } as const;
  const members = ['y', 'n', 'z'].map((key) =>
    stepSnapshot(key, { outputs: [{ name: 'result', isRequired: false }] }),
  );
  const fanIn = planOf({}, { job: opJob([...members, stepSnapshot('sum', reads({ all: list }))]) });

  test('a list has the members that were yielded, in the order in which they are listed (ev-05)', () => {
    expect(simulate(fanIn, { n: () => ({}) }).inputs.get('sum')).toEqual({ all: ['y', 'z'] });
  });

  test('where no member was yielded, the step is skipped (ev-06)', () => {
    const run = simulate(fanIn, { y: () => ({}), n: () => ({}), z: () => ({}) });
    expect(run.told('sum')).toEqual(['STEP_SKIPPED']);
    expect(run.log.at(-1)?.data).toEqual({ missing: ['y.result', 'n.result', 'z.result'] });
  });
});

describe('the executor of a run', () => {
  const executor = (config: RunConfig | undefined, from?: 'in_process') =>
    planOf({}, { job, ...(config && { config }), ...(from && { executor: { type: from } }) }).executor;
  test.each([
    [undefined, { type: 'multiprocess' }],
    [{ execution: { config: { maxConcurrent: 2 } } }, { type: 'multiprocess', maxConcurrent: 2 }],
    [{ execution: { config: { in_process: {} } } }, { type: 'in_process' }],
    [{ execution: {} }, { type: 'multiprocess' }],
    [
      {
        execution: {
          config: { multiprocess: { max_concurrent: 0, tag_concurrency_limits: [{ key: 'db', limit: 1 }] } },
        },
      },
      { type: 'multiprocess', maxConcurrent: 0, tagConcurrencyLimits: [{ key: 'db', limit: 1 }] },
    ],
  ])('%j chooses %j', (config, expected) => {
    expect(executor(config)).toEqual(expected);
  });
  test.each([
    [{ maxConcurrent: -1 }, 'root:execution:config:maxConcurrent'],
    [{ threads: 1 }, 'threads'],
    [{ multiprocess: 3 }, 'root:execution:config:multiprocess'],
    [{ in_process: {}, maxConcurrent: 1 }, 'maxConcurrent'],
    [{ tagConcurrencyLimits: [{ key: 'db' }] }, 'root:execution:config:tagConcurrencyLimits[0]'],
  ])('%j is refused with its path', (config, message) => {
    expect(() => executor({ execution: { config } } as RunConfig)).toThrow(
      expect.objectContaining({ name: 'InvalidRunConfig', message: expect.stringContaining(message) }),
    );
  });
});
