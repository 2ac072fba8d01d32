import type { JobSnapshot } from '$lib/definitions/snapshot';
import { checkJobs } from '$lib/graph/check-jobs';
import { expect, test } from 'vitest';
import { assetSnapshot, snapshotOf } from './snapshots';

const letters = { type: 'static', keys: ['a', 'b'] } as const;
const digits = { type: 'static', keys: ['1', '2'] } as const;
const assets = [
  assetSnapshot('plain'),
  assetSnapshot('letter', { partitions: letters }),
  assetSnapshot('other', { partitions: { ...letters } }),
  assetSnapshot('digit', { partitions: digits }),
  assetSnapshot('elsewhere', { isExecutable: false }),
  assetSnapshot('left', { node: 'both' }),
  assetSnapshot('right', { node: 'both' }),
  assetSnapshot('one', { node: 'either', canSubset: true }),
  assetSnapshot('two', { node: 'either', canSubset: true }),
];
const job = (selection: string, more: Partial<JobSnapshot> = {}): JobSnapshot => ({
  name: 'job',
  selection,
  tags: {},
  cell: 'cell1',
  ...more,
});

test('a job that names no partitions has those of its assets, as in Dagster', () => {
  const given = [job('key:plain or key:letter'), job('key:plain', { name: 'plain' })];
  const { jobs } = checkJobs({ ...snapshotOf(assets), jobs: given });
  expect(jobs.map(({ partitions }) => partitions)).toEqual([letters, undefined]);
});

test.each([
  ['all that can be made', job('key:plain or key:letter'), undefined],
  ['alike partitions', job('key:letter or key:other'), undefined],
  ['different partitions', job('key:letter or key:digit'), 'digit and letter have different partitions'],
  [
    'partitions that are not the job’s',
    job('key:digit', { partitions: letters }),
    'job job and digit have different partitions',
  ],
  ['nothing', job('key:nope'), 'matches no asset'],
  ['nothing that is made here', job('key:elsewhere'), 'matches no asset'],
  ['what cannot be read', job('key:'), 'job job: '],
  [
    'half of what one step makes',
    job('key:left'),
    'both computes left, right in one step and cannot compute only left',
  ],
  ['all that one step makes', job('key:left or key:right'), undefined],
  ['some of what can be made in part', job('key:two'), undefined],
  ['ops', job('', { steps: [] }), undefined],
])('a job of %s', (_, given, message) => {
  const { jobs, errors } = checkJobs({ ...snapshotOf(assets), jobs: [given] });
  expect(jobs).toHaveLength(message === undefined ? 1 : 0);
  if (message === undefined) expect(errors).toEqual([]);
  else expect(errors).toMatchObject([{ message: expect.stringContaining(message), at: { cell: 'cell1' } }]);
});
