import { DagbookError, serializeError } from '../base/errors';
import { runCanceled, runFailed } from '../events/run-event-makers';
import type { Storage, StoredRun } from '../storage/storage';
import type { MakeDaemonPart } from './daemon-part';
import type { InstanceSettings } from './instance-settings';

export interface RunMonitoringOptions {
  readonly storage: Pick<Storage, 'append' | 'listRuns' | 'runEvents'>;
  readonly settings: () => Promise<InstanceSettings>;
  /** Ends whatever still drives a run, at once. */
  readonly abandonRun: (runId: string) => void;
}

/** How often runs that start, or are being canceled, are looked at, in ms. Where there are none, nobody looks. */
const every = 15_000;
const mostKnown = 10_000;
const all = Number.MAX_SAFE_INTEGER;

/** Ends runs that do not come to start, or to be canceled, within their time. */
export const runMonitoring =
  ({ storage, settings, abandonRun }: RunMonitoringOptions): MakeDaemonPart =>
  () => {
    /** Runs that were heard of: one that is new may not come to start. */
    const known = new Set<string>();

    async function since(run: StoredRun, type: 'RUN_STARTING' | 'RUN_CANCELING'): Promise<number> {
      const [event] = await storage.runEvents(run.id, { types: [type] });
      return event?.timestamp ?? run.createdAt;
    }

    return {
      type: 'MONITORING',
      hear(changes) {
        if (known.size > mostKnown) known.clear();
        const before = known.size;
        for (const change of changes) if (change.topic === 'run') known.add(change.runId);
        return known.size > before;
      },
      async turn(now) {
        const { startTimeoutSeconds, cancelTimeoutSeconds } = (await settings()).runMonitoring;
        const at = (run: StoredRun) => ({ runId: run.id, timestamp: now });
        const starting = await storage.listRuns({ statuses: ['STARTING'], limit: all });
        const canceling = await storage.listRuns({ statuses: ['CANCELING'], limit: all });
        for (const run of starting) {
          if (now - (await since(run, 'RUN_STARTING')) <= startTimeoutSeconds * 1000) continue;
          abandonRun(run.id);
          const error = new DagbookError(`The run did not start within ${startTimeoutSeconds} s`, {
            name: 'StartTimeout',
            remedy:
              'Its code location may not load, or its resources may hang: see the last events of the run.',
          });
          await storage.append([runFailed(at(run), run.jobName, 'START_TIMEOUT', serializeError(error))]);
        }
        for (const run of canceling) {
          if (now - (await since(run, 'RUN_CANCELING')) <= cancelTimeoutSeconds * 1000) continue;
          abandonRun(run.id);
          await storage.append([runCanceled(at(run), run.jobName)]);
        }
        return starting.length + canceling.length > 0 ? now + every : undefined;
      },
    };
  };
