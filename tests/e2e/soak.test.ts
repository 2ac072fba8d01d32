import { expect, test } from 'vitest';
import { killAtRandom } from '../soak/kills';

// `npm run soak` does the same for longer.
test(
  'SIGKILL at random moments, with schedules and sensors on: no acknowledged fact is lost or doubled',
  { timeout: 120_000 },
  async () => {
    const { acknowledged, lost, doubled } = await killAtRandom(2, 1);
    expect(acknowledged).toBeGreaterThan(0);
    expect({ lost, doubled }).toEqual({ lost: [], doubled: [] });
  },
);
