import { newRunId } from '../base/ids';
import type { RunFailureReason } from '../events/event';
import type { Storage, StoredRun } from '../storage/storage';
import type { MakeDaemonPart } from './daemon-part';
import type { InstanceSettings } from './instance-settings';

/** How a run that failed is tried again. */
export interface RunRetry {
  readonly steps: 'failure' | 'all';
  /** Counts from 1. */
  readonly retryNumber: number;
}

/**
 * Whether a run that failed is tried again. The run's own tags count more than the settings (Dagster's tags
 * `dagster/max_retries`, `retry_strategy` and `retry_on_asset_or_op_failure`); `undefined`: it is not.
 */
export function retryOf(
  { tags }: Pick<StoredRun, 'tags'>,
  reason: RunFailureReason,
  { enabled, maxRetries, retryOnAssetOrOpFailure }: InstanceSettings['runRetries'],
): RunRetry | undefined {
  if (!enabled) return undefined;
  const number = (name: string, otherwise: number) => {
    const text = tags[name] ?? '';
    return /^\s*\d+\s*$/.test(text) ? Number(text) : otherwise;
  };
  const done = number('dagster/retry_number', 0);
  if (done >= number('dagster/max_retries', maxRetries)) return undefined;
  const own = tags['dagster/retry_on_asset_or_op_failure'];
  const retriesSteps = own === undefined ? retryOnAssetOrOpFailure : own.toLowerCase() !== 'false';
  if (reason === 'STEP_FAILURE' && !retriesSteps) return undefined;
  return {
    steps: tags['dagster/retry_strategy'] === 'ALL_STEPS' ? 'all' : 'failure',
    retryNumber: done + 1,
  };
}

export interface RunRetriesOptions {
  readonly storage: Pick<
    Storage,
    'eventsAfter' | 'getRun' | 'getSetting' | 'lastEventId' | 'listRuns' | 'runEvents' | 'setSetting'
  >;
  readonly settings: () => Promise<InstanceSettings>;
  /** Launches the run that executes `parent` again. */
  readonly launchRetry: (parent: StoredRun, retry: RunRetry, runId: string) => Promise<void>;
}

/** Up to which event failures have been dealt with. */
const cursorKey = 'daemon:run-retries';
const page = 1_000;
const all = Number.MAX_SAFE_INTEGER;

/** Launches retries of runs that fail, as soon as they have. */
export const runRetries =
  ({ storage, settings, launchRetry }: RunRetriesOptions): MakeDaemonPart =>
  (_wake, onError) => {
    let cursor: number | undefined;

    async function take(failed: string): Promise<void> {
      const run = await storage.getRun(failed);
      const retry = run && (await pendingRetry(run, await settings(), storage));
      if (run && retry) await launchRetry(run, retry, newRunId()).catch(onError);
    }

    return {
      type: 'EVENT_LOG_CONSUMER',
      hear: (changes) => changes.some(({ topic }) => topic === 'run' || topic === 'settings'),
      async turn() {
        const { enabled } = (await settings()).runRetries;
        const last = await storage.lastEventId();
        const stored = cursor ?? Number((await storage.getSetting(cursorKey)) ?? NaN);
        // What failed while nobody wanted retries is not tried again.
        if (!enabled || Number.isNaN(stored)) {
          cursor = last;
          if (enabled) await storage.setSetting(cursorKey, String(last));
          return undefined;
        }
        let after = stored;
        for (;;) {
          const events = await storage.eventsAfter(after, ['RUN_FAILURE'], page);
          for (const { id, runId } of events) {
            await take(runId);
            after = id;
          }
          if (events.length < page) break;
        }
        if (after > stored) await storage.setSetting(cursorKey, String(after));
        cursor = Math.max(after, last);
        return undefined;
      },
    };
  };

/** The retry that a run should have and has not got yet. */
export async function pendingRetry(
  run: StoredRun,
  { runRetries }: InstanceSettings,
  storage: Pick<Storage, 'listRuns' | 'runEvents'>,
): Promise<RunRetry | undefined> {
  if (run.status !== 'FAILURE') return undefined;
  const [failure] = await storage.runEvents(run.id, { types: ['RUN_FAILURE'] });
  const reason = failure?.type === 'RUN_FAILURE' ? failure.data.reason : 'UNKNOWN';
  const retry = retryOf(run, reason, runRetries);
  return retry && !(await retriedBy(run, storage)) ? retry : undefined;
}

/** The run that tries a run again, if it is there. */
export async function retriedBy(
  run: StoredRun,
  storage: Pick<Storage, 'listRuns'>,
): Promise<StoredRun | undefined> {
  const group = await storage.listRuns({ rootRunId: run.rootRunId ?? run.id, limit: all });
  return group.find(
    ({ parentRunId, tags }) => parentRunId === run.id && tags['dagster/retry_number'] !== undefined,
  );
}

/** The newest attempt at a run; `undefined` while a retry of it is about to be launched. */
export async function newestAttempt(
  runId: string,
  settings: InstanceSettings,
  storage: Pick<Storage, 'getRun' | 'listRuns' | 'runEvents'>,
): Promise<string | undefined> {
  for (let id = runId; ;) {
    const run = await storage.getRun(id);
    if (run?.status !== 'FAILURE') return id;
    const next = await retriedBy(run, storage);
    if (!next) return (await pendingRetry(run, settings, storage)) ? undefined : id;
    id = next.id;
  }
}
