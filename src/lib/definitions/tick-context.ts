import type { Logger } from './asset-execution-context';

/** What a function that is called at a tick is told. */
interface TickContext<Resources> {
  readonly log: Logger;
  readonly resources: Resources;
}

/** What a schedule's function is told. */
export interface ScheduleEvaluationContext<
  Resources = Readonly<Record<string, unknown>>,
> extends TickContext<Resources> {
  readonly scheduleName: string;
  /** The time by the schedule's cron that this tick stands for; of a dry run, when it is evaluated. */
  readonly scheduledExecutionTime: Date;
  /** The tags of the runs that it asks for. */
  readonly tags: Readonly<Record<string, string>>;
}

/** What a sensor's function is told. */
export interface SensorEvaluationContext<
  Resources = Readonly<Record<string, unknown>>,
> extends TickContext<Resources> {
  readonly sensorName: string;
  /** What the last evaluation that did not fail has left; `undefined` at first. */
  readonly cursor: string | undefined;
  /** Leaves it for the next evaluation, if this one does not fail. `undefined` empties it. */
  updateCursor(cursor: string | undefined): void;
  /** When the last tick was, in ms since the epoch. */
  readonly lastTickCompletionTime: number | undefined;
  /** The run key of the last run that it asked for. */
  readonly lastRunKey: string | undefined;
}
