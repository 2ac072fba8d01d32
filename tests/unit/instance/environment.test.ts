import { expect, test } from 'vitest';
import { namedVariables } from '$lib/definitions/env-var';
import { resolveVariables, settingsEnvironment } from '$lib/instance/environment';
import { openNodeConnection } from '$lib/storage/sqlite/node-connection';
import { SqliteStorage } from '$lib/storage/sqlite/sqlite-storage';

test.each([
  [undefined, []],
  ['text', []],
  [{ env: 'A' }, ['A']],
  [{ ops: { cake: { config: { a: { env: 'A' }, list: [1, { env: 'B' }, { env: 'A' }] } } } }, ['A', 'B']],
  [{ env: 'A', other: 1 }, []],
  [{ env: 7 }, []],
])('%j names the variables %j', (config, names) => {
  expect(namedVariables(config)).toEqual(names);
});

test('what the user keeps stands for the environment of a browser', async () => {
  const environment = settingsEnvironment(new SqliteStorage(openNodeConnection(':memory:')));
  const { names, set } = environment.kept!;
  await set('TOKEN', 'secret');
  await set('ROOM', '5');
  expect(await names()).toEqual(['ROOM', 'TOKEN']);
  expect(await resolveVariables(environment, ['TOKEN', 'NONE'])).toEqual({ TOKEN: 'secret' });
  await set('TOKEN', undefined);
  expect(await names()).toEqual(['ROOM']);
  expect(await resolveVariables(environment, ['TOKEN'])).toEqual({});
});
