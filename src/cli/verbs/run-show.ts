import { DagbookError } from '$lib/base/errors';
import type { Instance } from '$lib/instance/instance';
import type { StoredRun } from '$lib/storage/storage';
import { alignColumns } from '../align-columns';
import { withHistory } from '../open-instance';
import { progressLine } from '../progress';
import { reportRun } from '../run-report';
import { showDuration, showTime } from '../show-time';
import { fileOption, jsonOption, type Verb } from '../verb';
import { allEvents } from '../watch-run';

export const runShow: Verb = {
  name: 'run show',
  summary: 'Show one run: its steps, errors and what it materialized',
  argument: '[ID]',
  details: 'Without ID the newest run.',
  options: {
    file: { ...fileOption, required: false, help: 'The notebook whose folder has the history' },
    json: jsonOption,
  },
  run: ({ file, json }, id) =>
    withHistory(file as string | undefined, async ({ instance, location }) => {
      const run = await findRun(instance, id, location);
      const events = await allEvents(instance, run.id);
      const report = reportRun(
        run.id,
        run.plan.steps.map(({ key }) => key),
        events,
      );
      if (json) {
        console.log(JSON.stringify(report, undefined, 2));
        return 0;
      }
      const steps = report.steps.map(({ key, status, durationMs }) => [
        key,
        status,
        durationMs === null ? '' : showDuration(durationMs),
      ]);
      const failures = events.filter(({ type }) => type === 'STEP_FAILURE' || type === 'RUN_FAILURE');
      const lines = [
        `Run ${run.id}  ${run.status}`,
        `${run.location}, ${run.jobName}, launched ${showTime(run.createdAt)}`,
        '',
        ...alignColumns([['STEP', 'STATUS', 'TOOK'], ...steps]),
        ...failures.map(progressLine).filter((line) => line !== undefined),
        '',
        `Materialized: ${report.materializations.map(({ assetKey }) => assetKey).join(', ') || 'nothing'}`,
      ];
      console.log(lines.join('\n'));
      return 0;
    }),
};

async function findRun(
  instance: Instance,
  id: string | undefined,
  location: string | undefined,
): Promise<StoredRun> {
  const run = id
    ? await instance.getRun(id)
    : (await instance.listRuns({ limit: 1, ...(location && { location }) }))[0];
  if (run) return run;
  throw new DagbookError(id ? `There is no run ${id}` : 'There are no runs yet', {
    remedy: 'dagbook run list shows the runs of this folder; DAGBOOK_HOME or -f FILE names another.',
  });
}
