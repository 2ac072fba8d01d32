import { revivedError, serializeError } from '../../base/errors';
import { newRunId } from '../../base/ids';
import type { TickAnswer, TickRequest } from '../../definitions/tick-request';
import type { TickOutcome } from '../../definitions/tick-outcome';
import type { RunStatus } from '../../events/run-status';
import { reportedEvent } from '../../plan/reported-event';
import type { NewRun, Tick, TickCommit } from '../../storage/automation-storage';
import type { Storage } from '../../storage/storage';
import { NothingStale, type PrepareRun } from '../wanted-run';
import type { Instigator } from './instigators';
import { instigatorTag, wantedRuns } from './tick-runs';

/** A request without what the instance adds: the values of environment variables. */
export type TickQuestion = TickRequest extends infer Request
  ? Request extends TickRequest
    ? Omit<Request, 'config' | 'env'>
    : never
  : never;

/** What a tick needs of the instance. */
export interface TickPorts {
  readonly storage: Pick<Storage, 'commitTick' | 'instigators' | 'runSummaries' | 'runsByKey'>;
  /** Evaluates in an isolate; rejects with `LocationUnreachable` where there is none. */
  readonly evaluateTick: (instigator: Instigator, request: TickQuestion) => Promise<TickAnswer>;
  readonly prepareRun: PrepareRun;
  readonly cancelRun: (runId: string) => Promise<void>;
  readonly clock: { now(): number };
}

/** A tick that is to be made. */
export interface Attempt {
  readonly instigator: Instigator;
  readonly id: string;
  readonly timestamp: number;
  /** Evaluations of this very tick that have failed. */
  readonly failures: number;
  readonly request: TickQuestion;
  /** The cursor after it, where the function does not say it: of sensors that watch events. */
  readonly cursor?: string;
  /** The cursor is kept although the function failed (Dagster's run status sensors). */
  readonly keepsCursorOnFailure?: boolean;
  /** Whether it still runs when the answer has come: else nothing of it is launched. */
  readonly isWanted: () => boolean;
  /** Whether this process leads no more: then nothing is stored, and the next leader makes the tick. */
  readonly isGone: () => boolean;
}

/** A tick as it was stored, and what it has left for the next one. */
export type MadeTick = Required<Pick<TickCommit, 'tick' | 'progress'>>;

const unfinished: readonly RunStatus[] = ['QUEUED', 'NOT_STARTED', 'STARTING', 'STARTED', 'CANCELING'];

/** Evaluates, launches what is asked for, and stores all of it at once; `undefined` where another leads now. */
export async function makeTick(attempt: Attempt, ports: TickPorts): Promise<MadeTick | undefined> {
  const startedAt = ports.clock.now();
  const { instigator, id, timestamp, failures } = attempt;
  const { location, name, type } = instigator;
  const begun: Tick = {
    id, location, name, type, timestamp, startedAt,
    status: 'STARTED', runIds: [], knownRunKeys: [], failureCount: failures, dynamicPartitionsRequests: [], logs: [],
  }; // prettier-ignore
  const commit = await answered(begun, attempt, ports).catch((error: unknown) =>
    failed(begun, attempt, error),
  );
  if (attempt.isGone()) return undefined;
  const tick = { ...commit.tick, endedAt: ports.clock.now() };
  await ports.storage.commitTick({ ...commit, tick });
  return { tick, progress: commit.progress ?? {} };
}

async function answered(begun: Tick, attempt: Attempt, ports: TickPorts): Promise<TickCommit> {
  const { instigator, request } = attempt;
  const busy = instigator.type === 'schedule' ? await busyRuns(instigator, ports) : [];
  const overlap = instigator.type === 'schedule' ? instigator.definition.overlap : 'allow';
  if (overlap === 'skip' && busy.length > 0)
    return skipped(begun, `Run ${busy[0]} of an earlier tick is not finished (overlap: skip).`);
  const { outcome, error, logs } = await ports.evaluateTick(instigator, request);
  const said = { ...begun, logs };
  if (!outcome) return failed(said, attempt, revivedError(error!), true);
  if (!attempt.isWanted()) return switchedOff(said);
  if (overlap === 'cancel') for (const runId of busy) await ports.cancelRun(runId);
  return launched(said, outcome, attempt, ports).catch((thrown: unknown) =>
    failed(said, attempt, thrown, true),
  );
}

