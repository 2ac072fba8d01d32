import { asset, FreshnessPolicy } from 'dagbook';
import { ephemeralInstance } from 'dagbook/testing';
import { expect } from 'vitest';
import type { CaseTable } from './case-table';

const day = 86_400_000;
const midnight = Date.UTC(2026, 2, 2);

/** ms of `09:30`, after midnight. */
const timeOf = (text: string) => {
  const [hours, minutes] = text.split(':').map(Number) as [number, number];
  return (hours * 60 + minutes) * 60_000;
};

/** Such as `1h`, `10min`, `30s`. */
const duration = (text: string) => {
  const unit = { h: 'hours', min: 'minutes', s: 'seconds' }[text.replace(/\d+/, '')]!;
  return { [unit]: Number.parseInt(text) };
};

/** The state of one asset with this policy, as time goes on. */
async function watched(freshnessPolicy: FreshnessPolicy, now = midnight) {
  const instance = ephemeralInstance({ now });
  await instance.load({ a: asset({ freshnessPolicy }, () => 1) });
  return {
    instance,
    async state(at = now) {
      await instance.advance(at - instance.now());
      return (await instance.assets())[0]!.freshness;
    },
  };
}

/** Dagster's cases of freshness policies. */
export const freshnessCases: CaseTable = {
  async 'fr-02-never'({ given: { materialized }, expect: { state: expected } }) {
    expect(materialized).toBe('never');
    const policies = [
      FreshnessPolicy.timeWindow({ failWindow: { hours: 1 } }),
      FreshnessPolicy.cron({ deadlineCron: '0 10 * * *', lowerBoundDelta: { hours: 1 } }),
    ];
    for (const policy of policies) {
      const { instance, state } = await watched(policy);
      expect([await state(), await state(midnight + 2 * day)]).toEqual([expected, expected]);
      await instance.close();
    }
  },

  'fr-03-min'({ given: { fail_window }, expect: { error } }) {
    expect(error).toBe('minimum 60 s; warn_window must be smaller than fail_window');
    const failWindow = duration(fail_window);
    expect(() => FreshnessPolicy.timeWindow({ failWindow })).toThrow(
      expect.objectContaining({ remedy: 'The minimum is 60 s.' }),
    );
    const window = { minutes: 2 };
    expect(() => FreshnessPolicy.timeWindow({ failWindow: window, warnWindow: window })).toThrow(
      expect.objectContaining({ remedy: 'warnWindow must be smaller than failWindow.' }),
    );
  },

  async 'fr-04-cron'({ given, expect: { state: expected } }) {
    const { deadline_cron: deadlineCron, lower_bound_delta, materialized_at, check_at } = given;
    const policy = FreshnessPolicy.cron({ deadlineCron, lowerBoundDelta: duration(lower_bound_delta) });
    const { instance, state } = await watched(policy, midnight + timeOf(materialized_at));
    await instance.launchRun({ location: 'definitions' });
    const states: unknown[] = [];
    for (const text of check_at as string[]) {
      const time = timeOf(/\d+:\d+/.exec(text)![0]);
      states.push(await state(midnight + time + (text.startsWith('next day') ? day : 0)));
    }
    expect(states).toEqual(expected);
    await instance.close();
  },

  'fr-06-delta'({ given, expect: { error } }) {
    expect(error).toBe('delta may not exceed the smallest cron interval');
    const lowerBoundDelta = duration(given.lower_bound_delta);
    expect(() => FreshnessPolicy.cron({ deadlineCron: given.deadline_cron, lowerBoundDelta })).toThrow(
      /lowerBoundDelta \(600 s\) exceeds the smallest interval of its cron \(300 s\)/,
    );
  },
};
