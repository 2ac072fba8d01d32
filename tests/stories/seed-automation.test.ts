import { expect, test } from 'vitest';
import { buildScheduleContext, buildSensorContext } from 'dagbook';
import { executeInProcess } from 'dagbook/testing';
import { evaluateSchedule, evaluateSensor } from '$lib/definitions/evaluate-tick';
import * as cake from '../../static/examples/cake.nb.ts';
import * as automation from '../../static/examples/schedule-and-sensor.nb.ts';
import { openExamples } from '../fixtures/examples';

const nine = new Date('2026-03-01T00:00:00Z'); // in Seoul

test('the schedule of the cakes asks for one run each morning', async () => {
  const context = buildScheduleContext({ scheduledExecutionTime: nine });
  const subject = { name: 'daily_cake_production', jobs: ['cake_production_job'] };
  expect(await evaluateSchedule(cake.cakeProductionSchedule, context, subject)).toMatchObject({
    runRequests: [{ jobName: 'cake_production_job' }],
  });
});

test('a schedule with a function says more about its run', async () => {
  const context = buildScheduleContext({ scheduledExecutionTime: nine });
  const { runRequests } = await evaluateSchedule(automation.dailyRecipeCount, context, {
    name: 'daily_recipe_count',
    jobs: ['recipe_count_job'],
  });
  expect(runRequests).toMatchObject([{ runKey: '2026-03-01', tags: { day: '2026-03-01' } }]);
});

test('a sensor asks for a run for the newest file, with the config of that run', async () => {
  const evaluate = (files: readonly string[]) =>
    evaluateSensor(
      automation.newRecipeSensor,
      buildSensorContext({ resources: { recipeFolder: { list: async () => files } } }),
      { name: 'newRecipeSensor', jobs: ['process_new_recipes_job'] },
    );
  expect(await evaluate([])).toMatchObject({ skipReason: 'There are no new recipe files.', runRequests: [] });
  const { runRequests } = await evaluate(['new_recipes/1.json', 'new_recipes/2.json']);
  const runConfig = { ops: { processRecipe: { config: { file_path: 'new_recipes/2.json' } } } };
  expect(runRequests).toMatchObject([{ jobName: 'process_new_recipes_job', runKey: '2.json', runConfig }]);

  const read = async (path: string) => ({ name: `recipe of ${path}` });
  const resources = { recipeFolder: { read } };
  const options = { definitions: automation, resources, runConfig: runRequests[0]!.runConfig };
  const result = await executeInProcess(automation.processNewRecipesJob, options);
  expect(result.outputValue('processRecipe')).toBe('recipe of new_recipes/2.json');
});

test('a delivered recipe is in the folder; both automations are known and stopped', async () => {
  const { run, snapshot, value } = await openExamples('schedule-and-sensor');
  const { schedules, sensors } = await snapshot();
  expect(schedules).toMatchObject([{ name: 'daily_recipe_count', timezone: 'Asia/Seoul', isRunning: false }]);
  expect(sensors).toMatchObject([
    { name: 'newRecipeSensor', jobs: ['process_new_recipes_job'], minimumIntervalSeconds: 60 },
  ]);
  await run({ jobName: 'deliver_recipe' });
  expect((await run({ jobName: 'recipe_count_job' })).status).toBe('SUCCESS');
  expect(await value('recipeCount')).toBe(1);
});
