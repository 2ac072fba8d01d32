import { expect, test } from 'vitest';
import { emptySnapshot } from '../../../src/lib/definitions/snapshot';
import { jobStatuses } from '../../../src/lib/instance/jobs';

test('a job has the title of its notebook, what may launch it, and its newest run', async () => {
  const snapshot = {
    ...emptySnapshot,
    jobs: [{ name: 'bake' }, { name: 'clean' }],
    schedules: [{ name: 'daily', job: 'bake' }],
    sensors: [{ name: 'newFlour', jobs: ['clean', 'bake'] }],
  } as never;
  const jobs = await jobStatuses({
    listNotebooks: () =>
      Promise.resolve([
        { id: 'one', title: 'Bakery', source: '', revision: 1, createdAt: 0, updatedAt: 0 },
        { id: 'two', title: 'Never loaded', source: '', revision: 1, createdAt: 0, updatedAt: 0 },
      ]),
    locations: () => Promise.resolve([{ name: 'one', bundle: '', loadedAt: 0, snapshot }]),
    runSummaries: (filter) => Promise.resolve(filter?.jobName === 'bake' ? [{ id: 'newest' } as never] : []),
  });
  expect(jobs.map(({ title, job, launchedBy, last }) => [title, job.name, launchedBy, last?.id])).toEqual([
    ['Bakery', 'bake', ['daily', 'newFlour'], 'newest'],
    ['Bakery', 'clean', ['newFlour'], undefined],
  ]);
});
