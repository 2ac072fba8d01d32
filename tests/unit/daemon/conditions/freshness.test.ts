import { expect, test } from 'vitest';
import { asset, AutomationCondition, FreshnessPolicy } from '$lib/definitions';
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

/** Dagster's own cases of 1.13, with states that come of the policies instead of reported ones. */
test('on_cron_deps_fresh: once per tick, when every dep is fresh, late soon, or requested with it', async () => {
  const onCron = AutomationCondition.onCronDepsFresh('0 * * * *');
  const strict = AutomationCondition.onCronDepsFresh('0 * * * *', 'UTC', {
    allowMissingFreshnessPolicy: false,
  });
  const s = await Scenario.of(
    {
      raw: asset({ freshnessPolicy }, () => 1),
      free: asset(() => 1),
      together: when(onCron, { freshnessPolicy }),
      staging: when(onCron, { deps: ['raw', 'free', 'together'] }),
      strictly: when(strict, { deps: ['raw', 'free'] }),
    },
    '02T10:30',
  );
  const asked = async (now: string) => {
    const result = await s.evaluate(now);
    return ['together', 'staging', 'strictly'].filter((key) => result.getNumRequested(key) > 0);
  };
  expect(await asked('02T10:35'), 'no tick yet').toEqual([]);
  expect(await asked('02T11:05'), 'of raw nothing is known').toEqual(['together']);
  await s.update('raw', 'together');
  expect(await asked('02T11:06'), 'raw has become fresh since the tick').toEqual(['staging']);
  expect(await asked('02T11:30'), 'once per tick').toEqual([]);
  expect(await asked('02T12:10'), 'raw is late soon').toEqual(['together', 'staging']);
  expect(await asked('02T12:20')).toEqual([]);
  expect(await asked('02T13:10'), 'raw is late').toEqual(['together']);
  await s.close();
});
