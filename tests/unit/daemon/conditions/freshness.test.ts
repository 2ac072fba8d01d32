import { expect, test } from 'vitest';
import { AutomationCondition, FreshnessPolicy } from '$lib/definitions';
import { Scenario, when } from './scenario';

const { freshnessFailed, freshnessPassed, freshnessWarned } = AutomationCondition;
const freshnessPolicy = FreshnessPolicy.timeWindow({ failWindow: { hours: 2 }, warnWindow: { hours: 1 } });

test('conditions ask whether an asset meets its freshness policy; one without a policy is never asked for', async () => {
  const s = await Scenario.of(
    {
      passed: when(freshnessPassed(), { freshnessPolicy }),
      warned: when(freshnessWarned(), { freshnessPolicy }),
      failed: when(freshnessFailed(), { freshnessPolicy }),
      free: when(freshnessFailed(), {}),
    },
    '02T10:00',
  );
  const asked = async (now: string) => {
    const result = await s.evaluate(now);
    return ['passed', 'warned', 'failed', 'free'].filter((key) => result.getNumRequested(key) > 0);
  };
  expect(await asked('02T10:00')).toEqual([]);
  await s.update('passed', 'warned', 'failed', 'free');
  expect(await asked('02T10:30')).toEqual(['passed']);
  expect(await asked('02T11:30')).toEqual(['warned']);
  expect(await asked('02T12:30')).toEqual(['failed']);
  await s.close();
});
