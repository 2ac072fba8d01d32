import { expect, test } from 'vitest';
import { findJobs } from '$lib/components/jobs/find-jobs';
import { upstreamOf } from '$lib/components/jobs/upstream-steps';
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

test('a step comes after what it reads and what it follows, each named once', () => {
  const step = (key: string) => ({ type: 'step', step: key, output: 'result' }) as const;
  const inputs = [
    { name: 'all', source: { type: 'fanIn', sources: [step('a'), step('b')] } },
    { name: 'asset', source: { type: 'asset', key: 'flour' } },
  ];
  const after = [{ step: 'a', output: 'result' }, { step: 'c', output: 'result' }]; // prettier-ignore
  expect(upstreamOf({ inputs, after } as never)).toEqual(['a', 'b', 'c']);
});

test.each([
  ['', {}],
  ['team: bakery, at: 10:30,', { team: 'bakery', at: '10:30' }],
  ['team', undefined],
  ['team:', undefined],
  [': bakery', undefined],
])('tags from %j', (text, tags) => expect(readTags(text)).toEqual(tags));
