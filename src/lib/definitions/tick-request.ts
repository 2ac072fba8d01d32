import type { SerializedError } from '../base/errors';
import type { LogLine } from './kept-logger';
import type { RunConfig } from './snapshot';
import type { TickOutcome } from './tick-outcome';
import type { WatchedEvents } from './watched-events';

/** One evaluation of a schedule or sensor, to be made in an isolate. Plain data; times are ms since the epoch. */
export type TickRequest = {
  readonly name: string;
  /** Of resources; `env` holds the environment variables that their configs name. */
  readonly config: RunConfig;
  readonly env: Readonly<Record<string, string>>;
} & (
  | { readonly type: 'schedule'; readonly scheduledExecutionTime: number }
  | {
      readonly type: 'sensor';
      readonly cursor?: string;
      readonly lastRunKey?: string;
      readonly lastTickCompletionTime?: number;
      readonly lastSensorStartTime?: number;
      readonly seen?: WatchedEvents;
    }
);

/** What came of it. */
export interface TickAnswer {
  /** Absent where its function failed. */
  readonly outcome?: TickOutcome;
  readonly error?: SerializedError;
  readonly logs: readonly (LogLine & { readonly timestamp: number })[];
}
