import { expect, test } from 'vitest';
import { executeInProcess } from 'dagbook/testing';
import * as opGraphJob from '../../static/examples/op-graph-job.nb.ts';
import { openExamples } from '../fixtures/examples';

test('ops become steps of a graph, and the graph a job', async () => {
  const { run } = await openExamples('op-graph-job');
  const { status, steps } = await run({ jobName: 'myEtlJob' });
  expect(status).toBe('SUCCESS');
  expect(steps).toEqual(['etlProcess.extractData', 'etlProcess.transformData']);

  const result = await executeInProcess(opGraphJob.myEtlJob, { definitions: opGraphJob });
  expect(result.outputValue('etlProcess.extractData')).toEqual({ data: [1, 2, 3, 4, 5] });
  expect(result.outputValue('etlProcess.transformData')).toEqual({ transformedData: [2, 4, 6, 8, 10] });
});

test('a job of assets runs what it selects, in the order of the lineage', async () => {
  const { run, snapshot, value } = await openExamples('asset-job');
  expect((await snapshot()).jobs.map(({ name }) => name)).toEqual(['process_daily_data']);
  const { status, steps } = await run({ jobName: 'process_daily_data' });
  expect(status).toBe('SUCCESS');
  expect(steps).toEqual(['dailyExtract', 'dailyTransform', 'dailyLoad']);
  expect(await value('dailyLoad')).toEqual([
    { product: 'sponge', sold: 20 },
    { product: 'cheesecake', sold: 9 },
  ]);
});

test('a job says which executor it is for', async () => {
  const { run, snapshot } = await openExamples('executors');
  expect((await snapshot()).executor).toEqual({ type: 'multiprocess', maxConcurrent: 2 });
  const workers = async (jobName: string) => {
    const { status, steps, events } = await run({ jobName });
    expect([status, steps.at(-1)]).toEqual(['SUCCESS', 'serve']);
    return events.filter(({ type }) => type === 'STEP_WORKER_STARTED').length;
  };
  expect(await workers('my_job')).toBe(3);
  expect(await workers('one_by_one')).toBe(0);
});
