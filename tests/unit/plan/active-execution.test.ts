import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { StepOutputHandle } from '$lib/definitions/snapshot';
import type { NewEvent } from '$lib/events/event';
import { runCanceling } from '$lib/events/run-event-makers';
import { stepFailure, stepOutput, stepStarted, stepSuccess, upForRetry } from '$lib/events/step-event-makers';
import { ActiveExecution } from '$lib/plan/active-execution';
import type { ExecutionPlan, PlannedSource } from '$lib/plan/execution-plan';
import { reexecutionPlan } from '$lib/plan/reexecution-plan';
import { anyChoices, anyDynamicPlan, anyFates, anyPlan, legalLog, planOf, step } from './random-plan';

const at = (stepKey: string, timestamp = 0) => ({ runId: 'r', timestamp, stepKey });
const error = { name: 'Error', message: 'no' };

const succeed = (execution: ActiveExecution, key: string, outputs = ['result']) => {
  execution.apply(stepStarted(at(key), 1));
  for (const output of outputs) execution.apply(stepOutput(at(key), { output }));
  execution.apply(stepSuccess(at(key), 1));
};

const ends = ['STEP_SUCCESS', 'STEP_FAILURE', 'STEP_SKIPPED', 'STEP_ABANDONED'];
const starts = ['STEP_START', 'STEP_RESTARTED'];

describe('any legal run of any plan', () => {
  test('ends every step once, and starts none before what it needs has succeeded', () => {
    fc.assert(
      fc.property(anyPlan, anyFates, anyChoices, (plan, fates, choices) => {
        const log = [...legalLog(plan, fates, choices)];
        const succeeded = new Set<string>();
        for (const event of log) {
          if (starts.includes(event.type))
            for (const dep of plan.steps.find((each) => each.key === event.stepKey)!.deps)
              expect(succeeded).toContain(dep.step);
          if (event.type === 'STEP_SUCCESS') succeeded.add(event.stepKey!);
        }
        const ended = log.filter((event) => ends.includes(event.type)).map((event) => event.stepKey);
        expect(ended.toSorted()).toEqual(plan.steps.map((each) => each.key).toSorted());
      }),
    );
  });

  test('abandons exactly what is downstream of a failure and lacks nothing else', () => {
    fc.assert(
      fc.property(anyPlan, anyFates, anyChoices, (plan, fates, choices) => {
        const log = [...legalLog(plan, fates, choices)];
        const told = (type: NewEvent['type']) =>
          new Set(log.filter((event) => event.type === type).map((event) => event.stepKey));
        const lost = told('STEP_FAILURE');
        const isLost = ({ step }: StepOutputHandle) => lost.has(step);
        const yielded = told('STEP_OUTPUT');
        for (const { key, deps } of plan.steps)
          if (deps.some(isLost) && deps.every((dep) => isLost(dep) || yielded.has(dep.step))) lost.add(key);
        expect(told('STEP_ABANDONED')).toEqual(lost.difference(told('STEP_FAILURE')));
      }),
    );
  });

  test('can be cut anywhere: a replay knows the same steps, and restarts those without an end', () => {
    fc.assert(
      fc.property(anyPlan, anyFates, anyChoices, fc.nat(200), (plan, fates, choices, cut) => {
        const log = [...legalLog(plan, fates, choices)].slice(0, cut);
        const replayed = new ActiveExecution(plan);
        for (const event of log) replayed.apply(event);
        const running = replayed.running();
        replayed.restartLostSteps();
        const open = new Set(plan.steps.map((each) => each.key));
        for (const event of log) if (ends.includes(event.type)) open.delete(event.stepKey!);
        for (const key of running) expect(replayed.ready()).toContain(key);
        expect(new Set(plan.steps.map((each) => each.key).filter((key) => !isOver(replayed, key)))).toEqual(
          open,
        );
      }),
    );
  });
});

