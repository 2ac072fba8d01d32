import { expect, test } from 'vitest';
import { stepReceiver } from '$lib/location/boundary/step-receiver';
import type { StepMessage, StepRequest } from '$lib/location/step-protocol';
import {
  check,
  failed,
  output,
  ready,
  refused,
  request,
  settingUp,
  started,
  succeeded,
  unprepared,
} from './hostile-isolate';

const dynamic = { outputs: [{ name: 'result', isRequired: true, isDynamic: true, path: 'r/s/result' }] };
const partitioned = { partitions: { keys: ['p', 'q'] } };
const managed = { outputs: [{ ...request.outputs[0]!, ioManagerKey: 'lake' }] };
const stored = { ...output, value: undefined, handled: true };
const log = { ...started, type: 'log', level: 'INFO', message: 'm' };
const hooks = [{ name: 'tell', outcome: 'completed' }];

/** Whether the step has ended after the last message; throws at the first one that may not be said. */
function hear(asked: Partial<StepRequest>, messages: readonly object[]): boolean {
  const receive = stepReceiver({ ...request, ...asked });
  return messages.map((message) => receive(message as StepMessage)).at(-1)!;
}

test.each<[what: string, asked: Partial<StepRequest>, messages: readonly object[]]>([
  [
    'resources before the start',
    {},
    [settingUp, log, ready, started, output, check, { ...succeeded, hooks }],
  ],
  ['resources that cannot be set up', {}, [settingUp, log, unprepared, { ...failed, hooks }]],
  [
    'a dynamic output many times',
    dynamic,
    [started, { ...output, mappingKey: 'a' }, { ...output, mappingKey: 'b' }, succeeded],
  ],
  [
    'an output for each partition',
    partitioned,
    [started, { ...output, partitionKey: 'q' }, { ...output, partitionKey: 'p' }, succeeded],
  ],
  ['an output that an IO manager has stored', managed, [started, stored, succeeded]],
  ['an output without a value', managed, [started, { ...stored, handled: undefined }, succeeded]],
  ['a refused value, then the failure', {}, [started, refused, log, failed]],
])('heard to the end: %s', (_, asked, messages) => {
  expect(hear(asked, messages)).toBe(true);
  expect(hear(asked, messages.slice(0, -1))).toBe(false);
});

test.each<[what: string, asked: Partial<StepRequest>, messages: readonly object[]]>([
  ['a mapping key twice', dynamic, [started, { ...output, mappingKey: 'a' }, { ...output, mappingKey: 'a' }]],
  ['a dynamic output without a key', dynamic, [started, output]],
  ['a partition that is not asked for', partitioned, [started, { ...output, partitionKey: 'r' }]],
  [
    'a partition twice',
    partitioned,
    [started, { ...output, partitionKey: 'p' }, { ...output, partitionKey: 'p' }],
  ],
  ['a value of all partitions at once', partitioned, [started, output]],
  ['a value that an IO manager should have stored', managed, [started, output]],
])('refused: %s', (_, asked, messages) => {
  expect(() => hear(asked, messages)).toThrow();
  expect(hear(asked, messages.slice(0, -1))).toBe(false);
});
