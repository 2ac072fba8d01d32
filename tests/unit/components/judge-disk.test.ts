import { expect, test } from 'vitest';
import { judgeDisk } from '../../../src/lib/components/notebook/disk/judge-disk';

test.each([
  ['nothing was changed', 'a', 'a', 'a', 'same'],
  ['both were changed to the same', 'b', 'b', 'a', 'same'],
  ['changed here', 'b', 'a', 'a', 'ahead'],
  ['changed by another program', 'a', 'b', 'a', 'behind'],
  ['changed by both', 'b', 'c', 'a', 'apart'],
] as const)('%s: %s here, %s on disk, once %s: %s', (_, here, disk, agreed, verdict) => {
  expect(judgeDisk(here, disk, agreed)).toBe(verdict);
});
