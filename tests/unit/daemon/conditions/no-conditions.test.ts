import { expect, test } from 'vitest';
import { assetAutomation } from '$lib/daemon/conditions/asset-automation';
import { asset } from '$lib/definitions';
import { collectDefinitions } from '$lib/definitions/collect-definitions';
import { openNodeConnection } from '$lib/storage/sqlite/node-connection';
import { SqliteStorage } from '$lib/storage/sqlite/sqlite-storage';

test('where no asset has a condition, the graph of all assets is not even looked at', async () => {
  const storage = new SqliteStorage(openNodeConnection(':memory:'));
  const entry = { name: 'a', value: asset(() => 1), cell: 'a', codeVersion: '' };
  const { snapshot } = collectDefinitions([entry]);
  const unexpected = () => expect.unreachable();
  const part = assetAutomation({
    storage,
    workspace: async () => ({
      locations: [{ name: 'here', bundle: '', snapshot, loadedAt: 0 }],
      get graph(): never {
        return unexpected();
      },
    }),
    prepareRun: unexpected,
    partitionsContext: unexpected,
    clock: { now: () => 0 },
  })(unexpected, unexpected);
  expect(await part.turn(0)).toBeUndefined();
  await storage.close();
});
