import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { EventOf } from '$lib/events/event';
import { workbench, type Workbench } from './workbench';

let bench: Workbench;
afterAll(() => bench.close());
beforeAll(async () => {
  bench = await workbench(`
const checked = (name, options, result) => {
  const made = asset({ name }, () => [1, 2]);
  return [
    made,
    asset({ name: name + '_down', ins: { made } }, ({ made }) => made.length),
    assetCheck({ asset: made, name: 'good', ins: { made }, ...options }, result),
  ];
};
export const passing = checked('passing', { blocking: true }, ({ made }) => new AssetCheckResult({ passed: made.length === 2, metadata: { n: made.length } }));
export const failing = checked('failing', {}, () => new AssetCheckResult({ passed: false }));
export const blocking = checked('blocking', { blocking: true }, () => new AssetCheckResult({ passed: false, description: 'too few' }));
export const warning = checked('warning', { blocking: true }, () => new AssetCheckResult({ passed: false, severity: 'WARN' }));
export const inside = asset({ checkSpecs: [new AssetCheckSpec({ name: 'own' })] }, () =>
  new MaterializeResult({ value: 1, checkResults: [new AssetCheckResult({ passed: true, checkName: 'own' })] }));
const yay = successHook(function yay({ log }) { log.info('yay'); });
const oh = failureHook(function oh({ error }) { if (!error) throw new Error('no error'); });
const throwing = successHook(function throwing() { throw new Error('hook broke'); });
const fine = op({ hooks: [yay, oh, throwing] }, () => 1);
const fails = op({ hooks: [yay, oh], retryPolicy: new RetryPolicy() }, () => { throw new Error('x'); });
export const hooked = job(() => { fine(); fails(); });
`);
});

async function drive(what: readonly string[] | string) {
  const run = await bench.launch(what);
  const status = await bench.drive(run);
  const events = await bench.events(run);
  const evaluation = events.find(({ type }) => type === 'ASSET_CHECK_EVALUATION');
  return { run, status, events, evaluation: evaluation as EventOf<'ASSET_CHECK_EVALUATION'> | undefined };
}

describe('checks', () => {
  test('one that passes says what it judged; downstream waits for a blocking one', async () => {
    const { status, events, evaluation } = await drive(['passing', 'passing_down']);
    expect(status).toBe('SUCCESS');
    const made = events.find(
      ({ type }) => type === 'ASSET_MATERIALIZATION',
    ) as EventOf<'ASSET_MATERIALIZATION'>;
    expect(evaluation).toMatchObject({
      assetKey: 'passing',
      data: {
        check: 'good',
        passed: true,
        severity: 'ERROR',
        blocking: true,
        metadata: { n: { value: 2 } },
        target: { runId: made.runId, timestamp: made.timestamp, dataVersion: made.data.dataVersion },
      },
    });
    const planned = events.filter(({ type }) => type === 'ASSET_CHECK_EVALUATION_PLANNED');
    expect(planned).toHaveLength(1);
    const down = events.findIndex(({ stepKey, type }) => stepKey === 'passing_down' && type === 'STEP_START');
    expect(down).toBeGreaterThan(events.indexOf(evaluation!));
  });

  test.each([
    ['failing', 'SUCCESS', 'STEP_SUCCESS', 'STEP_SUCCESS'],
    ['warning', 'SUCCESS', 'STEP_SUCCESS', 'STEP_SUCCESS'],
    ['blocking', 'FAILURE', 'STEP_FAILURE', 'STEP_ABANDONED'],
  ])('%s: the run ends in %s', async (name, status, check, down) => {
    const { run, status: ended, evaluation } = await drive([name, `${name}_down`]);
    expect(ended).toBe(status);
    expect(evaluation!.data.passed).toBe(false);
    expect((await bench.log(run, `${name}_good`)).at(-1)).toBe(check);
    expect((await bench.log(run, `${name}_down`)).at(-1)).toBe(down);
    expect(await bench.log(run, name)).toContain('STEP_SUCCESS');
  });

  test('an asset’s own function may answer for a check', async () => {
    const { status, evaluation } = await drive(['inside']);
    expect([status, evaluation?.data.check, evaluation?.stepKey]).toEqual(['SUCCESS', 'own', 'inside']);
  });
});

test('hooks follow the end of their step, and change nothing', async () => {
  const { run, status } = await drive('hooked');
  expect(status).toBe('FAILURE');
  const after = (log: readonly string[], end: string) => log.slice(log.indexOf(end));
  expect(after(await bench.log(run, 'fine'), 'STEP_SUCCESS')).toEqual([
    'STEP_SUCCESS',
    'HOOK_COMPLETED',
    'HOOK_SKIPPED',
    'HOOK_ERRORED',
  ]);
  const failed = await bench.log(run, 'fails');
  expect(failed.filter((type) => type === 'STEP_UP_FOR_RETRY')).toHaveLength(1);
  expect(after(failed, 'STEP_FAILURE')).toEqual(['STEP_FAILURE', 'HOOK_SKIPPED', 'HOOK_COMPLETED']);
  expect(failed.filter((type) => type.startsWith('HOOK'))).toHaveLength(2);
});
