import { expect, test } from 'vitest';
import {
  defaultSettings,
  type GivenSettings,
  settingsReader,
  storeSettings,
} from '$lib/daemon/instance-settings';

/** What is stored of settings, and what is read of that. */
async function kept(given: GivenSettings) {
  let text = '';
  await storeSettings({ setSetting: async (_key, value) => void (text = value ?? '') }, given);
  const read = settingsReader({ getSetting: async () => text, subscribe: () => () => {} });
  return { stored: JSON.parse(text), read: await read() };
}

test('only what is not the default is stored, so that a default may change later', async () => {
  const limits = { oven: 2, idle: 0 };
  const given = {
    ...defaultSettings,
    concurrency: { ...defaultSettings.concurrency, pools: { granularity: 'op', limits } },
    retention: { ...defaultSettings.retention, runs: 30, sensor: { skipped: -1, success: -1, failure: -1 } },
  } as const;
  const { stored, read } = await kept(given);
  expect(stored).toEqual({
    concurrency: { pools: { limits } },
    retention: { runs: 30, sensor: { skipped: -1 } },
  });
  expect(read).toEqual(given);
});

test('the defaults are stored as nothing', async () => {
  expect((await kept(defaultSettings)).stored).toEqual({});
});
