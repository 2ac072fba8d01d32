import { proxy, wrap } from 'comlink';
import { expect, test, vi } from 'vitest';
import { emptySnapshot } from '$lib/definitions/snapshot';
import { limits } from '$lib/location/boundary/limits';
import type { Isolate } from '$lib/location/isolate';
import { empty, hostile } from './hostile-isolate';

test.each<[what: string, answer: () => unknown]>([
  ['nothing', () => undefined],
  ['a proxy', () => proxy({ snapshot: emptySnapshot, errors: [] })],
  ['a proxy of a function', () => proxy(() => 1)],
  ['a wrong shape', () => ({ snapshot: { ...emptySnapshot, assets: [{}] }, errors: [] })],
  ['too much', () => ({ snapshot: emptySnapshot, errors: ['x'.repeat(limits.snapshot)] })],
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

const asset = {
  key: 'a', node: 'a', output: 'result', isRequired: true, isExecutable: true, deps: [], group: 'default', tags: {},
  owners: [], kinds: [], metadata: {}, codeVersion: '',
}; // prettier-ignore
const step = { key: 'a', node: 'a', op: 'a', inputs: [], after: [], outputs: [], tags: {}, resources: [] };

test.each<[what: string, part: object]>([
  ['partitions of an unknown kind', { assets: [{ ...asset, partitions: { type: 'fractal' } }] }],
  ['partitions without keys', { assets: [{ ...asset, partitions: { type: 'static' } }] }],
  [
    'partitions inside partitions',
    {
      assets: [
        {
          ...asset,
          partitions: {
            type: 'multi',
            dimensions: [{ name: 'a', partitions: { type: 'multi', dimensions: [] } }],
          },
        },
      ],
    },
  ],
  [
    'a mapping that is none',
    { assets: [{ ...asset, deps: [{ key: 'b', mapping: { type: 'multi', dimensions: [{}] } }] }] },
  ],
  ['an input from nowhere', { steps: [{ ...step, inputs: [{ name: 'x', source: { type: 'network' } }] }] }],
  [
    'a list of inputs from nowhere',
    { steps: [{ ...step, inputs: [{ name: 'x', source: { type: 'fanIn', sources: [{}] } }] }] },
  ],
  ['retries without end', { steps: [{ ...step, retryPolicy: { maxRetries: Infinity } }] }],
  ['an unknown backoff', { steps: [{ ...step, retryPolicy: { maxRetries: 1, backoff: 'CUBIC' } }] }],
  ['an unknown executor', { steps: [{ ...step, executor: 'docker' }] }],
  [
    'a limit that is no number',
    { executor: { type: 'multiprocess', tagConcurrencyLimits: [{ key: 'a', limit: '1' }] } },
  ],
  [
    'a sensor that never rests',
    { sensors: [{ name: 's', jobs: [], minimumIntervalSeconds: -1, tags: {}, isRunning: true }] },
  ],
])('a snapshot with %s ends the isolate', async (_, part) => {
  const { isolate } = hostile({ load: () => ({ snapshot: { ...emptySnapshot, ...part }, errors: [] }) });
  await expect(isolate.load({ notebook: empty, modules: {} })).rejects.toThrow(
    /not a message of the protocol/,
  );
});

test('a snapshot with everything in it is read whole', async () => {
  const everything = {
    ...emptySnapshot,
    assets: [
      {
        ...asset,
        partitions: {
          type: 'multi',
          dimensions: [
            { name: 'color', partitions: { type: 'static', keys: ['red'] } },
            {
              name: 'day',
              partitions: {
                type: 'time_window',
                cronSchedule: '0 0 * * *',
                timezone: 'UTC',
                start: 0,
                fmt: '%Y-%m-%d',
                endOffset: 0,
              },
            },
          ],
        },
        maxPartitionsPerRun: null,
        deps: [
          {
            key: 'b',
            mapping: {
              type: 'multi',
              dimensions: [{ upstream: 'a', downstream: 'b', mapping: { type: 'last' } }],
            },
          },
        ],
      },
    ],
    steps: [
      {
        ...step,
        inputs: [
          {
            name: 'x',
            source: { type: 'fanIn', sources: [{ type: 'value', value: [1, null] }, { type: 'config' }] },
          },
        ],
        outputs: [{ name: 'o', isRequired: false, isDynamic: true, ioManagerKey: 'lake' }],
        mappedOver: [{ step: 's', output: 'o' }],
        retryPolicy: { maxRetries: 2, delay: 1, backoff: 'LINEAR', jitter: 'FULL' },
      },
    ],
    executor: {
      type: 'multiprocess',
      tagConcurrencyLimits: [{ key: 'k', value: { applyLimitPerUniqueValue: true }, limit: 1 }],
    },
  };
  const { isolate } = hostile({ load: () => ({ snapshot: everything, errors: [] }) });
  expect((await isolate.load({ notebook: empty, modules: {} })).snapshot).toEqual(everything);
});

const ask: Record<string, (isolate: Isolate) => Promise<unknown>> = {
  validateConfig: (isolate) => isolate.validateConfig({ config: {}, env: {}, steps: [], resources: [] }),
  openRun: (isolate) => isolate.openRun({ runId: 'r', keys: [], config: {}, env: {} }),
  closeRun: (isolate) => isolate.closeRun('r'),
};

test.each<[question: string, what: string, answer: unknown]>([
  ['validateConfig', 'nothing', undefined],
  ['validateConfig', 'text', ['wrong']],
  ['validateConfig', 'too much', [{ path: 'root', message: 'x'.repeat(limits.text + 1) }]],
  ['openRun', 'text', 'failed'],
  ['openRun', 'an error without words', { name: 'E' }],
  ['closeRun', 'one error', { name: 'E', message: 'm' }],
  ['closeRun', 'a function', proxy(() => 1)],
])('%s that answers %s ends the isolate', async (question, _, answer) => {
  const { isolate, wasEnded } = hostile({ [question]: () => answer });
  await expect(ask[question]!(isolate)).rejects.toThrow(/broke the protocol/);
  expect(wasEnded()).toBe(true);
});

test('right answers come through', async () => {
  const error = { name: 'E', message: 'm', cause: { name: 'C', message: 'c' } };
  const issue = { path: 'root:ops:a', message: 'unknown', remedy: 'leave it out' };
  const { isolate } = hostile({
    validateConfig: () => [issue],
    openRun: () => error,
    closeRun: () => [error],
  });
  expect(await ask.validateConfig!(isolate)).toEqual([issue]);
  expect(await ask.openRun!(isolate)).toEqual(error);
  expect(await ask.closeRun!(isolate)).toEqual([error]);
  expect(await ask.openRun!(hostile({ openRun() {} }).isolate)).toBeUndefined();
});

test('a config schema that never answers ends the isolate after ten seconds', async () => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  try {
    const { isolate, wasEnded } = hostile({ validateConfig: () => new Promise(() => {}) });
    const asked = expect(ask.validateConfig!(isolate)).rejects.toThrow(/longer than 10 s/);
    await vi.advanceTimersByTimeAsync(9_999);
    expect(wasEnded()).toBe(false);
    await vi.advanceTimersByTimeAsync(1);
    await asked;
    expect(wasEnded()).toBe(true);
  } finally {
    vi.useRealTimers();
  }
});
