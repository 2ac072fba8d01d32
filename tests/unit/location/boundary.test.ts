import fc from 'fast-check';
import { expect, test } from 'vitest';
import { limits } from '$lib/location/boundary/limits';
import { IsolateLost } from '$lib/location/isolate-lost';
import type { StepMessage } from '$lib/location/step-protocol';
import {
  assetEvent,
  check,
  failed,
  hostile,
  id,
  output,
  ready,
  refused,
  request,
  runAgainst,
  settingUp,
  started,
  succeeded,
  time,
  unprepared,
  write,
} from './hostile-isolate';

const metadata = (value: unknown) => [started, { ...output, metadata: { m: { type: 'json', value } } }];
const cycle: unknown[] = [];
cycle.push(cycle);
const deep = Array.from({ length: 200 }).reduce((inner: unknown) => [inner], 0);

test.each<[what: string, said: unknown]>([
  ['a message of another step', [{ ...started, id: 'run:other:1' }]],
  ['a message of another attempt', [{ ...started, id: 'run:step:2' }]],
  ['no start', [output]],
  ['two starts', [started, started]],
  ['an input that the step has not', [started, { id, time, type: 'input', name: 'b' }]],
  ['an output that is not awaited', [started, { ...output, name: 'other' }]],
  ['an output given twice', [started, output, output]],
  ['a word after the last one', [started, succeeded, output]],
  ['an output with a mapping key that is not dynamic', [started, { ...output, mappingKey: 'a' }]],
  ['an output of a partition where there are none', [started, { ...output, partitionKey: 'a' }]],
  [
    'an output that an IO manager of the notebook has, where none is asked for',
    [started, { ...output, value: undefined, handled: true }],
  ],
  ['something else after a value was refused', [started, refused, output]],
  ['success after a value was refused', [started, refused, succeeded]],
  ['a refused value of an unknown output', [started, { ...refused, name: 'b' }]],
  ['a check that is not asked for', [started, { ...check, name: 'other' }]],
  ['a check of another asset', [started, { ...check, assetKey: 'other' }]],
  ['a check twice', [started, check, check]],
  ['a check of unknown severity', [started, { ...check, severity: 'FATAL' }]],
  ['an event of an asset that is neither', [started, { ...assetEvent, event: 'wipe' }]],
  [
    'an asset event with giant metadata',
    [started, { ...assetEvent, metadata: { m: { type: 'text', value: 'x'.repeat(limits.metadata) } } }],
  ],
  ['events without end', [started, ...Array(limits.yields + 1).fill(assetEvent)]],
  ['a giant asset key', [started, { ...assetEvent, assetKey: 'x'.repeat(limits.name + 1) }]],
  [
    'a hook that is not asked for',
    [started, { ...succeeded, hooks: [{ name: 'other', outcome: 'completed' }] }],
  ],
  [
    'a hook twice',
    [
      started,
      {
        ...succeeded,
        hooks: [
          { name: 'tell', outcome: 'completed' },
          { name: 'tell', outcome: 'skipped' },
        ],
      },
    ],
  ],
  ['an unknown outcome of a hook', [started, { ...failed, hooks: [{ name: 'tell', outcome: 'fine' }] }]],
  ['a retry for ever', [started, { ...failed, retry: { maxRetries: Infinity } }]],
  ['a retry at no time', [started, { ...failed, retry: { maxRetries: 1, secondsToWait: -1 } }]],
  ['resources after the start', [started, settingUp]],
  ['resources that are ready from nothing', [ready]],
  ['resources twice', [settingUp, settingUp]],
  ['a start while resources are set up', [settingUp, started]],
  ['a start without resources', [settingUp, unprepared, started]],
  ['a failure before the start', [failed]],
  ['an unknown type', [started, { id, time, type: 'lost', error: { name: 'E', message: 'm' } }]],
  ['no type', [{ id, time }]],
  ['a log that is no text', [started, { id, time, type: 'log', level: 'INFO', message: { a: 1 } }]],
  ['an unknown level', [started, { id, time, type: 'log', level: 'LOUD', message: '' }]],
  ['a long log', [started, { id, time, type: 'log', level: 'INFO', message: 'x'.repeat(limits.text + 1) }]],
  [
    'a giant message',
    [started, { id, time, type: 'log', level: 'INFO', message: 'x'.repeat(limits.message) }],
  ],
  [
    'a giant error',
    [started, { id, time, type: 'failed', error: { name: 'E', message: 'x'.repeat(limits.message) } }],
  ],
  ['a giant sparse list', Object.assign([], { length: 2 ** 32 - 1 })],
  [
    'too many messages',
    [started, ...Array(limits.messages).fill({ id, time, type: 'console', stream: 'stdout', text: '' })],
  ],
  ['a time that is no number', [{ ...started, time: NaN }]],
  ['giant metadata', metadata('x'.repeat(limits.metadata))],
  ['deep metadata', metadata(deep)],
  ['cyclic metadata', metadata(cycle)],
  ['a list with more than its items', metadata(Object.assign([1], { hidden: new Map() }))],
  ['a list with holes', metadata(Object.assign([], { length: 3 }))],
  ['nothing at all', []],
  ['a map in metadata', metadata(new Map([['a', 1]]))],
  ['a date in metadata', metadata(new Date())],
  ['a regular expression in metadata', metadata(/(a+)+$/)],
  ['a number past JSON in metadata', metadata(Infinity)],
  ['bytes in metadata', metadata(new Uint8Array(1))],
  ['metadata of an unknown kind', [started, { ...output, metadata: { m: { type: 'html', value: '<b>' } } }]],
  ['a value without bytes', [started, { ...output, value: { codec: 'json', bytes: 'text' } }]],
  ['a value of floats', [started, { ...output, value: { codec: 'json', bytes: new Float64Array(1) } }]],
  [
    'shared memory',
    [started, { ...output, value: { codec: 'bytes', bytes: new Uint8Array(new SharedArrayBuffer(8)) } }],
  ],
  ['nothing', null],
  ['text', 'text'],
  ['a Comlink call', { id: '1', type: 'APPLY', path: ['constructor', 'constructor'], argumentList: [] }],
  ['a wish for a file by a long name', { file: 1, wish: 'attachment', path: 'x'.repeat(limits.path + 1) }],
  ['a wish for a file that is no name', { file: 1, wish: 'attachment', path: ['a'] }],
  ['a wish that is none', { file: 1, wish: 'drop', store: 'memory', path: 'a' }],
  ['a wish for an unknown store', { ...write, store: 'disk' }],
  ['a wish to write what are no bytes', { ...write, bytes: 'text' }],
  ['a wish to write shared memory', { ...write, bytes: new Uint8Array(new SharedArrayBuffer(8)) }],
])('an isolate that says this is ended: %s', async (_, said) => {
  const peer = hostile();
  const { ending } = await runAgainst(peer, said);
  expect(ending).toBeInstanceOf(IsolateLost);
  expect(String(ending)).toMatch(/broke the protocol/);
  expect(peer.wasEnded()).toBe(true);
  expect((await peer.isolate.died).message).toMatch(/broke the protocol/);
  await expect(peer.isolate.ping()).rejects.toBeInstanceOf(IsolateLost);
});

