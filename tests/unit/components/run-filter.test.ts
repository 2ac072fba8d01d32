import fc from 'fast-check';
import { expect, test } from 'vitest';
import { completeRunFilter } from '$lib/components/runs/filter/complete-run-filter';
import {
  launchers,
  parseRunFilter,
  printRunFilter,
  type RunFilter,
} from '$lib/components/runs/filter/run-filter';
import { runStatuses } from '$lib/events/run-status';

test.each<[string, RunFilter]>([
  ['', {}],
  [' status:failure  Status:SUCCESS ', { statuses: ['FAILURE', 'SUCCESS'] }],
  [
    'job:"daily cakes" asset:a/b id:0af3 location:kitchen',
    { jobName: 'daily cakes', assetKey: 'a/b', idEnd: '0af3', location: 'kitchen' },
  ],
  ['tag:team=kitchen tag:"a b"="c=\\"d\\""', { tags: { team: 'kitchen', 'a b': 'c="d"' } }],
  ['by:person', { launchedBy: { type: 'person' } }],
  ['by:schedule=daily', { launchedBy: { type: 'schedule', name: 'daily' } }],
  [
    'from:2024-01-31 to:2024-01-31',
    { createdFrom: +new Date(2024, 0, 31), createdBefore: +new Date(2024, 1, 1) },
  ],
  [
    'from:2024-01-31T09:30Z to:2024-01-31T09:30',
    { createdFrom: Date.UTC(2024, 0, 31, 9, 30), createdBefore: +new Date(2024, 0, 31, 9, 30) },
  ],
])('“%s” is read', (text, filter) => {
  expect(parseRunFilter(text)).toEqual(filter);
});

test.each([
  'cake', 'stauts:failure', 'status:', 'status:fine', 'tag:team', 'job:a=b', 'by:me', 'by:person=me',
  'from:yesterday', 'to:2024-02-31', 'job:"open', 'job:a"b"',
])('“%s” is refused, and says what to write', (text) => {
  expect(() => parseRunFilter(text)).toThrowError(
    expect.objectContaining({ name: 'InvalidRunFilter', remedy: expect.stringContaining(':') }),
  );
}); // prettier-ignore

const time = fc.integer({ min: 0, max: 4e12 });
const text = fc.string({ unit: 'binary' });
const filters: fc.Arbitrary<RunFilter> = fc.record(
  {
    statuses: fc.uniqueArray(fc.constantFrom(...runStatuses), { minLength: 1 }),
    jobName: text,
    assetKey: text,
    tags: fc.dictionary(text, text, { minKeys: 1, noNullPrototype: true }),
    idEnd: text,
    location: text,
    createdFrom: time,
    createdBefore: time,
    launchedBy: fc.oneof(
      fc.record({ type: fc.constantFrom(...launchers) }),
      fc.record({ type: fc.constantFrom('schedule', 'sensor', 'backfill'), name: text }),
    ),
  },
  { requiredKeys: [] },
);

test('what is printed is read as the same filter', () => {
  fc.assert(
    fc.property(filters, (filter) => {
      expect(parseRunFilter(printRunFilter(filter))).toEqual(filter);
    }),
  );
});

const vocabulary = {
  job: [{ value: 'daily_cakes' }, { value: 'a job' }],
  asset: [{ value: 'cakes' }, { value: 'flour' }],
  location: [{ value: 'n1', label: 'Kitchen' }],
  schedule: [{ value: 'mornings' }],
  sensor: [],
  day: [{ value: '2024-01-31', label: 'today' }],
  tags: [['team', 'kitchen'], ['team', 'hall'], ['x y', '1']],
} as const; // prettier-ignore
const offered = (marked: string) => {
  const caret = marked.indexOf('|');
  const { from, to, options } = completeRunFilter(marked.replace('|', ''), caret, vocabulary);
  const whole = marked.replace('|', '');
  return options.map((option) => whole.slice(0, from) + option.text + whole.slice(to));
};

test.each<[string, string[]]>([
  ['sta|', ['status:']],
  ['cak|', ['asset:cakes ', 'job:daily_cakes ']],
  ['kit|', ['location:n1 ']],
  ['status:su|', ['status:success ']],
  ['job:j|', ['job:"a job" ']],
  ['job:"a j|', ['job:"a job" ']],
  ['by:sch|', ['by:schedule ']],
  ['by:schedule=|', ['by:schedule=mornings ']],
  ['tag:|', ['tag:team=', 'tag:"x y"=']],
  ['tag:team=h|', ['tag:team=hall ']],
  ['from:tod|', ['from:2024-01-31 ']],
  ['as|set:fl status:failure', ['asset: status:failure']],
])('at “%s” it offers %j', (marked, texts) => {
  expect(offered(marked)).toEqual(texts);
});
