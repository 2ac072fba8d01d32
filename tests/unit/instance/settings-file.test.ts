import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { defaultSettings } from '$lib/daemon/instance-settings';
import { openNodeInstance } from '$lib/instance/node/open-node-instance';
import { parseSettingsText, settingsText } from '$lib/instance/settings-text';
import { temporaryFolder } from '../../temporary-folder';

test('names are those of dagster.yaml or of code, and those of pools stay as they are', () => {
  const text = `concurrency:
  runs:
    max_concurrent_runs: 3
    tag_concurrency_limits: [{ key: team, limit: 1 }]
  pools: { defaultLimit: 2, limits: { big_oven: 1 } }
run_retries: { enabled: true }`;
  const { concurrency, runRetries, retention } = parseSettingsText(text, 'dagbook.yaml');
  expect(concurrency).toEqual({
    runs: { maxConcurrentRuns: 3, tagConcurrencyLimits: [{ key: 'team', limit: 1 }] },
    pools: { defaultLimit: 2, granularity: 'op', limits: { big_oven: 1 } },
  });
  expect(runRetries).toEqual({ ...defaultSettings.runRetries, enabled: true });
  expect(retention).toEqual(defaultSettings.retention);
});

test('an empty file says the defaults', () => {
  expect(parseSettingsText('# nothing yet\n', 'dagbook.yaml')).toEqual(defaultSettings);
});

test('all settings as a file: read again they are the same, and what is not the default names it', () => {
  const settings = parseSettingsText(
    'concurrency: { pools: { default_limit: 2, limits: { big_oven: 1, bigOven: 2 } } }\nretention: { runs: 30 }',
  );
  const text = settingsText(settings);
  expect(parseSettingsText(text)).toEqual(settings);
  expect(text).toMatch(/^ {2}runs: 30 # default: -1$/m);
  expect(text).toMatch(/^ {4}max_concurrent_runs: 10$/m);
  expect(settingsText(defaultSettings)).not.toContain('#');
});

test.each([
  ['concurrency: [', 1, 'Not YAML'],
  ['# all\n- 1', 2, 'all of it: Invalid input: expected object'],
  ['\nconcurrency:\n  runs:\n    max_concurrent_runs: many', 4, 'concurrency.runs.maxConcurrentRuns'],
  ['retention:\n  runs: 3\n  value_version: 2', 3, 'Unrecognized key: "valueVersion"'],
  ['retention:\n  schedule:\n    skipped: -2', 3, 'retention.schedule.skipped'],
  [
    'concurrency:\n  runs:\n    tag_concurrency_limits:\n      - { key: a, limit: 1 }\n      - key: b',
    5,
    'concurrency.runs.tagConcurrencyLimits.1.limit',
  ],
])('%j is wrong in line %i', (text, line, message) => {
  expect(() => parseSettingsText(text, 'dagbook.yaml')).toThrow(
    expect.objectContaining({
      name: 'InvalidSettings',
      message: expect.stringContaining(message),
      remedy: expect.stringMatching(/./),
      at: { file: 'dagbook.yaml', line },
    }),
  );
});

test('what the file says holds, and is changed nowhere else; a wrong file opens nothing', async () => {
  const home = temporaryFolder();
  const file = join(home, 'dagbook.yaml');
  const open = () => openNodeInstance({ home, version: 'test', leads: false });
  writeFileSync(file, 'concurrency: { pools: { limits: { oven: 2 } } }');
  const instance = await open();
  onTestFinished(() => instance.close());
  expect(await instance.pools()).toMatchObject([{ pool: 'oven', limit: 2 }]);
  await expect(instance.setPoolLimit('oven', 3)).rejects.toMatchObject({ name: 'SettingsFixed' });

  writeFileSync(file, 'pools: {}');
  await expect(open()).rejects.toMatchObject({ name: 'InvalidSettings', at: { file, line: 1 } });
});
