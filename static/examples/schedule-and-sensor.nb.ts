// %% [notebook] {"format":1,"title":"Schedule and sensor"}

// %% [markdown] {"id":"vtdbq8vh"}
// # Schedule and sensor
//
// A **schedule** asks for runs by the clock, a **sensor** when it sees that there is something to do. Both are stopped
// until somebody switches them on.

// %% [markdown] {"id":"yvdem76q"}
// New recipes arrive in a folder, which is a resource here. The job `deliver_recipe` puts one there, so that there is
// something to see.

// %% {"id":"v1dysw3t","name":"recipeFolder"}
import {
  asset,
  defineAssetJob,
  job,
  op,
  resource,
  RunRequest,
  schedule,
  sensor,
  SensorResult,
} from 'dagbook';
import { z } from 'zod';

export const recipeFolder = resource(({ store }) => ({
  /** Oldest first: their names begin with the time. */
  list: () => store.list('new_recipes/'),
  async read(path: string): Promise<{ name: string }> {
    const bytes = await store.read(path);
    if (!bytes) throw new Error(`there is no ${path}`);
    return JSON.parse(new TextDecoder().decode(bytes));
  },
  write: (path: string, recipe: { name: string }) =>
    store.write(path, new TextEncoder().encode(JSON.stringify(recipe))),
}));

export const writeRecipe = op({ resources: { recipeFolder } }, async (_, { resources, runId }) => {
  await resources.recipeFolder.write(`new_recipes/${runId}.json`, { name: 'Lemon drizzle' });
});

export const deliverRecipe = job({ name: 'deliver_recipe' }, () => {
  writeRecipe();
});

// %% [markdown] {"id":"hcew75gs"}
// ## The sensor
//
// It is asked at most once a minute. The **run key** is the file's name: however often the sensor sees the file, there is
// one run for it. The run's config tells the op which file it is.

// %% {"id":"0wg6z4fp","name":"processNewRecipesJob"}
export const processRecipe = op(
  { configSchema: z.object({ file_path: z.string() }), resources: { recipeFolder } },
  async (_, { config, resources, log }) => {
    const { name } = await resources.recipeFolder.read(config.file_path);
    log.info(`processed ${name}`);
    return name;
  },
);

export const processNewRecipesJob = job({ name: 'process_new_recipes_job' }, () => {
  processRecipe();
});

// %% {"id":"8hkyzrzg","name":"newRecipeSensor"}
export const newRecipeSensor = sensor(
  { job: processNewRecipesJob, minimumIntervalSeconds: 60, resources: { recipeFolder } },
  async ({ resources }) => {
    const files = await resources.recipeFolder.list();
    const newest = files.at(-1);
    if (newest === undefined) return new SensorResult({ skipReason: 'There are no new recipe files.' });
    return new RunRequest({
      runKey: newest.split('/').at(-1),
      runConfig: { ops: { processRecipe: { config: { file_path: newest } } } },
    });
  },
);

// %% [markdown] {"id":"8bq280z7"}
// ## The schedule
//
// Every day at nine, in Seoul. Its function gets the time that the tick stands for; without a function, each tick asks
// for one run.

// %% {"id":"2bwktyhv","name":"dailyRecipeCount"}
export const recipeCount = asset({ resources: { recipeFolder } }, async (_, { resources }) => {
  return (await resources.recipeFolder.list()).length;
});

export const recipeCountJob = defineAssetJob({ name: 'recipe_count_job', selection: [recipeCount] });

export const dailyRecipeCount = schedule(
  { name: 'daily_recipe_count', cronSchedule: '0 9 * * *', timezone: 'Asia/Seoul', job: recipeCountJob },
  ({ scheduledExecutionTime }) => {
    const day = scheduledExecutionTime.toISOString().slice(0, 10);
    return new RunRequest({ runKey: day, tags: { day } });
  },
);
