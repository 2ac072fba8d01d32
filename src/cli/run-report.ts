import type { AssetKeyString, MetadataEntries } from '$lib/definitions/snapshot';
import type { RunEvent } from '$lib/events/event';
import type { RunStatus } from '$lib/events/run-status';
import { foldRun } from '$lib/events/run-state';
import type { StepStatus } from '$lib/events/step-state';

/** A run as `--json` prints it. */
export interface RunReport {
  readonly runId: string;
  readonly status: RunStatus;
  /** `durationMs` is null for a step that did not run to an end. */
  readonly steps: readonly {
    readonly key: string;
    readonly status: string;
    readonly durationMs: number | null;
  }[];
  readonly materializations: readonly {
    readonly assetKey: AssetKeyString;
    readonly metadata: MetadataEntries;
  }[];
}

/** Dagster's names where it has one (its StepEventStatus). */
const statusNames: Readonly<Record<StepStatus, string>> = {
  waiting: 'WAITING',
  starting: 'STARTING',
  running: 'IN_PROGRESS',
  up_for_retry: 'UP_FOR_RETRY',
  succeeded: 'SUCCESS',
  reused: 'REUSED',
  failed: 'FAILURE',
  skipped: 'SKIPPED',
  abandoned: 'ABANDONED',
  canceled: 'CANCELED',
};

/** The report is a fold over the log; `planned` are the keys of all steps, so that one that never began is told too. */
export function reportRun(runId: string, planned: readonly string[], events: readonly RunEvent[]): RunReport {
  const run = foldRun(events);
  return {
    runId,
    status: run.status,
    steps: planned.map((key) => {
      const step = run.steps.get(key);
      const { startedAt, endedAt } = step ?? {};
      const took = startedAt !== undefined && endedAt !== undefined ? endedAt - startedAt : null;
      return { key, status: statusNames[step?.status ?? 'waiting'], durationMs: step?.durationMs ?? took };
    }),
    materializations: events.flatMap((event) =>
      event.type === 'ASSET_MATERIALIZATION' && event.assetKey !== undefined
        ? [{ assetKey: event.assetKey, metadata: event.data.metadata }]
        : [],
    ),
  };
}
