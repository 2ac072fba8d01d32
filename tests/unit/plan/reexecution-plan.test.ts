import { describe, expect, test } from 'vitest';
import { runCanceled, runEnqueued, runFailedBySteps, runSuccess } from '$lib/events/run-event-makers';
import type { NewEvent } from '$lib/events/event';
import type { ExecutionPlan } from '$lib/plan/execution-plan';
import { reexecutionPlan } from '$lib/plan/reexecution-plan';
import { MadeUpFailure, simulate, type MadeUpOp } from './simulate';
import { asset, from, handle, opJob, planOf, reads, stepSnapshot } from './snapshots';

const at = { runId: 'r', timestamp: 0 };
const fails: MadeUpOp = () => {
  throw new MadeUpFailure();
};

/** A run of a plan, with what its log ends with. */
function parentRun(plan: ExecutionPlan, ops: Record<string, MadeUpOp>) {
  const run = simulate(plan, ops);
  const { failedSteps } = run.execution;
  const end = failedSteps.length > 0 ? runFailedBySteps(at, 'job', failedSteps) : runSuccess(at, 'job');
  return { ...run, log: [...run.log, end] };
}

const again = (plan: ExecutionPlan, log: readonly NewEvent[], steps: 'all' | 'failure' | string[]) =>
  reexecutionPlan({ parent: { id: 'r', plan }, log, steps });

const keysOf = (plan: ExecutionPlan) => plan.steps.map(({ key }) => key);

const chain = planOf(
  {},
  {
    job: opJob([
      stepSnapshot('a'),
      stepSnapshot('b', reads({ x: from('a') })),
      stepSnapshot('c', reads({ x: from('b'), y: from('a') })),
      stepSnapshot('alone'),
    ]),
  },
);

describe('from failure', () => {
  test('what failed and what was abandoned; the rest is read from the parent run', () => {
    const { log, values } = parentRun(chain, { b: fails });
    const plan = again(chain, log, 'failure');
    expect(keysOf(plan)).toEqual(['b', 'c']);
    expect(plan.steps).toMatchObject([
      { inputs: [{ source: { type: 'step', step: 'a', output: 'result', runId: 'r' } }], deps: [] },
      {
        inputs: [{ source: { step: 'b' } }, { source: { step: 'a', runId: 'r' } }],
        deps: [{ step: 'b', output: 'result' }],
      },
    ]);
    expect(simulate(plan, {}, { values }).inputs.get('c')).toEqual({ x: 'b', y: 'a' });
  });

  test('a step that was running when the run was canceled is not finished', () => {
    const { log } = simulate(chain, {});
    const cut = log.slice(0, log.findIndex(({ stepKey }) => stepKey === 'b') + 1);
    expect(keysOf(again(chain, [...cut, runCanceled(at, 'job')], 'failure'))).toEqual(['b', 'c']);
  });

  test.each([
    ['succeeded', (log: readonly NewEvent[]) => [...log, runSuccess(at, 'job')], 'Run r is SUCCESS'],
    ['goes on', (log: readonly NewEvent[]) => [runEnqueued(at, 'job'), ...log], 'Run r is QUEUED'],
    [
      'broke after its last step',
      (log: readonly NewEvent[]) => [...log, runCanceled(at, 'job')],
      'nothing to repeat',
    ],
  ])('a run that %s has nothing to go on from', (_, ended, message) => {
    expect(() => again(chain, ended(simulate(chain).log), 'failure')).toThrow(message);
  });

  test('a step that would only be skipped is not repeated', () => {
    const plan = planOf(
      {},
      {
        job: opJob([
          stepSnapshot('bad'),
          stepSnapshot('maybe', { outputs: [{ name: 'result', isRequired: false }] }),
          stepSnapshot('both', reads({ x: from('bad'), y: from('maybe') })),
          stepSnapshot('later', reads({ x: from('both') })),
          stepSnapshot('list', reads({ all: { type: 'fanIn', sources: [from('bad'), from('maybe')] } })),
        ]),
      },
    );
    const { log } = parentRun(plan, { bad: fails, maybe: () => ({}) });
    const next = again(plan, log, 'failure');
    expect(keysOf(next)).toEqual(['bad', 'list']);
    expect(simulate(next).inputs.get('list')).toEqual({ all: ['bad'] });
  });

  test('assets that are not made again are loaded in their newest version', () => {
    const assets = [asset('x'), asset('y', { deps: [{ key: 'x', input: 'x' }] })];
    const plan = planOf({ assets });
    const { log } = parentRun(plan, { y: fails });
    expect(again(plan, log, 'failure').steps).toMatchObject([
      { key: 'y', inputs: [{ source: { type: 'asset', key: 'x' } }], deps: [] },
    ]);
    expect(again(plan, log, 'failure').steps[0]?.inputs[0]?.source).not.toHaveProperty('madeBy');
  });
});

