import fc from 'fast-check';
import { expect, test } from 'vitest';
import { CommitQueue } from '$lib/storage/commit-queue';

/** A database of numbers in memory: what a transaction wrote is gone when it throws. */
function database() {
  const committed: number[] = [];
  const sizes: number[] = [];
  const queue = new CommitQueue({
    transaction(work) {
      const before = committed.length;
      try {
        const answer = work();
        sizes.push(committed.length - before);
        return answer;
      } catch (error) {
        committed.length = before;
        throw error;
      }
    },
    announce: () => {},
  });
  const write = (number: number) =>
    queue.write(() => {
      if (number < 0) throw new Error(`no ${number}`);
      return committed.push(number);
    });
  return { committed, sizes, queue, write };
}

test('whatever fails, the rest is committed in the order of the calls', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(fc.integer({ min: -3, max: 20 }), { maxLength: 40 }), async (numbers) => {
      const { committed, write } = database();
      const results = await Promise.allSettled(numbers.map(write));
      expect(committed).toEqual(numbers.filter((number) => number >= 0));
      expect(results.map((result) => result.status === 'fulfilled')).toEqual(numbers.map((n) => n >= 0));
    }),
  );
});

test('many waiting writes hold the thread in several transactions, not in one', async () => {
  const { committed, sizes, write } = database();
  const numbers = Array.from({ length: 2_500 }, (_, index) => index);
  await Promise.all(numbers.map(write));
  expect(committed).toEqual(numbers);
  expect(sizes).toEqual([1000, 1000, 500]);
});

test('flush commits what waits, at once', () => {
  const { committed, queue, write } = database();
  void write(1);
  void write(2);
  expect(committed).toEqual([]);
  queue.flush();
  expect(committed).toEqual([1, 2]);
});
