import { expect, test } from 'vitest';
import type { NewEvent, RunEvent } from '$lib/events/event';
import { foldAssets } from '$lib/events/asset-state';
import { materializationPlanned, runCanceled, runSuccess } from '$lib/events/run-event-makers';
import { materialized, stepFailure, stepInterrupted, stepStarted } from '$lib/events/step-event-makers';

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