describe('of dynamic steps', () => {
  const dynamic = { outputs: [{ name: 'items', isRequired: true, isDynamic: true }] };
  const items =
    (...names: string[]) =>
    () => ({ items: new Map(names.map((name, index) => [name, index])) });
  const plan = planOf(
    {},
    {
      job: opJob([
        stepSnapshot('d', dynamic),
        stepSnapshot('m', { ...reads({ x: from('d:items') }), mappedOver: [handle('d:items')] }),
        stepSnapshot('c', reads({ all: from('m', 'collect'), raw: from('d:items', 'collect') })),
      ]),
    },
  );
  const failing: MadeUpOp = ({ x }) => {
    if (x === 1) throw new MadeUpFailure();
    return { result: `m${x as number}` };
  };
  const parent = parentRun(plan, { d: items('p', 'q', 'r'), m: failing });

  test('copies that succeeded are not repeated; what collects gets them and the new one, in order', () => {
    const next = again(plan, parent.log, 'failure');
    expect(keysOf(next)).toEqual(['m[q]', 'c']);
    const run = simulate(next, {}, { values: parent.values });
    expect(run.inputs.get('m[q]')).toEqual({ x: 1 });
    expect(run.inputs.get('c')).toEqual({ all: ['m0', 'm[q]', 'm2'], raw: [0, 1, 2] });
  });

  test('where the step that yields the keys failed, everything mapped over it is resolved anew', () => {
    const { log } = parentRun(plan, { d: fails });
    const next = again(plan, log, 'failure');
    expect(keysOf(next)).toEqual(['d', 'm[?]', 'c']);
    expect(simulate(next, { d: items('z') }).inputs.get('c')).toEqual({ all: ['m[z]'], raw: [0] });
  });

  test.each([
    [['m[p]'], ['m[p]']],
    [['m'], ['m[p]', 'm[q]', 'm[r]']],
    [['m[q]+'], ['c', 'm[q]']],
    [['*m'], ['d', 'm[?]']],
    [
      ['d', 'm', 'c'],
      ['c', 'd', 'm[?]'],
    ],
  ])('chosen: %j is %j', (steps, expected) => {
    expect(keysOf(again(plan, parent.log, steps)).toSorted()).toEqual(expected);
  });

  test('a list is not collected without what failed; what was skipped is left out', () => {
    expect(() => again(plan, parent.log, ['c'])).toThrow(
      expect.objectContaining({
        message: 'c needs m[q].result, which run r did not yield',
        remedy: 'Choose m[q], too.',
      }),
    );
    const optional = { outputs: [{ name: 'result', isRequired: false }] };
    const fan = planOf(
      {},
      {
        job: opJob([
          stepSnapshot('a', optional),
          stepSnapshot('b'),
          stepSnapshot('list', reads({ x: { type: 'fanIn', sources: [from('a'), from('b')] } })),
        ]),
      },
    );
    const { log, values } = parentRun(fan, { a: () => ({}) });
    const run = simulate(again(fan, log, ['list']), {}, { values });
    expect(run.inputs.get('list')).toEqual({ x: ['b'] });
  });

  const nested = planOf(
    {},
    {
      job: opJob([
        stepSnapshot('d', dynamic),
        stepSnapshot('e', { ...dynamic, ...reads({ x: from('d:items') }), mappedOver: [handle('d:items')] }),
        stepSnapshot('n', {
          ...reads({ x: from('e:items') }),
          mappedOver: [handle('d:items'), handle('e:items')],
        }),
        stepSnapshot('g', { ...reads({ part: from('n', 'collect') }), mappedOver: [handle('d:items')] }),
        stepSnapshot('w', reads({ parts: from('g', 'collect') })),
      ]),
    },
  );

  test('a nested level that was never resolved is resolved in the new run', () => {
    const ops = {
      d: items('p', 'q'),
      e: ({ x }: Readonly<Record<string, unknown>>) => (x === 1 ? fails({}, 1) : items('j')()),
    };
    const { log, values } = parentRun(nested, ops);
    const next = again(nested, log, 'failure');
    expect(keysOf(next)).toEqual(['e[q]', 'n[q][?]', 'g[q]', 'w']);
    const run = simulate(next, { e: items('k', 'l') }, { values });
    expect(run.inputs.get('g[q]')).toEqual({ part: ['n[q][k]', 'n[q][l]'] });
    expect(run.inputs.get('w')).toEqual({ parts: ['g[p]', 'g[q]'] });
  });

  test('the new run that fails can be executed again from its failure', () => {
    const next = again(plan, parent.log, 'failure');
    const second = simulate(next, { m: fails }, { values: parent.values });
    const third = reexecutionPlan({
      parent: { id: 'r2', plan: next },
      log: [...second.log, runFailedBySteps(at, 'job', ['m[q]'])],
      steps: 'failure',
    });
    expect(third).toEqual(next);
  });
});

describe('chosen steps', () => {
  const { log } = parentRun(chain, { b: fails });
  test.each([
    [['a'], ['a']],
    [
      ['b', 'c'],
      ['b', 'c'],
    ],
    [['*b'], ['a', 'b']],
  ])('%j', (steps, expected) => expect(keysOf(again(chain, log, steps))).toEqual(expected));

  test('a step that is not there is told, with the likely one', () => {
    expect(() => again(chain, log, ['alonee'])).toThrow('there is no alonee here. Did you mean "alone"?');
  });
  test('a step that needs what the parent did not yield is refused', () => {
    expect(() => again(chain, log, ['c'])).toThrow(
      expect.objectContaining({
        message: 'c needs b.result, which run r did not yield',
        remedy: 'Choose b, too.',
      }),
    );
  });
  test('all steps are the plan itself', () => expect(again(chain, log, 'all')).toBe(chain));
});
