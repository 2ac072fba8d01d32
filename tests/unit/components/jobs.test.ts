import { expect, test } from 'vitest';
import { findJobs } from '$lib/components/jobs/find-jobs';
import { readTags } from '$lib/components/launch/read-tags';
import type { JobStatus } from '$lib/instance/instance';

const jobOf = (name: string, title: string, tags = {}) =>
  ({ title, job: { name, selection: '', tags } }) as unknown as JobStatus;

test.each([
  ['', ['bake', 'clean']],
  ['BAKERY', ['bake', 'clean']],
  ['team:oven bake', ['bake']],
  ['pie', []],
])('jobs with %j', (text, names) => {
  const jobs = [jobOf('clean', 'Bakery'), jobOf('bake', 'Bakery', { team: 'oven' })];
  expect(findJobs(jobs, text).map(({ job }) => job.name)).toEqual(names);
});

test.each([
  [[], {}],
  [[['team', 'bakery'], [' at ', '10:30, or so'], ['', '']], { team: 'bakery', at: '10:30, or so' }],
  [[['team', '']], 'incomplete'],
  [[['', 'bakery']], 'incomplete'],
  [[['a', '1'], ['a', '2']], 'twice'],
  [[['dagster/run_key', '1']], 'refused'],
  [[['dagster/priority', '3']], { 'dagster/priority': '3' }],
])('tags from %j', (rows, expected) => {
  const read = readTags(rows.map(([name, value]) => ({ name: name!, value: value! })));
  expect('tags' in read ? read.tags : read.problem.type).toEqual(expected);
}); // prettier-ignore
