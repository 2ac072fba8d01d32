import { expect, test } from 'vitest';
import { newRunId } from '$lib/base/ids';
import { decodeValue } from '$lib/artifacts/codecs/decode-value';
import { ended, notebookText, openHome } from '../../fixtures/open-home';

const chain = notebookText(
  'export const first = asset(() => [1, 2]);',
  'export const second = asset({ ins: { first } }, ({ first }) => first.length);',
  'export const firstOnly = defineAssetJob({ selection: "first", executor: { type: "in_process" } });',
);

test('a repeated launch with the same id launches one run', async () => {
  const { instance } = await openHome();
  await instance.createNotebook({ id: 'chain', source: chain });
  const runId = newRunId();
  await Promise.all([1, 2].map(() => instance.launchRun({ runId, location: 'chain' })));
  expect((await ended(instance, runId)).status).toBe('SUCCESS');
  expect(await instance.listRuns()).toHaveLength(1);
  const events = await instance.runEvents(runId);
  expect(events.filter(({ type }) => type === 'STEP_START')).toHaveLength(2);
});

test('a job brings its selection and executor; an unknown one is told with the known ones', async () => {
  const { instance } = await openHome();
  await instance.createNotebook({ id: 'chain', source: chain });
  const { runId } = await instance.launchRun({ location: 'chain', jobName: 'firstOnly' });
  const run = await ended(instance, runId);
  expect(run.plan.steps.map(({ key }) => key)).toEqual(['first']);
  expect(run.plan.executor.type).toBe('in_process');
  const unknown = instance.launchRun({ location: 'chain', jobName: 'all' });
  await expect(unknown).rejects.toMatchObject({ remedy: 'Its jobs are: firstOnly.' });
});

test('what was materialized is there after reopening, with its value; an edit makes it stale', async () => {
  const home = await openHome();
  await home.instance.createNotebook({ id: 'chain', source: chain });
  const { runId } = await home.instance.launchRun({ location: 'chain' });
  await ended(home.instance, runId);

  const instance = await home.reopen();
  const [first, second] = await instance.assets('chain');
  expect([first?.stale.status, second?.stale.status]).toEqual(['FRESH', 'FRESH']);
  const value = await instance.value(second!.latest!.data.value!);
  expect(decodeValue(value!)).toBe(2);

  const { revision } = (await instance.openNotebook('chain'))!;
  await instance.saveNotebook({ id: 'chain', source: chain.replace('[1, 2]', '[1, 2, 3]'), base: revision });
  await instance.loadLocation('chain');
  const after = await instance.assets('chain');
  expect(after.map(({ stale }) => stale)).toEqual([
    { status: 'STALE', causes: [{ category: 'CODE', reason: 'has a new code version' }] },
    { status: 'STALE', causes: [{ category: 'DATA', reason: 'stale dependency', dependency: 'first' }] },
  ]);
});

test('a cell that never ends is given up by cancel, and its asset can be run again', async () => {
  const { instance } = await openHome();
  await instance.createNotebook({
    id: 'loop',
    source: notebookText('export const stuck = asset(() => { while (true) {} });'),
  });
  const { runId } = await instance.launchRun({ location: 'loop' });
  await new Promise<void>((resolve) =>
    instance.subscribe(async () => {
      const events = await instance.runEvents(runId);
      if (events.some(({ type }) => type === 'STEP_START')) resolve();
    }),
  );
  await instance.cancelRun(runId);
  expect((await ended(instance, runId)).status).toBe('CANCELED');
  const [stuck] = await instance.assets('loop');
  expect(stuck?.inProgress).toEqual([]);
});

test('closing leaves a run as its log has it, and opening again goes on with it', async () => {
  const home = await openHome();
  const slow = notebookText(
    'export const quick = asset(() => 1);',
    'export const slow = asset({ ins: { quick } }, async ({ quick }) => { await new Promise((done) => setTimeout(done, 300)); return quick + 1; });',
  );
  await home.instance.createNotebook({ id: 'slow', source: slow });
  const { runId } = await home.instance.launchRun({ location: 'slow' });
  await new Promise<void>((resolve) =>
    home.instance.subscribe(async () => {
      const events = await home.instance.runEvents(runId);
      if (events.some(({ type, stepKey }) => type === 'STEP_START' && stepKey === 'slow')) resolve();
    }),
  );
  const instance = await home.reopen();
  expect((await ended(instance, runId)).status).toBe('SUCCESS');
  const events = await instance.runEvents(runId);
  const of = (type: string) => events.filter((event) => event.type === type).map(({ stepKey }) => stepKey);
  expect(of('STEP_RESTARTED')).toEqual(['slow']);
  expect(of('STEP_FAILURE')).toEqual([]);
  expect(of('ASSET_MATERIALIZATION')).toEqual(['quick', 'slow']);
});

test('a failed step is told on its asset until it succeeds', async () => {
  const { instance } = await openHome();
  await instance.createNotebook({
    id: 'bad',
    source: notebookText('export const bad = asset(() => { throw new Error("burnt"); });'),
  });
  const run = await ended(instance, (await instance.launchRun({ location: 'bad' })).runId);
  expect(run.status).toBe('FAILURE');
  const [bad] = await instance.assets('bad');
  expect(bad?.lastFailure?.data.error).toMatchObject({ message: 'burnt', at: { cell: 'cell0001', line: 1 } });
});
