// %% [notebook] {"format":1,"title":"A job of assets"}

// %% [markdown] {"id":"x53brvkt"}
// # A job of assets
//
// The same work as a graph of ops can be written as assets, each of which keeps its value. Then a job needs no body:
// it names the assets, and their lineage says what comes first.

// %% {"id":"f0at68bz","name":"dailyExtract"}
import { asset, defineAssetJob } from 'dagbook';

export const dailyExtract = asset(() => [
  { product: 'sponge', sold: 14 },
  { product: 'cheesecake', sold: 9 },
  { product: 'sponge', sold: 6 },
]);

// %% {"id":"27tx6jw9","name":"dailyTransform"}
export const dailyTransform = asset({ ins: { dailyExtract } }, ({ dailyExtract }) => {
  const sold: Record<string, number> = {};
  for (const row of dailyExtract) sold[row.product] = (sold[row.product] ?? 0) + row.sold;
  return sold;
});

// %% {"id":"pwmpqs6r","name":"dailyLoad"}
export const dailyLoad = asset({ ins: { dailyTransform } }, ({ dailyTransform }, context) => {
  const rows = Object.entries(dailyTransform).map(([product, sold]) => ({ product, sold }));
  context.log.info(`loaded ${rows.length} rows`);
  return rows;
});

// %% [markdown] {"id":"bxp4rx8c"}
// `selection` takes assets, as here, or a text such as `"+dailyLoad"`: this asset and all that is upstream of it.

// %% {"id":"1b16bx45","name":"assetJob"}
export const assetJob = defineAssetJob({
  name: 'process_daily_data',
  selection: [dailyExtract, dailyTransform, dailyLoad],
});
