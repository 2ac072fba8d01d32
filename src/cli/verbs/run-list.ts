import type { StoredRun } from '$lib/storage/storage';
import { alignColumns } from '../align-columns';
import { withHistory } from '../open-instance';
import { showDuration, showTime } from '../show-time';
import { runFilter, runFilterOptions } from '../run-filter';
import { historyFileOption, jsonOption, type Verb } from '../verb';

export const runList: Verb = {
  name: 'run list',
  summary: 'List runs, newest first',
  options: {
    file: { ...historyFileOption, help: 'Runs of this notebook only; its folder has the history' },
    ...runFilterOptions,
    json: jsonOption,
  },
  run: ({ file, json, ...values }) =>
    withHistory(file as string | undefined, async ({ instance, location }) => {
      const runs = await instance.listRuns({ ...runFilter(values), ...(location && { location }) });
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
