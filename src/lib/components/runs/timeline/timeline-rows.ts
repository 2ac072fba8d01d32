import { isFinished, type RunStatus } from '../../../events/run-status';
import type { InstigatorStatus } from '../../../instance/instance';
import type { RunSummary } from '../../../storage/storage';
import type { Span } from '../gantt-zoom';
import { implicitAssetJob } from '../run-title';

/** Runs that lie so close together that they are drawn as one. */
export interface TimelineBar extends Span {
  readonly runs: readonly RunSummary[];
  /** What is most to be known of them: a failure before what is under way before a success. */
  readonly status: RunStatus;
}

/** A job, or what was materialized of one location without a job. */
export interface TimelineRow {
  readonly id: string;
  readonly location: string;
  /** Absent: assets chosen by hand or by a condition. */
  readonly jobName?: string;
  readonly bars: readonly TimelineBar[];
  /** Schedules' ticks to come. */
  readonly ticks: readonly { readonly at: number; readonly schedule: string }[];
}

type Schedule = Pick<InstigatorStatus, 'type' | 'status' | 'location' | 'name' | 'jobs' | 'nextTicks'>;

/** By urgency. */
const telling: readonly RunStatus[] = [
  'FAILURE', 'CANCELING', 'STARTED', 'STARTING', 'QUEUED', 'NOT_STARTED', 'CANCELED', 'SUCCESS',
]; // prettier-ignore

/**
 * The rows of what happened, happens at `now` and will happen in `span`, in the order of locations and names. Runs of
 * one row with less than `gap` ms between them become one bar.
 */
export function timelineRows(
  runs: readonly RunSummary[],
  schedules: readonly Schedule[],
  { span, now, gap }: { readonly span: Span; readonly now: number; readonly gap: number },
): readonly TimelineRow[] {
  const ofRow = Map.groupBy(runs, ({ location, jobName }) => rowId(location, jobName));
  const coming = schedules.flatMap(({ type, status, location, name, jobs, nextTicks = [] }) =>
    type === 'schedule' && status === 'RUNNING'
      ? nextTicks
          .filter((at) => at >= span.from && at < span.to)
          .map((at) => ({ id: rowId(location, jobs[0] ?? implicitAssetJob), at, schedule: name }))
      : [],
  );
  const ticksOf = Map.groupBy(coming, ({ id }) => id);
  const ids = [...new Set([...ofRow.keys(), ...ticksOf.keys()])].sort();
  return ids.map((id) => {
    const [location = '', jobName = ''] = id.split('\0');
    return {
      id,
      location,
      ...(jobName && { jobName }),
      bars: barsOf(ofRow.get(id) ?? [], now, gap),
      ticks: (ticksOf.get(id) ?? []).map(({ at, schedule }) => ({ at, schedule })),
    };
  });
}

const rowId = (location: string, jobName: string): string =>
  `${location}\0${jobName === implicitAssetJob ? '' : jobName}`;

function barsOf(runs: readonly RunSummary[], now: number, gap: number): readonly TimelineBar[] {
  const single = runs.map((run): TimelineBar => {
    const from = run.startedAt ?? run.createdAt;
    const to = run.endedAt ?? (isFinished(run.status) ? from : now);
    return { from, to: Math.max(from, to), runs: [run], status: run.status };
  });
  const bars: TimelineBar[] = [];
  for (const bar of single.sort((a, b) => a.from - b.from)) {
    const before = bars.at(-1);
    if (!before || bar.from - before.to >= gap) bars.push(bar);
    else bars[bars.length - 1] = joined(before, bar);
  }
  return bars;
}

const joined = (a: TimelineBar, b: TimelineBar): TimelineBar => ({
  from: a.from,
  to: Math.max(a.to, b.to),
  runs: [...a.runs, ...b.runs],
  status: telling.indexOf(a.status) <= telling.indexOf(b.status) ? a.status : b.status,
});