describe('any legal run of any plan with dynamic steps', () => {
  const replay = (plan: ExecutionPlan, log: readonly NewEvent[]) => {
    const execution = new ActiveExecution(plan);
    for (const event of log) execution.apply(event);
    return execution;
  };
  const open = (execution: ActiveExecution) =>
    execution.stepKeys().filter((key) => execution.state(key) !== 'resolved');

  test('ends every step and copy once, whether or not it was cut off and gone on with', () => {
    fc.assert(
      fc.property(anyDynamicPlan, anyFates, anyChoices, fc.nat(60), (plan, fates, choices, cut) => {
        const before = [...legalLog(plan, fates, choices)].slice(0, cut);
        const isWhole = before.at(-1)?.type.startsWith('RUN_') && before.length > 2;
        const log = isWhole ? before : [...before, ...legalLog(plan, fates, choices, { before })];
        const ended = log.filter((event) => ends.includes(event.type)).map((event) => event.stepKey!);
        expect(ended.toSorted()).toEqual(open(replay(plan, log)).toSorted());
      }),
    );
  });

  test('starts a step only after all that it reads was yielded, and gives it all of a list that was', () => {
    fc.assert(
      fc.property(anyDynamicPlan, anyFates, anyChoices, (plan, fates, choices) => {
        const execution = new ActiveExecution(plan);
        const ended = new Set<string>();
        for (const event of legalLog(plan, fates, choices)) {
          if (starts.includes(event.type)) {
            const { inputs, blockedBy = [] } = execution.stepOf(event.stepKey!)!;
            for (const key of blockedBy) expect(ended).toContain(key);
            for (const source of inputs.flatMap((input) => flat(input.source))) {
              expect(source.type).toBe('step');
              if (source.type === 'step') expect(ended).toContain(source.step);
            }
          }
          execution.apply(event);
          if (ends.includes(event.type)) ended.add(event.stepKey!);
        }
      }),
    );
  });

  test('from its failure on it is executed again to an end, and repeats nothing that succeeded', () => {
    fc.assert(
      fc.property(anyDynamicPlan, anyFates, anyChoices, fc.nat(30), (plan, fates, choices, cancelAfter) => {
        const log = [...legalLog(plan, fates, choices, { cancelAfter })];
        const failed = replay(plan, log);
        fc.pre(log.at(-1)!.type !== 'RUN_SUCCESS');
        const done = open(failed).filter((key) => failed.state(key) === 'succeeded');
        let again: ExecutionPlan;
        try {
          again = reexecutionPlan({ parent: { id: 'r', plan }, log, steps: 'failure' });
        } catch (error) {
          expect((error as Error).name).toBe('InvalidReexecution');
          return;
        }
        const second = [...legalLog(again, fates, choices)];
        const repeated = second.filter(({ type }) => starts.includes(type)).map(({ stepKey }) => stepKey);
        expect(done.filter((key) => repeated.includes(key))).toEqual([]);
        expect(open(replay(again, second)).every((key) => isOver(replay(again, second), key))).toBe(true);
      }),
      { numRuns: 60 },
    );
  });
});

const flat = (source: PlannedSource): readonly PlannedSource[] =>
  source.type === 'fanIn' ? source.sources.flatMap(flat) : [source];

const isOver = (execution: ActiveExecution, key: string) =>
  ['succeeded', 'failed', 'skipped', 'abandoned'].includes(execution.state(key)!);

test('ready steps come by priority, ties by key', () => {
  const execution = new ActiveExecution(
    planOf([step('b'), step('a'), step('low', [], -1), step('high', [], 5)]),
  );
  expect(execution.ready()).toEqual(['high', 'a', 'b', 'low']);
  expect(execution.next(0)?.key).toBe('high');
  expect(execution.ready()).toEqual(['a', 'b', 'low']);
});

test('a step whose optional input was not yielded is skipped, and so is what follows it', () => {
  const execution = new ActiveExecution(
    planOf([step('maybe'), step('d2', ['maybe']), step('d3', ['d2']), step('alone')]),
  );
  succeed(execution, 'maybe', []);
  expect(execution.decisions()).toEqual([{ type: 'skip', step: 'd2', missing: ['maybe.result'] }]);
  execution.apply({
    ...at('d2'),
    type: 'STEP_SKIPPED',
    level: 'DEBUG',
    message: '',
    data: { missing: ['maybe.result'] },
  });
  expect(execution.decisions()).toEqual([{ type: 'skip', step: 'd3', missing: ['d2.result'] }]);
  expect(execution.ready()).toEqual(['alone']);
});

