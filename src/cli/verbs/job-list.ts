import type { JobSnapshot } from '$lib/definitions/snapshot';
import { alignColumns } from '../align-columns';
import { withNotebook } from '../open-instance';
import { fileOption, jsonOption, type Verb } from '../verb';

export const jobList: Verb = {
  name: 'job list',
  summary: 'List the jobs of a notebook',
  options: { file: fileOption, json: jsonOption },
  run: ({ file, json }) =>
    withNotebook(String(file), async ({ location: { snapshot } }) => {
      const { jobs } = snapshot;
      console.log(json ? JSON.stringify(jobs.map(asJson), undefined, 2) : asTable(jobs));
      return 0;
    }),
};

const asJson = ({ name, description, selection, steps, tags, partitions }: JobSnapshot) => ({
  name,
  description: description ?? null,
  selection: steps ? null : selection,
  ops: steps ? steps.map(({ key }) => key) : null,
  tags,
  isPartitioned: partitions !== undefined,
});

function asTable(jobs: readonly JobSnapshot[]): string {
  if (jobs.length === 0) return 'No jobs.';
  const rows = jobs.map(({ name, selection, steps, description = '' }) => [
    name,
    steps ? `${steps.length} ops` : selection,
    description,
  ]);
  return alignColumns([['JOB', 'EXECUTES', 'DESCRIPTION'], ...rows]).join('\n');
}
