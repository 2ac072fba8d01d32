import { expect, test } from 'vitest';
import type { NewEvent, RunEvent } from '$lib/events/event';
import { foldAssets } from '$lib/events/asset-state';
import { assetWiped, materializationPlanned, runCanceled, runSuccess } from '$lib/events/run-event-makers';
import {
  assetObserved,
  checkEvaluated,
  failedToMaterialize,
  materialized,
  stepAbandoned,
  stepFailure,
  stepInterrupted,
  stepStarted,
  stepSuccess,
} from '$lib/events/step-event-makers';

const at = (runId: string, stepKey: string) => ({ runId, timestamp: 0, stepKey });
const stored = (events: NewEvent[]) => events.map((event, id) => ({ ...event, id }) as RunEvent);
const made = (runId: string, key: string) =>
  materialized(at(runId, key), key, {
    metadata: {},
    tags: {},
    codeVersion: '1',
    dataVersion: '1',
    inputVersions: {},
  });
const stateOf = (key: string, events: NewEvent[]) => foldAssets(stored(events)).assets.get(key);
const error = { name: 'Error', message: 'no' };

test('an asset is in progress from its plan until it is materialized', () => {
  const events = [
    materializationPlanned(at('r1', 'a'), 'a'),
    materializationPlanned(at('r2', 'a'), 'a'),
    stepStarted(at('r1', 'a'), 1),
  ];
  expect(stateOf('a', events)?.inProgress).toEqual([
    { runId: 'r1', stepKey: 'a', started: true },
    { runId: 'r2', stepKey: 'a', started: false },
  ]);
  const after = stateOf('a', [...events, made('r1', 'a')]);
  expect(after?.latest?.id).toBe(3);
  expect(after?.inProgress).toEqual([{ runId: 'r2', stepKey: 'a', started: false }]);
});

test('the last failure counts until the next materialization', () => {
  const failed = [
    made('r0', 'b'),
    materializationPlanned(at('r1', 'ab'), 'a'),
    materializationPlanned(at('r1', 'ab'), 'b'),
    stepFailure(at('r1', 'ab'), 1, error),
  ];
  expect(stateOf('a', failed)).toMatchObject({ lastFailure: { id: 3 }, inProgress: [] });
  expect(stateOf('b', failed)).toMatchObject({ latest: { id: 0 }, lastFailure: { id: 3 } });
  expect(stateOf('b', [...failed, made('r2', 'b')])?.lastFailure).toBeUndefined();
});

test('a step that was interrupted has not failed; a run that ended has nothing in progress', () => {
  const events = [
    materializationPlanned(at('r1', 'a'), 'a'),
    materializationPlanned(at('r1', 'c'), 'c'),
    stepStarted(at('r1', 'a'), 1),
    stepInterrupted(at('r1', 'a'), 1),
    runCanceled({ runId: 'r1', timestamp: 0 }, 'job'),
  ];
  expect(stateOf('a', events)).toEqual({ inProgress: [] });
  expect(stateOf('c', events)).toEqual({ inProgress: [] });
  expect(foldAssets(stored([...events, runSuccess({ runId: 'r1', timestamp: 0 }, 'job')])).planned.size).toBe(
    0,
  );
});

const partitionMade = (runId: string, partition: string) =>
  materialized(at(runId, 'p'), 'p', {
    partition,
    metadata: {},
    tags: {},
    codeVersion: '1',
    dataVersion: partition,
    inputVersions: {},
  });
const partitionFailed = (
  runId: string,
  partitions: string[],
  reason: 'COMPUTE_FAILED' | 'USER_TERMINATION',
) => failedToMaterialize(at(runId, 'p'), 'p', { reason, partitions });

test('a step of several partitions is at work until it ends, and each partition has its newest event', () => {
  const events = [
    materializationPlanned(at('r1', 'p'), 'p', ['a', 'b']),
    partitionMade('r1', 'a'),
    partitionMade('r0', 'b'),
  ];
  const during = stateOf('p', events);
  expect(during?.inProgress).toMatchObject([{ runId: 'r1', partitions: ['a', 'b'] }]);
  expect([...during!.partitions!].map(([key, { id }]) => [key, id])).toEqual([
    ['a', 1],
    ['b', 2],
  ]);
  expect(stateOf('p', [...events, stepSuccess(at('r1', 'p'), 1)])?.inProgress).toEqual([]);
});

test('a partition has failed until it is made again; one that was stopped by hand has not', () => {
  const events = [
    partitionFailed('r1', ['a', 'b'], 'COMPUTE_FAILED'),
    partitionFailed('r2', ['c'], 'USER_TERMINATION'),
    partitionMade('r3', 'a'),
  ];
  expect([...stateOf('p', events)!.failedPartitions!.keys()]).toEqual(['b']);
});

test('a wipe forgets what was made: all of it, or some partitions', () => {
  const events = [
    partitionMade('r1', 'a'),
    partitionMade('r1', 'b'),
    partitionFailed('r2', ['c'], 'COMPUTE_FAILED'),
  ];
  const some = stateOf('p', [...events, assetWiped({ runId: '', timestamp: 0 }, 'p', ['b', 'c'])]);
  expect([some?.latest?.id, [...some!.partitions!.keys()], some?.failedPartitions?.size]).toEqual([
    0,
    ['a'],
    0,
  ]);
  const all = [...events, assetWiped({ runId: '', timestamp: 0 }, 'p')];
  expect(stateOf('p', all)).toEqual({ inProgress: [] });
  expect(stateOf('p', [...all, partitionMade('r3', 'z')])?.latest?.id).toBe(4);
});

test('an op of a graph-backed asset that fails is a failure of the asset; one of another asset is not', () => {
  const inGraph = [
    materializationPlanned(at('r1', 'g.clean'), 'g'),
    materializationPlanned(at('r1', 'down'), 'down'),
    stepFailure(at('r1', 'g.fetch'), 1, error),
    stepAbandoned(at('r1', 'g.clean'), ['g.fetch']),
    stepAbandoned(at('r1', 'down'), ['g.fetch']),
  ];
  expect(stateOf('g', inGraph)).toMatchObject({ lastFailure: { id: 2 }, inProgress: [] });
  expect(stateOf('down', inGraph)).toEqual({ inProgress: [] });
});

test('checks and observations: the newest counts', () => {
  const evaluated = (check: string, passed: boolean) =>
    checkEvaluated(at('r1', 'a'), 'a', { check, passed, severity: 'ERROR', blocking: false, metadata: {} });
  const observed = assetObserved(at('r1', 'a'), 'a', { metadata: {}, tags: {}, dataVersion: '7' });
  const state = stateOf('a', [evaluated('x', true), evaluated('y', true), evaluated('x', false), observed]);
  expect([...state!.checks!].map(([name, { data }]) => [name, data.passed])).toEqual([
    ['x', false],
    ['y', true],
  ]);
  expect(state?.observation?.data.dataVersion).toBe('7');
});
