import { describe, expect, test } from 'vitest';
import type { StepSnapshot } from '$lib/definitions/snapshot';
import { MadeUpFailure, simulate, type MadeUpOp } from './simulate';
import { from, handle, opJob, planOf, reads, stepSnapshot } from './snapshots';

const dynamic = (name: string) => ({ outputs: [{ name, isRequired: true, isDynamic: true }] });
const keys = (...names: string[]) => new Map(names.map((name, index) => [name, index]));
const over = (...handles: string[]) => ({ mappedOver: handles.map(handle) });
const planned = (steps: StepSnapshot[]) => planOf({}, { job: opJob(steps) });

const split = stepSnapshot('d', dynamic('items'));
const mapped = stepSnapshot('m', { ...reads({ x: from('d:items') }), ...over('d:items') });
const collect = stepSnapshot('c', reads({ all: from('m', 'collect') }));
const yields =
  (...names: string[]): MadeUpOp =>
  () => ({ items: keys(...names) });
const timesTen: MadeUpOp = ({ x }) => ({ result: (x as number) * 10 });

describe('steps mapped over a dynamic output', () => {
  test('the plan has one template, which becomes a step for each key, in the order of yielding (ev-07)', () => {
    const plan = planned([split, mapped, collect]);
    expect(plan.steps.map(({ key }) => key)).toEqual(['d', 'm[?]', 'c']);
    const { inputs, started, status } = simulate(plan, { d: yields('k2', 'k0', 'k1'), m: timesTen });
    expect(started).toEqual(['d', 'm[k0]', 'm[k1]', 'm[k2]', 'c']);
    expect(inputs.get('c')).toEqual({ all: [0, 10, 20] });
    expect(status).toBe('SUCCESS');
  });

  test('without keys nothing is mapped, and the collecting step runs with an empty list (ev-08)', () => {
    const { inputs, log, status } = simulate(planned([split, mapped, collect]), { d: yields() });
    expect(inputs.get('c')).toEqual({ all: [] });
    expect(log.some(({ stepKey }) => stepKey?.startsWith('m['))).toBe(false);
    expect(status).toBe('SUCCESS');
  });

  test('an output that is not required and yields no key skips what is mapped over it, and what collects it', () => {
    const optional = stepSnapshot('d', { outputs: [{ name: 'items', isRequired: false, isDynamic: true }] });
    const keysOnly = stepSnapshot('k', reads({ all: from('d:items', 'collect') }));
    const plan = planned([optional, mapped, collect, keysOnly]);
    const empty = simulate(plan, { d: yields() });
    expect(['m[?]', 'c', 'k'].map(empty.told)).toEqual(Array(3).fill(['STEP_SKIPPED']));
    expect(empty.status).toBe('SUCCESS');
    expect(simulate(plan, { d: yields('a', 'b') }).inputs.get('k')).toEqual({ all: [0, 1] });
  });

  test('a copy that yields nothing is dropped from the list (ev-09)', () => {
    const even: MadeUpOp = ({ x }) => ((x as number) % 2 === 0 ? { result: x } : {});
    const run = simulate(planned([split, mapped, collect]), { d: yields('a', 'b', 'c', 'd'), m: even });
    expect(run.inputs.get('c')).toEqual({ all: [0, 2] });
  });

  test('where all copies yield nothing, the collecting step is skipped', () => {
    const run = simulate(planned([split, mapped, collect]), { d: yields('a', 'b'), m: () => ({}) });
    expect(run.told('c')).toEqual(['STEP_SKIPPED']);
    expect(run.status).toBe('SUCCESS');
  });

  test('one copy that fails lets the others run, and abandons the collecting step (ev-10)', () => {
    const run = simulate(planned([split, mapped, collect]), {
      d: yields('a', 'b', 'c'),
      m: ({ x }) => {
        if (x === 1) throw new MadeUpFailure();
        return { result: x };
      },
    });
    expect(run.told('m[b]')).toEqual(['STEP_START', 'STEP_FAILURE']);
    expect(run.told('m[c]')).toContain('STEP_SUCCESS');
    expect(run.log.filter(({ stepKey }) => stepKey === 'c')).toMatchObject([
      { type: 'STEP_ABANDONED', data: { because: ['m[b]'] } },
    ]);
  });

  test('a copy is retried by itself', () => {
    const retryPolicy = { maxRetries: 1 };
    const run = simulate(planned([split, { ...mapped, retryPolicy }, collect]), {
      d: yields('a', 'b'),
      m: ({ x }, attempt) => {
        if (x === 0 && attempt === 1) throw new MadeUpFailure();
        return { result: x };
      },
    });
    expect(run.told('m[a]')).toEqual([
      'STEP_START',
      'STEP_UP_FOR_RETRY',
      'STEP_RESTARTED',
      'STEP_OUTPUT',
      'STEP_SUCCESS',
    ]);
    expect(run.inputs.get('c')).toEqual({ all: [0, 1] });
  });

  test.each([
    ['fails', 'STEP_ABANDONED', 'FAILURE'],
    ['is skipped', 'STEP_SKIPPED', 'SUCCESS'],
  ])(
    'where the step that would yield the keys %s, the template and what collects it: %s',
    (how, type, status) => {
      const first = stepSnapshot('first', { outputs: [{ name: 'result', isRequired: false }] });
      const producer = { ...split, ...reads({ x: from('first') }) };
      const run = simulate(planned([first, producer, mapped, collect]), {
        first: () => {
          if (how === 'fails') throw new MadeUpFailure();
          return {};
        },
      });
      expect([run.told('m[?]'), run.told('c')]).toEqual([[type], [type]]);
      expect(run.status).toBe(status);
    },
  );

  test('steps mapped one after the other, with a value of a step that is executed once', () => {
    const once = stepSnapshot('once');
    const second = stepSnapshot('n', {
      ...reads({ x: from('m'), raw: from('d:items'), once: from('once') }),
      ...over('d:items'),
    });
    const all = stepSnapshot('c', reads({ all: from('n', 'collect'), keys: from('d:items', 'collect') }));
    const run = simulate(planned([split, mapped, once, second, all]), { d: yields('a', 'b'), m: timesTen });
    expect(run.inputs.get('n[b]')).toEqual({ x: 10, raw: 1, once: 'once' });
    expect(run.inputs.get('c')).toEqual({ all: ['n[a]', 'n[b]'], keys: [0, 1] });
  });

  test('a mapped step may collect another mapping over the same output', () => {
    const each = stepSnapshot('e', {
      ...reads({ x: from('d:items'), all: from('m', 'collect') }),
      ...over('d:items'),
    });
    const run = simulate(planned([split, mapped, each]), { d: yields('a', 'b'), m: timesTen });
    expect(run.inputs.get('e[b]')).toEqual({ x: 1, all: [0, 10] });
  });
});