describe('a failure and an output that was not yielded, both upstream', () => {
  const fail = (execution: ActiveExecution, key: string) => {
    execution.apply(stepStarted(at(key), 1));
    execution.apply(stepFailure(at(key), 1, error));
  };

  test('a step waits until all have ended, and then the missing output wins: it is skipped (Dagster)', () => {
    const execution = new ActiveExecution(planOf([step('bad'), step('maybe'), step('z', ['bad', 'maybe'])]));
    fail(execution, 'bad');
    expect(execution.decisions()).toEqual([]);
    succeed(execution, 'maybe', []);
    expect(execution.decisions()).toEqual([{ type: 'skip', step: 'z', missing: ['maybe.result'] }]);
  });

  test('in one list they abandon the step: not all of its members are missing (Dagster)', () => {
    const members = ['bad', 'maybe'].map((step) => ({ type: 'step' as const, step, output: 'result' }));
    const list = {
      ...step('z', ['bad', 'maybe']),
      inputs: [{ name: 'all', source: { type: 'fanIn' as const, sources: members } }],
    };
    const execution = new ActiveExecution(planOf([step('bad'), step('maybe'), list]));
    succeed(execution, 'maybe', []);
    fail(execution, 'bad');
    expect(execution.decisions()).toEqual([{ type: 'abandon', step: 'z', because: ['bad'] }]);
  });
});

test('two failures upstream abandon a step once, and the word names the first', () => {
  const execution = new ActiveExecution(planOf([step('x'), step('y'), step('z', ['x', 'y'])]));
  for (const key of ['x', 'y']) {
    execution.apply(stepStarted(at(key), 1));
    execution.apply(stepFailure(at(key), 1, error));
  }
  expect(execution.decisions()).toEqual([{ type: 'abandon', step: 'z', because: ['x'] }]);
});

test('a step up for retry is ready when its wait is over', () => {
  const execution = new ActiveExecution(planOf([step('a')]));
  execution.next(0);
  execution.apply(stepStarted(at('a'), 1));
  execution.apply(upForRetry(at('a', 1000), 1, 2.5, error));
  expect(execution.state('a')).toBe('up_for_retry');
  expect(execution.nextRetryAt()).toBe(3500);
  expect(execution.next(3499)).toBeUndefined();
  expect(execution.next(3500)?.key).toBe('a');
  expect(execution.attempts('a')).toBe(1);
});

test('what an attempt yielded does not count for the next', () => {
  const execution = new ActiveExecution(planOf([step('a'), step('b', ['a'])]));
  execution.apply(stepStarted(at('a'), 1));
  execution.apply(stepOutput(at('a'), { output: 'result' }));
  execution.restartLostSteps();
  execution.apply(stepStarted(at('a'), 2));
  execution.apply(stepSuccess(at('a'), 1));
  expect(execution.ready()).toEqual([]);
  expect(execution.decisions()).toMatchObject([{ type: 'skip', step: 'b' }]);
});

test('a run that cancels starts nothing and decides nothing', () => {
  const execution = new ActiveExecution(planOf([step('a'), step('b', ['a']), step('c')]));
  execution.apply(stepStarted(at('a'), 1));
  execution.apply(runCanceling({ runId: 'r', timestamp: 0 }));
  execution.apply(stepFailure(at('a'), 1, error));
  expect(execution.decisions()).toEqual([]);
  expect(execution.next(0)).toBeUndefined();
});

test('ten thousand steps in layers of a hundred, each needing ten, all come to their end', () => {
  const layers = 100;
  const steps = Array.from({ length: layers * 100 }, (_, index) => {
    const layer = Math.floor(index / 100);
    const upstream = layer === 0 ? [] : Array.from({ length: 10 }, (__, n) => `s${(layer - 1) * 100 + ((index + n) % 100)}`);
    return step(`s${index}`, upstream);
  }); // prettier-ignore
  const execution = new ActiveExecution(planOf(steps));
  for (let next = execution.next(0); next; next = execution.next(0)) {
    succeed(execution, next.key);
    expect(execution.decisions()).toHaveLength(0);
  }
  expect(execution.isComplete).toBe(true);
});
