import type { AssetKeyString } from '../../definitions/snapshot';
import type { EventOf } from '../../events/event';
import type { AssetRecordsFilter, MadeBy } from '../facts-storage';
import { eventColumns, eventFromRow } from './event-row';
import type { Queries } from './queries';
import type { SqlRow } from './sqlite-connection';

const madeBy = (location: string, withReports: string) => `(${location} is null
    or exists (select 1 from runs where runs.id = events.run_id and runs.location = ${location})
    or (${withReports} and events.run_id = ''))`;

const records = `select ${eventColumns} from events
  where asset_key = ?1 and type = ?2 and wiped = 0 and id > ?3 and id < ?4 and timestamp >= ?5 and timestamp < ?6
    and (?7 is null or partition in (select value from json_each(?7))) and ${madeBy('?8', '?9')}
  order by id`;

/** `tests/unit/storage` looks at how SQLite executes them. */
export const recordQueries = {
  oldestFirst: `${records} limit ?10`,
  newestFirst: `${records} desc limit ?10`,
  partitions: `select distinct partition from events
    where asset_key = ?1 and type = 'ASSET_MATERIALIZATION' and partition is not null and wiped = 0
      and ${madeBy('?2', '?3')} order by partition`,
} as const;

const makers = (by: MadeBy | undefined) => [by?.location ?? null, Number(by?.withReports ?? false)] as const;

/** Events of one asset that pass a filter. */
export function selectAssetRecords<Type extends AssetRecordsFilter['type']>(
  queries: Queries,
  filter: AssetRecordsFilter & { readonly type: Type },
): readonly EventOf<Type>[] {
  const { assetKey, type, after = 0, before = Number.MAX_SAFE_INTEGER, partitions, limit } = filter;
  const rows = queries.rows(
    recordQueries[filter.ascending ? 'oldestFirst' : 'newestFirst'],
    ...[assetKey, type, after, Math.min(before, Number.MAX_SAFE_INTEGER)],
    ...[filter.from ?? 0, filter.until ?? Number.MAX_SAFE_INTEGER],
    ...[partitions ? JSON.stringify(partitions) : null, ...makers(filter.madeBy), limit],
  );
  return rows.map((row) => eventFromRow(Object.values(row) as SqlRow)) as EventOf<Type>[];
}

export const selectMaterializedPartitions = (
  queries: Queries,
  key: AssetKeyString,
  by: MadeBy | undefined,
): readonly string[] =>
  queries.rows(recordQueries.partitions, key, ...makers(by)).map(({ partition }) => partition as string);
