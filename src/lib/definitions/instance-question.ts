import type { DagsterRun, ObservationRecord } from './dagster-instance';
import type { DynamicPartitionsRequest } from './run-request';
import type { AssetKeyString } from './snapshot';
import type { AssetEventYield } from './step-yield';
import type { MaterializationRecord } from './watched-events';

/** Materializations or observations of an asset. `after` and `before` are storage ids, without these themselves. */
export interface RecordsQuestion {
  readonly ask: 'materializations' | 'observations';
  readonly assetKey: AssetKeyString;
  readonly partitions?: readonly string[];
  readonly after?: number;
  readonly before?: number;
  /** ms since the epoch: at that time or later, and before that time. */
  readonly from?: number;
  readonly until?: number;
  readonly ascending?: boolean;
  readonly limit: number;
}

/** Runs, newest first; `before` is the id of one. */
export interface RunsQuestion {
  readonly ask: 'runs';
  readonly ids?: readonly string[];
  readonly jobName?: string;
  readonly statuses?: readonly DagsterRun['status'][];
  readonly tags?: Readonly<Record<string, string>>;
  readonly createdFrom?: number;
  readonly createdBefore?: number;
  readonly before?: string;
  readonly limit: number;
}

/** What code in an isolate asks of the instance, or says to it. Plain data. */
export type InstanceQuestion =
  | RecordsQuestion
  | RunsQuestion
  | { readonly ask: 'materializedPartitions'; readonly assetKey: AssetKeyString }
  | { readonly ask: 'dynamicPartitions'; readonly name: string }
  | { readonly ask: 'changeDynamicPartitions'; readonly request: DynamicPartitionsRequest }
  | { readonly ask: 'addRunTags'; readonly runId: string; readonly tags: Readonly<Record<string, string>> }
  | { readonly ask: 'report'; readonly event: AssetEventYield };

/** What comes back, by what was asked. */
export interface InstanceAnswers {
  readonly materializations: readonly MaterializationRecord[];
  readonly observations: readonly ObservationRecord[];
  readonly runs: readonly DagsterRun[];
  readonly materializedPartitions: readonly string[];
  readonly dynamicPartitions: readonly string[];
  readonly changeDynamicPartitions: void;
  readonly addRunTags: void;
  readonly report: void;
}

export type InstanceAnswer = InstanceAnswers[keyof InstanceAnswers];

export type AskInstance = (question: InstanceQuestion) => Promise<InstanceAnswer>;
