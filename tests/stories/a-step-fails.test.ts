import { expect, test } from 'vitest';
import { foldRun } from '$lib/events/run-state';
import { workbench } from '../unit/execution/workbench';

test('one step fails: what needs it says why it does not run, everything else goes on', async () => {
  const kitchen = await workbench(`
export const flour = asset(() => 500);
export const oven = asset(() => { throw new Error('the oven is cold'); });
export const cake = asset({ ins: { flour }, deps: [oven] }, ({ flour }) => flour / 100);
export const report = asset({ ins: { cake } }, ({ cake }) => cake);
export const shopping = asset({ ins: { flour } }, ({ flour }) => 1000 - flour);
`);
  const run = await kitchen.launch();
  expect(await kitchen.drive(run)).toBe('FAILURE');

  const { steps, failure } = foldRun(await kitchen.events(run));
  expect(Object.fromEntries([...steps].map(([key, { status }]) => [key, status]))).toEqual({
    flour: 'succeeded',
    shopping: 'succeeded',
    oven: 'failed',
    cake: 'abandoned',
    report: 'abandoned',
  });
  expect(steps.get('oven')!.error).toMatchObject({ message: 'the oven is cold' });
  expect(steps.get('report')!.because).toEqual(['oven']);
  expect(failure).toEqual({ reason: 'STEP_FAILURE' });
  await kitchen.close();
});