async function launched(
  said: Tick,
  outcome: TickOutcome,
  attempt: Attempt,
  { storage, prepareRun }: TickPorts,
): Promise<TickCommit> {
  const { instigator } = attempt;
  const known = await knownRuns(instigator, outcome, said, storage);
  const isNew = new Set<string>();
  const fresh = outcome.runRequests.filter(({ runKey }) => {
    if (runKey === undefined) return true;
    const isFirst = !known.has(runKey) && !isNew.has(runKey);
    isNew.add(runKey);
    return isFirst;
  });
  const wanted = wantedRuns(instigator, said, fresh, fresh.map(newRunId));
  const runs: NewRun[] = [];
  const notStale: NothingStale[] = [];
  for (const each of wanted)
    await prepareRun(each, outcome.dynamicPartitionsRequests).then(
      (run) => runs.push(run),
      (error: unknown) => {
        if (!(error instanceof NothingStale)) throw error;
        notStale.push(error);
      },
    );
  if (!attempt.isWanted()) return switchedOff(said);
  const knownRunKeys = [...known.keys()];
  const { skipReason, assetEvents, dynamicPartitionsRequests } = outcome;
  const reason =
    skipReason ??
    (runs.length === 0 && knownRunKeys.length > 0
      ? `All run keys had their runs already: ${knownRunKeys.join(', ')}.`
      : notStale[0]?.message);
  const isSuccess = runs.length > 0 || isOfRun(attempt.request);
  const cursor = outcome.cursor ?? attempt.cursor;
  const lastRunKey = fresh.findLast(({ runKey }) => runKey !== undefined)?.runKey;
  return {
    tick: {
      ...said,
      status: isSuccess ? 'SUCCESS' : 'SKIPPED',
      failureCount: 0,
      runIds: runs.map(({ run }) => run.id),
      knownRunKeys,
      dynamicPartitionsRequests,
      ...(!isSuccess && reason !== undefined && { skipReason: reason }),
      ...(cursor !== undefined && { cursor }),
    },
    progress: {
      ...(cursor !== undefined && { cursor }),
      ...(lastRunKey !== undefined && { lastRunKey }),
    },
    runs,
    events: assetEvents.map((event) => reportedEvent(event, said.startedAt)),
  };
}

/** A run status sensor was called for a run: that is a success, whether it asks for runs or not (Dagster). */
const isOfRun = (request: TickQuestion): boolean => request.type === 'sensor' && request.seen?.type === 'run';

/** Of the run keys that are asked for, those that have their run: of a schedule, for the same time. */
async function knownRuns(
  instigator: Instigator,
  { runRequests }: TickOutcome,
  { timestamp }: Tick,
  storage: TickPorts['storage'],
): Promise<ReadonlyMap<string, string>> {
  const keys = runRequests.flatMap(({ runKey }) => runKey ?? []);
  if (keys.length === 0) return new Map();
  const [tag, name] = instigatorTag(instigator);
  const tags = {
    [tag]: name,
    ...(instigator.type === 'schedule' && {
      '.dagster/scheduled_execution_time': new Date(timestamp).toISOString(),
    }),
  };
  return storage.runsByKey(instigator.location, tags, keys);
}

async function busyRuns(
  instigator: Extract<Instigator, { type: 'schedule' }>,
  { storage }: TickPorts,
): Promise<readonly string[]> {
  if (['allow', 'queue'].includes(instigator.definition.overlap)) return [];
  const [key, value] = instigatorTag(instigator);
  const { location } = instigator;
  const runs = await storage.runSummaries({
    statuses: unfinished,
    location,
    tags: { [key]: value },
    limit: Number.MAX_SAFE_INTEGER,
  });
  return runs.map(({ id }) => id);
}

const skipped = (tick: Tick, skipReason: string): TickCommit => ({
  tick: { ...tick, status: 'SKIPPED', skipReason, failureCount: 0 },
});

const switchedOff = (tick: Tick): TickCommit => skipped(tick, 'It was switched off while it was evaluated.');

/** `counts`: the notebook's own code failed, rather than the way to it (Dagster counts only the former). */
function failed(begun: Tick, attempt: Attempt, error: unknown, counts = false): TickCommit {
  const { cursor, keepsCursorOnFailure } = attempt;
  const failureCount = begun.failureCount + (counts ? 1 : 0);
  return {
    tick: { ...begun, status: 'FAILURE', error: serializeError(error), failureCount },
    ...(keepsCursorOnFailure && cursor !== undefined && { progress: { cursor } }),
  };
}
