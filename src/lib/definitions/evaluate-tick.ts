import { RunRequest } from './run-request';
import type { ScheduleDefinition } from './schedule';
import type { SensorDefinition } from './sensor';
import { invalid } from './step-shape';
import type {
  RunStatusSensorEvaluationContext,
  ScheduleEvaluationContext,
  SensorEvaluationContext,
} from './tick-context';
import type { MaterializationRecord } from './watched-events';
import { answersOf, tickOutcome, type TickOutcome, type TickSubject } from './tick-outcome';

/** Of whatever kind of sensor; one that watches runs has no cursor. */
type SensorContext = Pick<SensorEvaluationContext, 'sensorName'> &
  (SensorEvaluationContext | (RunStatusSensorEvaluationContext & { readonly cursor?: undefined }));

/**
 * Evaluates a schedule at one time: calls its function, and says what it asks for. Rejects with what the function
 * threw, or with `InvalidTick` where its answer is none: then the tick has failed.
 */
export async function evaluateSchedule(
  { options, evaluate }: ScheduleDefinition,
  context: ScheduleEvaluationContext,
  subject: TickSubject = { name: context.scheduleName },
): Promise<TickOutcome> {
  const tags = { ...options.tags, ...subject.tags };
  const asRequest = (runConfig: object) => new RunRequest({ runConfig: runConfig as never });
  if (options.shouldExecute && !(await options.shouldExecute(context)))
    return tickOutcome({ ...subject, tags }, [], `shouldExecute of ${subject.name} answered false`);
  if (!evaluate) {
    const { runConfig: given, tagsFn } = options;
    const runConfig = typeof given === 'function' ? await given(context) : given;
    const own = await tagsFn?.(context);
    const request = new RunRequest({ ...(runConfig && { runConfig }), ...(own && { tags: own }) });
    return tickOutcome({ ...subject, tags }, [request], '');
  }
  const answers = await answersOf(evaluate(context as never), asRequest);
  const outcome = tickOutcome({ ...subject, tags }, answers, 'the schedule function answered nothing');
  const keys = outcome.runRequests.map(({ runKey }) => runKey);
  if (keys.length > 1 && (keys.includes(undefined) || new Set(keys).size < keys.length))
    throw invalid(
      subject,
      'it answered several RunRequests that do not all have a run key of their own',
      'Give each a runKey, so that none is launched twice for one time.',
      'InvalidTick',
    );
  return outcome;
}

/**
 * Evaluates a sensor once; `event` is what an asset sensor is evaluated for. `cursor` of the outcome is what its
 * function has left, in whichever way.
 */
export async function evaluateSensor(
  { options, evaluate }: SensorDefinition,
  context: SensorContext,
  subject: TickSubject = { name: context.sensorName },
  event?: MaterializationRecord,
): Promise<TickOutcome> {
  const before = context.cursor;
  const answers = await answersOf(evaluate(context as never, event as never), () => {
    throw invalid(
      subject,
      'it answered a record',
      'Return new RunRequest({ runConfig }) or new SensorResult({ … }).',
      'InvalidTick',
    );
  });
  const tags = { ...options.tags, ...subject.tags };
  const outcome = tickOutcome({ ...subject, tags }, answers, 'the sensor function answered nothing');
  const { cursor } = context;
  if (cursor === before) return outcome;
  if (outcome.cursor !== undefined)
    throw invalid(
      subject,
      'it set the cursor by context.updateCursor and in its SensorResult',
      'Do one of them.',
      'InvalidTick',
    );
  return { ...outcome, cursor: cursor ?? '' };
}
