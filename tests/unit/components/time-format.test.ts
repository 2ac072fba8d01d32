import { expect, test } from 'vitest';
import { bytes, duration, inUtc } from '$lib/components/time-format';

test.each([
  [0, '0ms'],
  [999.4, '999ms'],
  [1000, '1.0s'],
  [59_949, '59.9s'],
  [59_951, '1m 00s'],
  [185_000, '3m 05s'],
  [7_620_000, '2h 07m'],
  [100_800_000, '1d 4h'],
])('%d ms reads %s', (ms, text) => {
  expect(duration(ms)).toBe(text);
});

test.each([
  [0, '0 B'],
  [820, '820 B'],
  [1_200_000, '1.2 MB'],
  [123_456, '123 kB'],
])('%d bytes read %s', (count, text) => {
  expect(bytes(count)).toBe(text);
});

test('UTC is said with its name, to the millisecond', () => {
  expect(inUtc(Date.UTC(2026, 10, 22, 7, 5, 9, 42))).toBe('2026-11-22 07:05:09.042 UTC');
});