describe('dynamic outputs of mapped steps', () => {
  const inner = stepSnapshot('e', {
    ...dynamic('items'),
    ...reads({ x: from('d:items') }),
    ...over('d:items'),
  });
  const leaf = stepSnapshot('n', {
    ...reads({ x: from('e:items'), outer: from('d:items') }),
    ...over('d:items', 'e:items'),
  });
  const gather = stepSnapshot('g', { ...reads({ part: from('n', 'collect') }), ...over('d:items') });
  const whole = stepSnapshot('w', reads({ parts: from('g', 'collect'), flat: from('n', 'collect') }));
  const plan = planned([split, inner, leaf, gather, whole]);

  test('nest: each level is collected by itself, or all of them at once', () => {
    const run = simulate(plan, {
      d: yields('a', 'b', 'c'),
      e: ({ x }) => ({ items: keys(...['j0', 'j1'].slice(0, 2 - (x as number))) }),
    });
    expect(plan.steps.map(({ key }) => key)).toEqual(['d', 'e[?]', 'n[?][?]', 'g[?]', 'w']);
    expect(run.inputs.get('n[a][j1]')).toEqual({ x: 1, outer: 0 });
    expect(run.inputs.get('g[a]')).toEqual({ part: ['n[a][j0]', 'n[a][j1]'] });
    expect(run.inputs.get('g[c]')).toEqual({ part: [] });
    expect(run.inputs.get('w')).toEqual({
      parts: ['g[a]', 'g[b]', 'g[c]'],
      flat: ['n[a][j0]', 'n[a][j1]', 'n[b][j0]'],
    });
  });

  test('a copy that fails takes its own inner level with it', () => {
    const run = simulate(plan, {
      d: yields('a', 'b'),
      e: ({ x }) => {
        if (x === 1) throw new MadeUpFailure();
        return { items: keys('j0') };
      },
    });
    expect(run.told('n[b][?]')).toEqual(['STEP_ABANDONED']);
    expect(run.told('g[b]')).toEqual(['STEP_ABANDONED']);
    expect(run.told('g[a]')).toContain('STEP_SUCCESS');
    expect(run.told('w')).toEqual(['STEP_ABANDONED']);
  });

  test('a log that is cut anywhere is gone on with to the same end', () => {
    const ops = { d: yields('a', 'b'), e: yields('j1', 'j0') };
    const { log, inputs, values } = simulate(plan, ops);
    for (let cut = 0; cut <= log.length; cut++) {
      const resumed = simulate(plan, ops, { log: log.slice(0, cut), values });
      expect(resumed.status).toBe('SUCCESS');
      for (const [step, given] of resumed.inputs) expect(given).toEqual(inputs.get(step));
    }
  });
});

test('5,000 copies and their list are resolved in well under a second', () => {
  const names = Array.from({ length: 5000 }, (_, index) => `k${index}`);
  const run = simulate(planned([split, mapped, collect]), { d: yields(...names) });
  expect((run.inputs.get('c')!['all'] as string[]).length).toBe(5000);
  expect(run.execution.isComplete).toBe(true);
});
