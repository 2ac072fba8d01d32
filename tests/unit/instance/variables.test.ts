import { expect, test } from 'vitest';
import { emptySnapshot } from '$lib/definitions/snapshot';
import { settingsEnvironment } from '$lib/instance/environment';
import { variableCommands } from '$lib/instance/variables';
import { openNodeConnection } from '$lib/storage/sqlite/node-connection';
import { SqliteStorage } from '$lib/storage/sqlite/sqlite-storage';

const oven = { key: 'oven', type: 'resource', requires: [], config: { token: { env: 'TOKEN' } } } as const;

async function kitchen() {
  const storage = new SqliteStorage(openNodeConnection(':memory:'));
  const snapshot = { ...emptySnapshot, resources: [oven] };
  await storage.putLocation({ name: 'kitchen', bundle: 'b', snapshot, loadedAt: 1 });
  return { storage, ...variableCommands({ storage, environment: settingsEnvironment(storage) }) };
}

test('what definitions name is there before it is set, and what was set without being named, too', async () => {
  const { variables, setVariable } = await kitchen();
  expect(await variables()).toEqual([{ name: 'TOKEN', isSet: false, usedBy: ['kitchen'] }]);
  await setVariable('TOKEN', 'hot');
  await setVariable('ALONE', 'x');
  expect(await variables()).toEqual([
    { name: 'ALONE', isSet: true, usedBy: [] },
    { name: 'TOKEN', isSet: true, usedBy: ['kitchen'] },
  ]);
  await setVariable('TOKEN', undefined);
  await setVariable('ALONE', undefined);
  expect(await variables()).toEqual([{ name: 'TOKEN', isSet: false, usedBy: ['kitchen'] }]);
});

test.each(['', '1st', 'a-b', 'a b'])('%j is no name of a variable', async (name) => {
  const { setVariable } = await kitchen();
  await expect(setVariable(name, 'x')).rejects.toMatchObject({ name: 'InvalidVariable' });
});

test('where variables come from outside, they are set there', async () => {
  const { storage } = await kitchen();
  const environment = { get: async (name: string) => (name === 'TOKEN' ? 'hot' : undefined) };
  const { variables, setVariable } = variableCommands({ storage, environment });
  expect(await variables()).toEqual([{ name: 'TOKEN', isSet: true, usedBy: ['kitchen'] }]);
  await expect(setVariable('TOKEN', 'x')).rejects.toMatchObject({ remedy: expect.stringContaining('TOKEN') });
});
