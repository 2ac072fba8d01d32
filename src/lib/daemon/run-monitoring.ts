import { DagbookError, serializeError } from '../base/errors';
import type { NewEvent } from '../events/event';
import type { Stamp } from '../events/make-event';
import { runCanceled, runFailed } from '../events/run-event-makers';
import type { RunSummary, Storage } from '../storage/storage';
import type { MakeDaemonPart } from './daemon-part';
import type { InstanceSettings } from './instance-settings';

export interface RunMonitoringOptions {
  readonly storage: Pick<Storage, 'append' | 'runSummaries'>;
  readonly settings: () => Promise<InstanceSettings>;
  /** Ends whatever still drives a run, at once. */
  readonly abandonRun: (runId: string) => void;
}

/** How often runs that start, or are being canceled, are looked at, in ms. Where there are none, nobody looks. */
const every = 15_000;
const mostKnown = 10_000;
const all = Number.MAX_SAFE_INTEGER;

/**
 * Ends runs that do not come to start, or to be canceled, within their time. It counts while this daemon is there and
 * awake: neither a sleep of hours, nor a clock that was set, nor the time without a leader is held against a run.
 */
export const runMonitoring =
  ({ storage, settings, abandonRun }: RunMonitoringOptions): MakeDaemonPart =>
  () => {
    /** Runs that were heard of: one that is new may not come to start. */
    const known = new Set<string>();
    /** How long this daemon has been awake while it watched, in ms, and when that was last counted. */
    let awake = 0;
    let counted: number | undefined;
    /** By run and status: how long it had been awake when it found it so. */
    let watched: ReadonlyMap<string, number> = new Map();

    /** Ends `run` where it has been watched for too long; else answers how long it may still take, in ms. */
    async function limit(run: RunSummary, seconds: number, end: (at: Stamp) => NewEvent, now: number) {
      const left = watched.get(nameOf(run))! + seconds * 1000 - awake;
      if (left >= 0) return left + 1;
      abandonRun(run.id);
      await storage.append([end({ runId: run.id, timestamp: now })]);
      return Infinity;
    }

    return {
      type: 'MONITORING',
      hear(changes) {
        if (known.size > mostKnown) known.clear();
        const before = known.size;
        for (const change of changes) if (change.topic === 'run') known.add(change.runId);
        return known.size > before || changes.some(({ topic }) => topic === 'settings');
      },
      async turn(now) {
        awake += Math.min(Math.max(0, now - (counted ?? now)), 2 * every);
        counted = now;
        const { startTimeoutSeconds, cancelTimeoutSeconds } = (await settings()).runMonitoring;
        const runs = await storage.runSummaries({ statuses: ['STARTING', 'CANCELING'], limit: all });
        watched = new Map(runs.map((run) => [nameOf(run), watched.get(nameOf(run)) ?? awake]));
        let next = every;
        for (const run of runs) {
          const left =
            run.status === 'STARTING'
              ? await limit(run, startTimeoutSeconds, notStarted(run, startTimeoutSeconds), now)
              : await limit(run, cancelTimeoutSeconds, (at) => runCanceled(at, run.jobName), now);
          next = Math.min(next, left);
        }
        return runs.length > 0 ? now + next : undefined;
      },
    };
  };

const nameOf = ({ id, status }: RunSummary): string => `${status} ${id}`;

const notStarted =
  ({ jobName }: RunSummary, seconds: number) =>
  (at: Stamp): NewEvent =>
    runFailed(
      at,
      jobName,
      'START_TIMEOUT',
      serializeError(
        new DagbookError(`The run did not start within ${seconds} s`, {
          name: 'StartTimeout',
          remedy:
            'Its code location may not load, or its resources may hang: see the last events of the run.',
        }),
      ),
    );
