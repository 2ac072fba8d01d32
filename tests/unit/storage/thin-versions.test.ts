import fc from 'fast-check';
import { expect, test } from 'vitest';
import { superfluousVersions, type NotebookVersion } from '$lib/storage/thin-versions';

const minute = 60_000;
const day = 1440 * minute;

/** One version every `step` ms for `age` ms before `now`, newest first. */
const every = (step: number, age: number, now: number, bytes = 100): NotebookVersion[] =>
  Array.from({ length: Math.floor(age / step) }, (_, index) => ({
    revision: 1e6 - index,
    savedAt: now - index * step,
    bytes,
  }));
const kept = (versions: readonly NotebookVersion[], now: number) => {
  const gone = new Set(superfluousVersions(versions, now));
  return versions.filter(({ revision }) => !gone.has(revision));
};

test.each([
  ['a minute of typing is kept whole', 250, minute, 240],
  ['an hour is kept by tens of seconds', 1000, 60 * minute, 60 + 354],
  ['a day by tens of minutes', minute, day, 60 + 138],
  ['ten months by hours and days', 60 * minute, 300 * day, 30 * 24 + 270],
])('%s', (_, step, age, expected) => {
  const now = 20_000 * day;
  expect(Math.abs(kept(every(step, age, now), now).length - expected)).toBeLessThanOrEqual(3);
});

test('no more than 1,000 and 20 MiB, but ten in any case', () => {
  const now = 20_000 * day;
  expect(kept(every(day, 3000 * day, now), now)).toHaveLength(1000);
  expect(kept(every(day, 100 * day, now, 1024 * 1024), now)).toHaveLength(20);
  expect(kept(every(day, 100 * day, now, 50 * 1024 * 1024), now)).toHaveLength(10);
});

test('however often versions are thinned, what is kept is the same, and each dropped one has a near newer one', () => {
  const ages = fc.array(fc.nat(90 * 1440), { minLength: 1, maxLength: 60 });
  fc.assert(
    fc.property(ages, fc.nat(10 * 1440), (minutes, earlier) => {
      const now = 20_000 * day;
      const versions = minutes
        .toSorted((a, b) => a - b)
        .map((age, index) => ({ revision: 1000 - index, savedAt: now - age * minute, bytes: 1 }));
      const then = now - earlier * minute;
      const [old, since] = [versions.filter((each) => each.savedAt <= then), versions.filter((each) => each.savedAt > then)]; // prettier-ignore
      const atOnce = kept(versions, now);
      expect(kept([...since, ...kept(old, then)], now)).toEqual(atOnce);
      expect(atOnce[0]).toBe(versions[0]);
      for (const each of versions) {
        const span = now - each.savedAt > 30 * day ? day : 60 * minute;
        expect(atOnce.some(({ savedAt }) => savedAt >= each.savedAt && savedAt - each.savedAt <= span)).toBe(true); // prettier-ignore
      }
    }),
  );
});
