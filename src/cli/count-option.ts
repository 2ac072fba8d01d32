import { UsageError } from './usage-error';
import type { Option, OptionValues } from './verb';

/** How many rows a listing has at most. */
export const countOption = {
  type: 'string',
  value: 'N',
  help: 'At most so many (default: 25)',
} as const satisfies Option;

export function countOf(given: OptionValues[string] = '25'): number {
  if (!/^[1-9]\d*$/.test(String(given)))
    throw new UsageError(`--limit takes a number from 1, not '${String(given)}'`);
  return Number(given);
}
