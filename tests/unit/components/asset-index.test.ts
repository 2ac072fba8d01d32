import { expect, test } from 'vitest';
import { indexAssets, withMissing } from '$lib/components/notebook/asset-index';

const read = (key: string) => ({ key, input: key });
const never = { isExecutable: true };

test('an asset is made with what it reads that was never made, and with nothing else', () => {
  const assets = {
    never: { ...never, deps: [read('deep'), read('made')] },
    deep: { ...never, deps: [] },
    made: { ...never, deps: [read('behind')], latest: { id: 1 } },
    behind: { ...never, deps: [] },
    ordered: { ...never, deps: [] },
    elsewhere: { isExecutable: false, deps: [] },
    byDay: { ...never, deps: [], partitions: { type: 'static' } },
    wanted: { ...never, deps: [read('never'), { key: 'ordered' }, read('elsewhere'), read('byDay')] },
    fresh: { ...never, deps: [read('made')] },
  };
  const index = indexAssets(
    Object.entries(assets).map(([key, asset]) => ({
      asset: { key, ...asset },
      latest: 'latest' in asset ? asset.latest : undefined,
    })) as never,
  );
  expect(withMissing(index, ['wanted'])).toEqual(['wanted', 'never', 'deep']);
  expect(withMissing(index, ['fresh'])).toEqual(['fresh']);
});
