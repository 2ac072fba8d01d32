import { withNotebook } from '../open-instance';
import { selectAssets } from '../select-assets';
import { fileOption, jsonOption, type Verb } from '../verb';

export const assetWipe: Verb = {
  name: 'asset wipe',
  summary: 'Forget what was materialized',
  details: 'The assets count as never made. The logs of the runs that made them stay.',
  options: {
    file: fileOption,
    select: {
      type: 'string',
      value: 'SEL',
      help: "An asset selection, '*' for all",
      required: true,
    },
    partition: {
      type: 'string',
      value: 'KEYS',
      help: 'Of these partitions only: one, several with commas, or FIRST...LAST',
    },
    json: jsonOption,
  },
  run: ({ file, select, partition, json }) =>
    withNotebook(String(file), async ({ instance, location }) => {
      const assets = selectAssets(location, await instance.assets(location.name), String(select));
      const keys = assets.map(({ asset }) => asset.key);
      for (const key of keys) await instance.wipeAsset(key, partition as string | undefined);
      const of = partition === undefined ? '' : ` (${String(partition)})`;
      if (json) console.log(JSON.stringify({ wiped: keys, partition: partition ?? null }));
      else console.log(keys.length === 0 ? 'No assets.' : `Wiped ${keys.join(', ')}${of}.`);
      return 0;
    }),
};
