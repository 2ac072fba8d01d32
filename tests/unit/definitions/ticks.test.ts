import { AssetObservation } from '$lib/definitions/asset-events';
import { buildScheduleContext, buildSensorContext } from '$lib/definitions/build-tick-context';
import { evaluateSchedule, evaluateSensor } from '$lib/definitions/evaluate-tick';
import { RunRequest, SkipReason } from '$lib/definitions/run-request';
import { DynamicPartitionsDefinition } from '$lib/definitions/partitions/static-partitions';
import { schedule, type ScheduleFunction } from '$lib/definitions/schedule';
import { sensor, type SensorFunction } from '$lib/definitions/sensor';
import { SensorResult } from '$lib/definitions/sensor-result';
import { describe, expect, it } from 'vitest';

const daily = '0 9 * * *';
const scheduledExecutionTime = new Date('2021-05-06T00:00Z');
const subject = { name: 's', jobs: ['j'] };
const nothing = { dynamicPartitionsRequests: [], assetEvents: [] };

describe('what a schedule asks for', () => {
  const evaluate = (options: object, fn?: ScheduleFunction) =>
    evaluateSchedule(
      schedule({ cronSchedule: daily, job: 'j', ...options }, fn as never),
      buildScheduleContext({ scheduledExecutionTime }),
      subject,
    );
  const run = (more = {}) => ({ runRequests: [{ jobName: 'j', tags: {}, ...more }], ...nothing });
  const skip = (skipReason: string) => ({ runRequests: [], skipReason, ...nothing });

  it.each<[string, object, ScheduleFunction | undefined, unknown]>([
    [
      'a run, without a function',
      { tags: { a: 'b' }, runConfig: { ops: {} } },
      undefined,
      run({ tags: { a: 'b' }, runConfig: { ops: {} } }),
    ],
    [
      'config by a function',
      { runConfig: () => ({ ops: { a: {} } }) },
      undefined,
      run({ runConfig: { ops: { a: {} } } }),
    ],
    [
      'tags by a function, over its own',
      {
        tags: { a: '1', b: '1' },
        tagsFn: async ({ scheduledExecutionTime }: { scheduledExecutionTime: Date }) => ({
          b: String(scheduledExecutionTime.getUTCDate()),
        }),
      },
      undefined,
      run({ tags: { a: '1', b: '6' } }),
    ],
    [
      'what is stale of some assets',
      {},
      () => new RunRequest({ assetSelection: ['a', 'b/c'], staleAssetsOnly: true }),
      run({ assetSelection: ['a', 'b/c'], staleAssetsOnly: true }),
    ],
    [
      'checks alone',
      {},
      () => new RunRequest({ assetCheckKeys: [{ assetKey: 'a', name: 'is_even' }] }),
      run({ assetSelection: [], checks: [{ assetKey: 'a', name: 'is_even' }] }),
    ],
    [
      'a request, with the time of the tick',
      {},
      ({ scheduledExecutionTime: time }) => new RunRequest({ partitionKey: time.toISOString().slice(0, 10) }),
      run({ partitionKey: '2021-05-06' }),
    ],
    [
      'tags over those of the schedule',
      { tags: { a: '1', b: '1' } },
      () => new RunRequest({ tags: { a: '2' } }),
      run({ tags: { a: '2', b: '1' } }),
    ],
    ['a reason to skip (case sch-05)', {}, () => new SkipReason('nothing'), skip('nothing')],
    ['nothing', {}, () => {}, skip('the schedule function answered nothing')],
    ['an empty list', {}, async () => [], skip('the schedule function answered nothing')],
    [
      'a run config',
      {},
      () => ({ ops: { a: { config: 1 } } }),
      run({ runConfig: { ops: { a: { config: 1 } } } }),
    ],
    ['several, with keys', {}, function* () { yield new RunRequest({ runKey: '1' }); yield new RunRequest({ runKey: '2' }); }, { runRequests: [{ jobName: 'j', tags: {}, runKey: '1' }, { jobName: 'j', tags: {}, runKey: '2' }], ...nothing }], // prettier-ignore
    [
      'not to be evaluated',
      { shouldExecute: () => false },
      () => new RunRequest(),
      skip('shouldExecute of s answered false'),
    ],
    [
      'a tag of any text, as runs may have (Dagster)',
      {},
      () => new RunRequest({ tags: { at: '2026-01-31T09:00:00Z', file: 'a b/c.csv' } }),
      run({ tags: { at: '2026-01-31T09:00:00Z', file: 'a b/c.csv' } }),
    ],
    [
      'assets',
      {},
      () => new RunRequest({ assetSelection: ['a', 'p/b'] }),
      run({ assetSelection: ['a', 'p/b'] }),
    ],
  ])('%s', async (_, options, fn, outcome) => {
    expect(await evaluate(options, fn)).toEqual(outcome);
  });

  it.each<[string, ScheduleFunction, RegExp]>([
    [
      'several without keys',
      () => [new RunRequest(), new RunRequest({ runKey: '1' })],
      /do not all have a run key/,
    ],
    [
      'several of one key',
      () => [new RunRequest({ runKey: '1' }), new RunRequest({ runKey: '1' })],
      /run key of their own/,
    ],
    ['a run and a reason', function* () { yield new RunRequest(); yield new SkipReason('x'); }, /both a RunRequest and a SkipReason/], // prettier-ignore
    ['a number', () => 5 as never, /answered something that is no RunRequest/],
    ['a bad tag', () => new RunRequest({ tags: { 'a b': '' } }), /tag key "a b"/],
    ['a tag that is no text', () => new RunRequest({ tags: { n: 1 as never } }), /tag "n", 1, is not legal/],
    ['another job', () => new RunRequest({ jobName: 'k' }), /for the job "k", which it does not run/],
    ['its own error', () => { throw new Error('burnt'); }, /^burnt$/], // prettier-ignore
  ])('refuses %s', async (_, fn, message) => {
    await expect(evaluate({}, fn)).rejects.toThrow(message);
  });
});