test('what is heard before the breach is kept, the breach itself is never seen', async () => {
  const { heard } = await runAgainst(hostile(), [started, { ...output, name: 'forged' }]);
  expect(heard.every(({ type }) => type === 'started')).toBe(true);
});

test('a well-behaved step is heard whole, without what the protocol does not know', async () => {
  const peer = hostile();
  const { heard, ending } = await runAgainst(peer, [
    started,
    { ...output, extra: 'x', __proto__: null },
    succeeded,
  ]);
  expect(ending).toBe('ended well');
  expect(heard).toEqual([started, output, succeeded]);
  expect(peer.wasEnded()).toBe(false);
});

test('of several steps only the first may speak, and each once the one before has ended', async () => {
  const peer = hostile();
  const other = { ...request, id: 'run:other:1' };
  const heard: string[] = [];
  const hear = ({ id, type }: StepMessage) => heard.push(`${id.split(':')[1]} ${type}`);
  const steps = [request, other].map((step) => peer.isolate.execute(step, hear));
  peer.data.postMessage([started, succeeded, { ...started, id: other.id }]);
  await steps[0];
  expect(heard).toEqual(['step started', 'step succeeded', 'other started']);
  peer.data.postMessage([started]);
  await expect(steps[1]).rejects.toThrow(/a message of another step/);
});

test('a message outside a step ends the isolate', async () => {
  const { isolate, data } = hostile();
  data.postMessage([started]);
  expect((await isolate.died).message).toMatch(/outside a step/);
});

test('anything at all is either refused or a whole message', async () => {
  await fc.assert(
    fc.asyncProperty(fc.anything({ withTypedArray: true, withMap: true, withDate: true }), async (said) => {
      const peer = hostile();
      const { heard, ending } = await runAgainst(peer, [started, said]);
      expect(ending).toBeInstanceOf(IsolateLost);
      expect(heard.every(({ type }) => type === 'started')).toBe(true);
    }),
    { numRuns: 200 },
  );
});

test('terminate: the step under way rejects at once, nothing more is heard, and it is no death', async () => {
  const { isolate, data, wasEnded } = hostile();
  const heard: StepMessage[] = [];
  let died = false;
  void isolate.died.then(() => (died = true));
  const step = isolate.execute(request, (message) => heard.push(message));
  data.postMessage([started]);
  isolate.terminate();
  expect(wasEnded()).toBe(true);
  await expect(step).rejects.toThrow(/terminated/);
  await new Promise((resolve) => setTimeout(resolve));
  expect({ heard, died }).toEqual({ heard: [], died: false });
});

test('the bytes of a request stay readable for who made it', async () => {
  const peer = hostile();
  await runAgainst(peer, [started, succeeded]);
  expect(request.inputs[0]!.value).toMatchObject({ value: { bytes: new Uint8Array([49]) } });
});
