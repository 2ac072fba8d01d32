import { expect, test } from 'vitest';
import { decodeValue } from '$lib/artifacts/codecs/decode-value';
import { ended, launched, notebookText, openHome } from '../fixtures/open-home';

test('one asset is broken: its cell is corrected, and the run goes on from there with what was made', async () => {
  const { instance } = await openHome();
  const text = (bake: string) =>
    notebookText(
      'export const flour = asset((_, { log }) => { log.info("milling"); return 500; });',
      `export const cake = asset({ ins: { flour } }, ({ flour }) => { ${bake} });`,
      'export const report = asset({ ins: { cake } }, ({ cake }) => `${cake} cakes`);',
    );
  await instance.createNotebook({ id: 'bakery', source: text('throw new Error("the oven is cold");') });
  const failed = await launched(instance, { location: 'bakery' });
  expect(failed.status).toBe('FAILURE');

  await instance.saveNotebook({ id: 'bakery', source: text('return flour / 100;'), base: 1 });
  const { runId } = await instance.reexecuteRun({ parentRunId: failed.id, steps: 'failure' });
  const run = await ended(instance, runId);
  expect(run).toMatchObject({ status: 'SUCCESS', parentRunId: failed.id, rootRunId: failed.id });
  const started = await instance.runEvents(runId, { types: ['STEP_START'] });
  expect(started.map(({ stepKey }) => stepKey)).toEqual(['cake', 'report']);

  const [report] = await instance.materializations('report');
  expect(decodeValue((await instance.value(report!.data.value!))!)).toBe('5 cakes');
  const [flour] = await instance.materializations('flour');
  expect(flour!.runId).toBe(failed.id);
  expect((await instance.listRuns({ rootRunId: failed.id })).map(({ id }) => id)).toEqual([runId, failed.id]);
});
