import fc from 'fast-check';
import { expect, test } from 'vitest';
import { alignColumns } from '../../../src/cli/align-columns';
import { errorLines } from '../../../src/cli/daemon-report';
import { progressLine } from '../../../src/cli/progress';
import { reportRun } from '../../../src/cli/run-report';
import { StorageFull } from '$lib/base/storage-full';
import { showError } from '../../../src/cli/show-error';
import { showDuration, showTime } from '../../../src/cli/show-time';
import type { NewEvent, RunEvent } from '$lib/events/event';
import * as run from '$lib/events/run-event-makers';
import * as step from '$lib/events/step-event-makers';

const at = (stepKey: string, timestamp: number) => ({ runId: 'r', timestamp, stepKey });
const stored = (events: readonly NewEvent[]): RunEvent[] =>
  events.map((event, id) => ({ ...event, id: id + 1 }));
const boom = { name: 'TypeError', message: 'x is no list', at: { cell: 'mix', line: 3 } };

test.each([
  [0.4, '0 ms'],
  [12.4, '12 ms'],
  [999, '999 ms'],
  [3449, '3.4 s'],
  [59_960, '1 min 0 s'],
  [125_000, '2 min 5 s'],
  [3_720_000, '1 h 2 min'],
])('%d ms are %s', (ms, text) => {
  expect(showDuration(ms)).toBe(text);
});

test('a time is shown in the zone of the machine', () => {
  expect(showTime(new Date(2026, 10, 2, 3, 4, 5).getTime())).toBe('2026-11-02 03:04:05');
  expect(showTime(undefined)).toBe('');
});

test('columns stand under each other, Korean letters too', () => {
  expect(alignColumns([['a', 'bb', 'c'], ['재료', '', 'd'], ['xyz']])).toEqual([
    'a     bb  c',
    '재료      d',
    'xyz',
  ]);
});

test('no line ends in a space, and no cell is lost', () => {
  const cell = fc.stringMatching(/^[a-z]{1,6}$/);
  fc.assert(
    fc.property(fc.array(fc.array(cell, { maxLength: 5 })), (rows) => {
      const lines = alignColumns(rows);
      expect(lines.map((line) => line.split(/ {2,}/).filter(Boolean))).toEqual(rows);
      for (const line of lines) expect(line).toBe(line.trimEnd());
    }),
  );
});

test.each([
  [boom, 'cell mix, line 3: TypeError: x is no list'],
  [{ name: 'Error', message: 'no' }, 'no'],
  [{ name: 'Cycle', message: 'a needs itself', remedy: 'Cut it.' }, 'a needs itself\n  Cut it.'],
])('an error says where, what and what to do', (error, text) => {
  expect(showError(error)).toBe(text);
});

test.each([
  [step.stepStarted(at('a', 1), 1), '  ▸ a'],
  [step.stepStarted(at('a', 1), 2), '  ▸ a (attempt 2)'],
  [step.stepSuccess(at('a', 1), 12), '  ✓ a  12 ms'],
  [step.stepFailure(at('a', 1), 1, boom), '  ✗ a  cell mix, line 3: TypeError: x is no list'],
  [step.stepInterrupted(at('a', 1), 1), '  – a  canceled'],
  [step.stepAbandoned(at('b', 1), ['a']), '  – b  not run: a failed'],
  [step.logMessage(at('a', 1), 'INFO', 'read 3'), '    a: INFO read 3'],
  [step.logMessage(at('a', 1), 'DEBUG', 'noise'), undefined],
  [run.runStart({ runId: 'r', timestamp: 1 }, 'job'), undefined],
  [run.runFailedBySteps({ runId: 'r', timestamp: 1 }, 'job', ['a']), undefined],
  [
    run.runFailed(
      { runId: 'r', timestamp: 1 },
      'job',
      'RUN_EXCEPTION',
      { name: 'Late', message: 'Too late', remedy: 'Wait.' },
      ['a'],
    ),
    'Too late\n  Wait.',
  ],
])('%#: an event as a line', (event, line) => {
  expect(progressLine({ ...event, id: 1 })).toBe(line);
});

test('the report tells every planned step, what it took and what was materialized', () => {
  const materialization = {
    metadata: { n: { type: 'int', value: 3 } },
    tags: {},
    codeVersion: 'c',
    dataVersion: 'd',
    inputVersions: {},
  } as const;
  const events = stored([
    run.runStart({ runId: 'r', timestamp: 1 }, 'job'),
    step.stepStarted(at('a', 10), 1),
    step.materialized(at('a', 19), 'a', materialization),
    step.stepSuccess(at('a', 20), 9.5),
    step.stepStarted(at('b', 20), 1),
    step.stepFailure(at('b', 27), 1, boom),
    step.stepAbandoned(at('c', 27), ['b']),
    run.runFailedBySteps({ runId: 'r', timestamp: 28 }, 'job', ['b']),
  ]);
  expect(reportRun('r', ['a', 'b', 'c', 'd'], events)).toEqual({
    runId: 'r',
    status: 'FAILURE',
    steps: [
      { key: 'a', status: 'SUCCESS', durationMs: 9.5 },
      { key: 'b', status: 'FAILURE', durationMs: 7 },
      { key: 'c', status: 'ABANDONED', durationMs: null },
      { key: 'd', status: 'WAITING', durationMs: null },
    ],
    materializations: [{ assetKey: 'a', metadata: { n: { type: 'int', value: 3 } } }],
  });
});

test('what a daemon tries again and again is said once, with what to do, until something else was said', () => {
  const said: string[] = [];
  const errors = errorLines(({ text }) => said.push(text));
  const full = new StorageFull('the run');
  for (const error of [full, full, new Error('Something else'), full]) errors.say(error);
  const [first, second] = said;
  expect([said.length, second]).toEqual([2, 'daemon could not go on, tries again: Something else']);
  expect(first).toMatch(/no space left to store the run\n {2}Free some/);
  errors.forget();
  errors.say(full);
  expect(said).toEqual([first, second, first]);
});
