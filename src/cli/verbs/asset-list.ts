import type { AssetStatus, PartitionsStatus } from '$lib/instance/instance';
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
      const rows: Row[] = [];
      for (const status of assets)
        rows.push({ ...status, partitions: await instance.partitions(status.asset.key) });
      console.log(json ? JSON.stringify(rows.map(asJson), undefined, 2) : asTable(rows));
      return 0;
    }),
};

/** How the partitions of an asset stand, where it has any. */
type Row = AssetStatus & { readonly partitions: PartitionsStatus | undefined };

/** A partitioned asset as a whole is FRESH, as in Dagster, but for one of which nothing was ever made. */
const statusOf = ({ stale, latest, partitions }: Row): string =>
  partitions && !latest ? 'MISSING' : stale.status;

/** Of a partitioned asset, how many of its partitions are made, and what is wrong with how many. */
function statusText(row: Row): string {
  const { partitions } = row;
  if (!partitions) return statusOf(row);
  const { total, counts } = partitions;
  const { materialized, stale, failed } = counts;
  const wrong = Object.entries({ stale, failed }).flatMap(([what, count]) =>
    count > 0 ? `, ${count} ${what}` : [],
  );
  return `${materialized === 0 ? 'MISSING, ' : ''}${materialized} of ${total} partitions${wrong.join('')}`;
}

const asJson = (row: Row) => {
  const { asset, latest, stale, partitions } = row;
  return {
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
    status: statusOf(row),
    partitions: partitions ? { total: partitions.total, ...partitions.counts } : null,
    causes: stale.causes,
    latest: latest ? { runId: latest.runId, timestamp: latest.timestamp } : null,
  };
};

function asTable(assets: readonly Row[]): string {
  if (assets.length === 0) return 'No assets.';
  const rows = assets.map((row) => [
    row.asset.key,
    row.asset.group,
    statusText(row),
    showTime(row.latest?.timestamp) || '–',
    row.asset.deps.map(({ key }) => key).join(', '),
  ]);
  return alignColumns([['ASSET', 'GROUP', 'STATUS', 'MATERIALIZED', 'DEPENDS ON'], ...rows]).join('\n');
}
