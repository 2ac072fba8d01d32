import { expose, proxy, wrap } from 'comlink';
import fc from 'fast-check';
import { afterEach, expect, test } from 'vitest';
import { connectIsolate } from '$lib/location/boundary/connect-isolate';
import { limits } from '$lib/location/boundary/limits';
import type { Isolate, ReadAttachment } from '$lib/location/isolate';
import { IsolateLost } from '$lib/location/isolate-lost';
import type { StepMessage, StepRequest } from '$lib/location/step-protocol';

/** The test is the inside of the isolate here, and says whatever it likes. */
interface Hostile {
  readonly isolate: Isolate;
  readonly control: MessagePort;
  readonly data: MessagePort;
  readonly wasEnded: () => boolean;
}

const open: Hostile[] = [];
afterEach(() => {
  for (const { isolate, control, data } of open.splice(0)) {
    isolate.terminate();
    control.close();
    data.close();
  }
});

function hostile(
  kernel: Record<string, unknown> = {},
  readAttachment: ReadAttachment = async () => new Uint8Array(3),
) {
  const control = new MessageChannel();
  const data = new MessageChannel();
  let ended = false;
  const line = {
    control: control.port1,
    data: data.port1,
    end: () => (ended = true),
    died: new Promise<string>(() => {}),
  };
  const isolate = connectIsolate(line, readAttachment);
  expose({ load() {}, ping() {}, ...kernel }, control.port2);
  data.port2.start();
  open.push({ isolate, control: control.port2, data: data.port2, wasEnded: () => ended });
  return open.at(-1)!;
}

const id = 'run:step:1';
const time = 1;
const request: StepRequest = {
  id, runId: 'run', stepKey: 'step', attempt: 1, jobName: 'job', tags: {}, bundle: 'b', node: 'step',
  inputs: [{ name: 'a', assetKey: 'a', value: { codec: 'json', bytes: new Uint8Array([49]) } }],
  outputs: [{ name: 'result', assetKey: 'step', isRequired: true }],
}; // prettier-ignore
const empty = { hash: 'b', title: '', cells: [], errors: [], attachments: {}, codeVersions: {} };
const started = { id, time, type: 'started' };
const output = {
  id,
  time,
  type: 'output',
  name: 'result',
  metadata: {},
  value: { codec: 'json', bytes: new Uint8Array(1) },
};
const succeeded = { id, time, type: 'succeeded' };

async function runAgainst({ isolate, data }: Hostile, said: unknown) {
  const heard: StepMessage[] = [];
  const step = isolate.execute(request, (message) => heard.push(message));
  data.postMessage(said);
  const ending = await step.then(
    () => 'ended well',
    (error: Error) => error,
  );
  return { heard, ending };
}

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
  ['a wish for a file by a long name', { file: 1, path: 'x'.repeat(limits.path + 1) }],
  ['a wish for a file that is no name', { file: 1, path: ['a'] }],
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

test.each<[what: string, answer: () => unknown]>([
  ['nothing', () => undefined],
  ['a proxy', () => proxy({ snapshot: { assets: [], jobs: [], errors: [] }, errors: [] })],
  ['a proxy of a function', () => proxy(() => 1)],
  ['a wrong shape', () => ({ snapshot: { assets: [{}], jobs: [], errors: [] }, errors: [] })],
  [
    'too much',
    () => ({ snapshot: { assets: [], jobs: [], errors: [] }, errors: ['x'.repeat(limits.snapshot)] }),
  ],
  ['a thrown thing', () => Promise.reject(new Error('no'))],
])('a load that answers %s ends the isolate', async (_, answer) => {
  const { isolate, wasEnded } = hostile({ load: answer });
  await expect(isolate.load({ notebook: empty, modules: {} })).rejects.toThrow(/broke the protocol/);
  expect(wasEnded()).toBe(true);
});

test('an isolate cannot call into its host: a Comlink call of its own is never answered and ends it', async () => {
  const { isolate, control } = hostile();
  const host = wrap<{ constructor: (code: string) => () => void }>(control);
  void host.constructor('globalThis.wasHere = true');
  expect((await isolate.died).message).toMatch(/nobody asked/);
  expect(globalThis).not.toHaveProperty('wasHere');
});

test('files: only attached ones are read, each answer goes to its asker', async () => {
  const read: string[] = [];
  const load = () => ({ snapshot: { assets: [], jobs: [], errors: [] }, errors: [] });
  const { isolate, data } = hostile({ load }, async (path) => {
    read.push(path);
    return new TextEncoder().encode(path);
  });
  await isolate.load({ notebook: { ...empty, attachments: { 'a.json': 'hash' } }, modules: {} });

  const answers: { file: number; bytes?: Uint8Array; error?: { name: string; remedy: string } }[] = [];
  const both = new Promise<void>((resolve) => {
    data.addEventListener(
      'message',
      (event) => answers.push((event as MessageEvent).data) === 3 && resolve(),
    );
  });
  data.postMessage({ file: 1, path: '../secret' });
  data.postMessage({ file: 2, path: 'a.json' });
  data.postMessage({ file: 3, path: '__proto__' });
  await both;
  expect(read).toEqual(['a.json']);
  const byFile = new Map(answers.map((answer) => [answer.file, answer]));
  expect(new TextDecoder().decode(byFile.get(2)!.bytes)).toBe('a.json');
  expect(byFile.get(1)!.error).toMatchObject({ name: 'AttachmentNotFound', remedy: 'Attached are: a.json.' });
  expect(byFile.get(3)!.error).toMatchObject({ name: 'AttachmentNotFound' });
});

test('an isolate that asks for files without end is ended', async () => {
  const load = () => ({ snapshot: { assets: [], jobs: [], errors: [] }, errors: [] });
  const { isolate, data } = hostile({ load }, () => new Promise(() => {}));
  await isolate.load({ notebook: { ...empty, attachments: { a: 'hash' } }, modules: {} });
  for (let file = 0; file <= limits.openFiles; file++) data.postMessage({ file, path: 'a' });
  expect((await isolate.died).message).toMatch(/too many files/);
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
  expect(request.inputs[0]!.value.bytes).toEqual(new Uint8Array([49]));
});
