import type { AssetStatus } from '$lib/instance/instance';
import { alignColumns } from '../align-columns';
import { withNotebook } from '../open-instance';
import { selectAssets } from '../select-assets';
import { showTime } from '../show-time';
import { fileOption, jsonOption, type Verb } from '../verb';

export const assetList: Verb = {
  name: 'asset list',
  summary: 'List the assets of a notebook and how they stand',
  options: {
    file: fileOption,
    select: { type: 'string', value: 'SEL', help: "An asset selection, e.g. 'group:kitchen' (default: all)" },
    json: jsonOption,
  },
  run: ({ file, select, json }) =>
    withNotebook(String(file), async ({ instance, location }) => {
      const assets = selectAssets(
        location,
        await instance.assets(location.name),
        select as string | undefined,
      );
      console.log(json ? JSON.stringify(assets.map(asJson), undefined, 2) : asTable(assets));
      return 0;
    }),
};

const asJson = ({ asset, latest, stale }: AssetStatus) => ({
  key: asset.key,
  group: asset.group,
  description: asset.description ?? null,
  kinds: asset.kinds,
  owners: asset.owners,
  tags: asset.tags,
  deps: asset.deps.map(({ key }) => key),
  isExecutable: asset.isExecutable,
  isObservable: asset.isObservable ?? false,
  isPartitioned: asset.partitions !== undefined,
  status: stale.status,
  causes: stale.causes,
  latest: latest ? { runId: latest.runId, timestamp: latest.timestamp } : null,
});

function asTable(assets: readonly AssetStatus[]): string {
  if (assets.length === 0) return 'No assets.';
  const rows = assets.map(({ asset, latest, stale }) => [
    asset.key,
    asset.group,
    stale.status,
    showTime(latest?.timestamp) || '–',
    asset.deps.map(({ key }) => key).join(', '),
  ]);
  return alignColumns([['ASSET', 'GROUP', 'STATUS', 'MATERIALIZED', 'DEPENDS ON'], ...rows]).join('\n');
}
