import { DagbookError, serializeError } from '../../base/errors';
import { askDagsterInstance } from '../../definitions/ask-dagster-instance';
import { evaluateSchedule, evaluateSensor } from '../../definitions/evaluate-tick';
import type { RuntimeAutomation } from '../../definitions/node-definition';
import { requiredResources } from '../../definitions/required-resources';
import { resourceKeys } from '../../definitions/resource-needs';
import type { ScheduleDefinition } from '../../definitions/schedule';
import { sensorContext } from '../../definitions/sensor-context';
import type { SensorDefinition } from '../../definitions/sensor';
import type { TickOutcome } from '../../definitions/tick-outcome';
import type { TickAnswer, TickRequest } from '../../definitions/tick-request';
import type { LoadedNotebook } from '../../location/inside/loaded-notebook';
import type { TickHost } from '../../location/inside/engine';
import { attachedFile } from './attached-file';
import { boundedTick } from './bounded-tick';
import { ResourceInitFailed, RunResources } from './run-resources';
import { stepLogger } from './step-logger';
import { cutText } from '../../location/inside/step-outbox';

/** What is kept of one tick's log, in characters; each line counts as `perLine` more. */
const mostLogged = 2 ** 20;
const perLine = 1_000;

const logIsFull = 'This tick logged too much: what follows is left out';

/** Evaluates a schedule or sensor inside the isolate, with resources of its own that are torn down after it. */
export async function evaluateTick(
  request: TickRequest,
  loaded: LoadedNotebook | undefined,
  { files, strayErrors }: TickHost,
): Promise<TickAnswer> {
  const logs: TickAnswer['logs'][0][] = [];
  let left = mostLogged;
  const log = stepLogger((level, text) => {
    if (left < 0) return;
    const message = cutText(text);
    left -= message.length + perLine;
    const line = left < 0 ? ({ level: 'WARNING', message: logIsFull } as const) : { level, message };
    logs.push({ ...line, timestamp: Date.now() });
  });
  const resources = new RunResources();
  const scope = 'tick';
  try {
    const { automation, notebook } = find(request, loaded);
    const keys = resourceKeys(automation.definition.options.resources);
    await resources.open({ runId: scope, keys, config: request.config, env: request.env }, notebook, log);
    const around = {
      log,
      instance: askDagsterInstance(files.askInstance),
      resources: requiredResources(request.name, resources.values(scope, keys)),
      file: (path: string) => attachedFile(path, files.readAttachment, notebook.importReader),
    };
    const outcome = boundedTick(request.name, await outcomeOf(request, automation, around));
    const [stray] = await strayErrors();
    if (stray !== undefined) throw stray;
    return { outcome, logs };
  } catch (thrown) {
    const error =
      thrown instanceof ResourceInitFailed ? thrown.data : (loaded?.locate ?? serializeError)(thrown);
    return { error, logs };
  } finally {
    for (const error of await resources.close(scope)) log.error(error.message);
  }
}

function outcomeOf(
  request: TickRequest,
  { definition, jobs, keysOf }: RuntimeAutomation,
  around: Parameters<typeof sensorContext>[1],
): Promise<TickOutcome> {
  const { name } = request;
  const subject = { name, jobs, keysOf };
  if (request.type === 'schedule') {
    const { tags = {} } = definition.options;
    const scheduledExecutionTime = new Date(request.scheduledExecutionTime);
    const context = { ...around, scheduleName: name, scheduledExecutionTime, tags };
    return evaluateSchedule(definition as ScheduleDefinition, context, subject);
  }
  const { seen } = request;
  const context = sensorContext(request, around, (reference) => keysOf(reference)[0]!);
  const record = seen?.type === 'asset' ? seen.record : undefined;
  return evaluateSensor(definition as SensorDefinition, context, subject, record);
}

function find(
  { name }: TickRequest,
  loaded: LoadedNotebook | undefined,
): { readonly automation: RuntimeAutomation; readonly notebook: LoadedNotebook } {
  const automation = loaded?.definitions.automations.get(name);
  if (loaded && automation) return { automation, notebook: loaded };
  throw new DagbookError(`The notebook defines no schedule or sensor "${name}"`, {
    name: 'UnknownAutomation',
    remedy: 'Its cell may have failed while loading: see the errors of the code location.',
  });
}
