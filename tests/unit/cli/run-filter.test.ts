import { expect, test } from 'vitest';
import { runFilter } from '../../../src/cli/run-filter';

test('flags become a filter', () => {
  expect(runFilter({})).toEqual({ limit: 25 });
  expect(
    runFilter({ status: 'queued, FAILURE', job: 'nightly', tag: ['team=a', 'x=1=2'], limit: '3' }),
  ).toEqual({
    statuses: ['QUEUED', 'FAILURE'],
    jobName: 'nightly',
    tags: { team: 'a', x: '1=2' },
    limit: 3,
  });
});

test.each([
  [{ status: 'FAILED' }, "There is no run status 'FAILED'"],
  [{ tag: ['team'] }, "--tag takes KEY=VALUE, not 'team'"],
  [{ limit: '0' }, "--limit takes a number from 1, not '0'"],
])('%j is wrong', (values, message) => {
  expect(() => runFilter(values)).toThrow(message);
});
