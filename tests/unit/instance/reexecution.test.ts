import { expect, test } from 'vitest';
import { decodeValue } from '$lib/artifacts/codecs/decode-value';
import type { Instance, ReexecutionRequest } from '$lib/instance/instance';
import { ended, launched, notebookThatImports, openHome } from '../../fixtures/open-home';

const broken = "throw new Error('burnt')";
const text = (bake: string) =>
  notebookThatImports(
    'asset, op, job',
    `const dough = op({ name: 'dough' }, (_, { log }) => { log.info('kneading'); return 3; });
    const bake = op({ name: 'bake' }, ({ dough }) => { ${bake}; });
    const eat = op({ name: 'eat' }, ({ cake }) => cake + 1);
    export const party = job(() => { eat({ cake: bake({ dough: dough() }) }); });`,
    `export const flour = asset(() => 1);
    export const bread = asset({ ins: { flour } }, ({ flour }) => { ${bake.replaceAll('dough', 'flour')}; });`,
  );

async function afterFailure(jobName?: string) {
  const { instance } = await openHome();
  const source = text(broken);
  await instance.createNotebook({ id: 'party', source });
  const parent = await launched(instance, {
    location: 'party',
    ...(jobName && { jobName }),
    tags: { by: 'hand' },
  });
  expect(parent.status).toBe('FAILURE');
  const { revision } = (await instance.openNotebook('party'))!;
  const correct = () =>
    instance.saveNotebook({ id: 'party', source: text('return dough * 2'), base: revision });
  const again = async (request: Omit<ReexecutionRequest, 'parentRunId'>) =>
    ended(instance, (await instance.reexecuteRun({ parentRunId: parent.id, ...request })).runId);
  return { instance, parent, correct, again };
}

const started = async (instance: Instance, runId: string) =>
  (await instance.runEvents(runId, { types: ['STEP_START'] })).map(({ stepKey }) => stepKey);

test('from failure: what failed and what waited for it, with the values of the run before, by corrected code', async () => {
  const { instance, parent, correct, again } = await afterFailure('party');
  await correct();
  const run = await again({ steps: 'failure', tags: { try: 'two' } });
  expect(run).toMatchObject({ status: 'SUCCESS', parentRunId: parent.id, rootRunId: parent.id });
  expect(run.tags).toEqual({
    by: 'hand',
    try: 'two',
    'dagster/parent_run_id': parent.id,
    'dagster/root_run_id': parent.id,
    'dagster/is_resume_retry': 'true',
  });
  expect(await started(instance, run.id)).toEqual(['bake', 'eat']);
  const handled = (await instance.runEvents(run.id, { types: ['HANDLED_OUTPUT'] })).at(-1);
  const pointer = handled?.type === 'HANDLED_OUTPUT' ? handled.data.value : undefined;
  expect(decodeValue((await instance.value(pointer!))!)).toBe(7);
});

test('a chain of runs keeps its root, and all of it is found', async () => {
  const { instance, parent, correct, again } = await afterFailure('party');
  const second = await again({ steps: 'failure' });
  expect(second.status).toBe('FAILURE');
  await correct();
  const { runId } = await instance.reexecuteRun({ parentRunId: second.id, steps: 'failure' });
  const third = await ended(instance, runId);
  expect(third).toMatchObject({ status: 'SUCCESS', parentRunId: second.id, rootRunId: parent.id });
  const chain = await instance.listRuns({ rootRunId: parent.id });
  expect(chain.map(({ id }) => id)).toEqual([third.id, second.id, parent.id]);
});

test('all of it, or chosen steps', async () => {
  const { instance, correct, again } = await afterFailure('party');
  await correct();
  const all = await again({ steps: 'all' });
  expect(await started(instance, all.id)).toEqual(['dough', 'bake', 'eat']);
  const one = await again({ steps: ['bake'] });
  expect(await started(instance, one.id)).toEqual(['bake']);
  expect(one.tags).toMatchObject({ 'dagster/step_selection': 'bake' });
  const success = instance.reexecuteRun({ parentRunId: all.id, steps: 'failure' });
  await expect(success).rejects.toMatchObject({ remedy: expect.any(String) });
  await expect(again({ steps: ['nope'] })).rejects.toMatchObject({
    message: expect.stringContaining('nope'),
  });
});

test('assets: what was made stays, and the new code version counts', async () => {
  const { instance, correct, again } = await afterFailure();
  await correct();
  const run = await again({ steps: 'failure' });
  expect(run.status).toBe('SUCCESS');
  expect(await started(instance, run.id)).toEqual(['bread']);
  const assets = await instance.assets('party');
  expect(assets.map(({ stale }) => stale.status)).toEqual(['FRESH', 'FRESH']);
});

test('a step that reads something else now is not executed again by an old plan', async () => {
  const { instance, parent } = await afterFailure('party');
  const { revision, source } = (await instance.openNotebook('party'))!;
  const changed = source.replace('dough: dough()', 'dough: dough(), salt: dough()');
  await instance.saveNotebook({ id: 'party', source: changed, base: revision });
  const request = { parentRunId: parent.id, steps: 'failure' } as const;
  await expect(instance.reexecuteRun(request)).rejects.toMatchObject({ name: 'StepChanged' });
});
