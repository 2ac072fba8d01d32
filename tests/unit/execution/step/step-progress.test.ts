import { expect, test } from 'vitest';
import { progressSayer } from '$lib/execution/step/step-progress';
import type { StepWord } from '$lib/location/inside/say';

function listener() {
  let time = 0;
  const said: Extract<StepWord, { type: 'progress' }>[] = [];
  const progress = progressSayer(
    (word) => void said.push(word as Extract<StepWord, { type: 'progress' }>),
    () => time,
  );
  return { said, progress, pass: (milliseconds: number) => void (time += milliseconds) };
}

test('the first word and the end are heard at once; of a flood between them a few', () => {
  const { said, progress, pass } = listener();
  for (let at = 0; at <= 100; at++) {
    progress(at / 100, `part ${at}`);
    pass(10);
  }
  expect(said.map(({ fraction }) => fraction)).toEqual([0, 0.2, 0.4, 0.6, 0.8, 1]);
  expect(said.at(-1)).toEqual({ type: 'progress', fraction: 1, text: 'part 100' });
});

test('a step of a day that never rests says a few hundred words, not half a million', () => {
  const { said, progress, pass } = listener();
  for (let second = 0; second < 86_400; second++) {
    progress(second / 86_400);
    pass(1000);
  }
  expect(said.length).toBeGreaterThan(100);
  expect(said.length).toBeLessThan(700);
});

test.each([
  [-1, 0],
  [7, 1],
  [NaN, 0],
  ['0.5' as never, 0.5],
])('%s is heard as %s', (given, heard) => {
  const { said, progress } = listener();
  progress(given);
  expect(said).toEqual([{ type: 'progress', fraction: heard }]);
});