describe('what a sensor asks for', () => {
  const evaluate = (fn: SensorFunction, cursor?: string, jobs = ['j']) =>
    evaluateSensor(
      sensor({ job: 'j' }, fn as never),
      buildSensorContext(cursor === undefined ? {} : { cursor }),
      { name: 's', jobs },
    );

  it.each<[string, SensorFunction, unknown]>([
    ['runs', function* () { yield new RunRequest({ runKey: 'a' }); yield new RunRequest({ runKey: 'b' }); }, { runRequests: [{ jobName: 'j', runKey: 'a', tags: {} }, { jobName: 'j', runKey: 'b', tags: {} }] }], // prettier-ignore
    ['nothing', () => {}, { runRequests: [], skipReason: 'the sensor function answered nothing' }],
    ['a new cursor and a reason (case sen-11)', (context) => { context.updateCursor('6'); return new SkipReason('none'); }, { runRequests: [], skipReason: 'none', cursor: '6' }], // prettier-ignore
    ['the same cursor', (context) => { context.updateCursor('5'); }, { runRequests: [], skipReason: 'the sensor function answered nothing' }], // prettier-ignore
    [
      'all at once',
      () =>
        new SensorResult({
          runRequests: [new RunRequest({ partitionKey: 'k' })],
          cursor: '7',
          dynamicPartitionsRequests: [{ type: 'add', partitionsDefName: 'd', partitionKeys: ['k'] }],
          assetEvents: [new AssetObservation({ assetKey: 'a', metadata: { n: 1 } })],
        }),
      {
        runRequests: [{ jobName: 'j', partitionKey: 'k', tags: {} }],
        cursor: '7',
        dynamicPartitionsRequests: [{ type: 'add', partitionsDefName: 'd', partitionKeys: ['k'] }],
        assetEvents: [
          {
            type: 'assetEvent',
            event: 'observation',
            assetKey: 'a',
            metadata: { n: { type: 'int', value: 1 } },
            tags: {},
          },
        ],
      },
    ],
    [
      'a reason in a result',
      () => new SensorResult({ skipReason: 'none' }),
      { runRequests: [], skipReason: 'none' },
    ],
  ])('%s', async (_, fn, outcome) => {
    expect(await evaluate(fn, '5')).toEqual({ ...nothing, ...(outcome as object) });
  });

  it.each<[string, SensorFunction, readonly string[], RegExp]>([
    ['two ways to set the cursor', (context) => { context.updateCursor('6'); return new SensorResult({ cursor: '7' }); }, ['j'], /set the cursor by context.updateCursor and in its SensorResult/], // prettier-ignore
    ['which of several jobs?', () => new RunRequest(), ['j', 'k'], /does not say of which job/],
    ['nothing to run', () => new RunRequest(), [], /does not say what to run/],
    [
      'runs and a reason',
      () => new SensorResult({ runRequests: [new RunRequest()], skipReason: 'x' }),
      ['j'],
      /both a RunRequest and a SkipReason/,
    ],
    ['several reasons', function* () { yield new SkipReason('a'); yield new SkipReason('b'); }, ['j'], /several SkipReasons/], // prettier-ignore
    ['a result and more', function* () { yield new SensorResult(); yield new RunRequest(); }, ['j'], /a SensorResult and something else/], // prettier-ignore
    [
      'an illegal partition',
      () =>
        new SensorResult({
          dynamicPartitionsRequests: [{ type: 'add', partitionsDefName: 'd', partitionKeys: ['a...b'] }],
        }),
      ['j'],
      /partition key "a...b" is not legal/,
    ],
    ['a record', () => ({ ops: {} }) as never, ['j'], /it answered a record/],
  ])('refuses %s', async (_, fn, jobs, message) => {
    await expect(evaluate(fn, '5', [...jobs])).rejects.toThrow(message);
  });
});

describe('what a test builds', () => {
  it('a request is read as it was written', () => {
    expect(new RunRequest({ runKey: 'k', jobName: 'j' })).toMatchObject({
      runKey: 'k',
      jobName: 'j',
      tags: {},
    });
    expect(new SkipReason('none').skipMessage).toBe('none');
  });

  it('dynamic partitions ask for keys', () => {
    const kinds = new DynamicPartitionsDefinition({ name: 'kinds' });
    expect([kinds.buildAddRequest(['a']), kinds.buildDeleteRequest(['b'])]).toEqual([
      { type: 'add', partitionsDefName: 'kinds', partitionKeys: ['a'] },
      { type: 'delete', partitionsDefName: 'kinds', partitionKeys: ['b'] },
    ]);
  });

  it('a schedule that does not look at the time needs none', async () => {
    const context = buildScheduleContext();
    const named = schedule(
      { cronSchedule: daily, job: 'j' },
      ({ scheduleName }) => new SkipReason(scheduleName),
    );
    expect((await evaluateSchedule(named, context)).skipReason).toBe('schedule');
    expect(() => context.scheduledExecutionTime).toThrow('The context was built without a time');
  });

  it.each([
    [undefined, 5, true],
    [4, 5, true],
    [6, 5, false],
    [6, undefined, false],
  ])('last tick %s, started %s: is it the first tick since? %s', (completed, started, isFirst) => {
    const context = buildSensorContext({
      ...(completed !== undefined && { lastTickCompletionTime: completed }),
      ...(started !== undefined && { lastSensorStartTime: started }),
    });
    expect(context.isFirstTickSinceSensorStart).toBe(isFirst);
  });
});
