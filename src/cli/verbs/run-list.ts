import type { StoredRun } from '$lib/storage/storage';
import { alignColumns } from '../align-columns';
import { withHistory } from '../open-instance';
import { showDuration, showTime } from '../show-time';
import { UsageError } from '../usage-error';
import { fileOption, jsonOption, type Verb } from '../verb';

export const runList: Verb = {
  name: 'run list',
  summary: 'List runs, newest first',
  options: {
    file: { ...fileOption, required: false, help: 'Runs of this notebook only; its folder has the history' },
    limit: { type: 'string', value: 'N', help: 'At most so many (default: 25)' },
    json: jsonOption,
  },
  run: ({ file, limit = '25', json }) =>
    withHistory(file as string | undefined, async ({ instance, location }) => {
      if (!/^[1-9]\d*$/.test(String(limit)))
        throw new UsageError(`--limit takes a number from 1, not '${limit}'`);
      const runs = await instance.listRuns({ limit: Number(limit), ...(location && { location }) });
      console.log(json ? JSON.stringify(runs.map(asJson), undefined, 2) : asTable(runs));
      return 0;
    }),
};

const asJson = ({ id, status, jobName, location, tags, createdAt, startedAt, endedAt, plan }: StoredRun) => ({
  runId: id,
  status,
  jobName,
  location,
  tags,
  createdAt,
  startedAt: startedAt ?? null,
  endedAt: endedAt ?? null,
  steps: plan.steps.length,
});

function asTable(runs: readonly StoredRun[]): string {
  if (runs.length === 0) return 'No runs.';
  const rows = runs.map(({ id, status, jobName, location, createdAt, startedAt, endedAt, plan }) => [
    id,
    status,
    location,
    jobName,
    String(plan.steps.length),
    showTime(createdAt),
    startedAt !== undefined && endedAt !== undefined ? showDuration(endedAt - startedAt) : '',
  ]);
  return alignColumns([['RUN', 'STATUS', 'NOTEBOOK', 'JOB', 'STEPS', 'LAUNCHED', 'TOOK'], ...rows]).join(
    '\n',
  );
}
