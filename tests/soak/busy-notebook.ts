import { notebookOf } from '../e2e/notebook-page';

/**
 * Where something always happens by itself: a sensor that counts what it has asked for, one that follows it, a schedule,
 * and an asset with a condition. `every` is the pause of the counting sensor, in seconds.
 */
export const busyNotebook = (every: number): string =>
  notebookOf('Busy', [
    `import { assetSensor, AutomationCondition, automationConditionSensor, DynamicPartitionsDefinition } from 'dagbook';
import { defineAssetJob, RunRequest, schedule, sensor } from 'dagbook';
export const count = asset(() => Array.from({ length: 1000 }, (_, at) => at));
export const sum = asset({ ins: { count } }, ({ count }) => count.reduce((one, other) => one + other, 0));
export const seen = asset(() => new Date().toISOString());
export const eager = asset({ deps: [seen], automationCondition: AutomationCondition.eager() }, () => 1);
export const minutely = asset(() => 1);
export const named = asset({ partitionsDef: new DynamicPartitionsDefinition({ name: 'names' }) }, () => 1);

export const counting = defineAssetJob({ selection: [count, sum] });
export const seeing = defineAssetJob({ selection: [seen] });
export const minute = defineAssetJob({ selection: [minutely] });
export const everyMinute = schedule({ cronSchedule: '* * * * *', job: minute, defaultStatus: 'RUNNING' });
export const look = sensor({ job: counting, minimumIntervalSeconds: ${every}, defaultStatus: 'RUNNING' }, (context) => {
  const number = Number(context.cursor ?? 0) + 1;
  context.updateCursor(String(number));
  return new RunRequest({ runKey: String(number) });
});
export const conditions = automationConditionSensor({ target: '*', defaultStatus: 'RUNNING' });
export const follow = assetSensor({ assetKey: 'sum', job: seeing, defaultStatus: 'RUNNING' }, (_, event) => new RunRequest({ runKey: event.runId }));`,
    '// typed:',
  ]);
