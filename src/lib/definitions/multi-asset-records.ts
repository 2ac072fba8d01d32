import { DagbookError } from '../base/errors';
import { assetKeyPath, assetKeyText } from './asset-key';
import type { AssetReference } from './asset-in';
import type { AssetKeyString } from './snapshot';
import type { MultiAssetSensorEvaluationContext, SensorEvaluationContext } from './tick-context';
import type { MaterializationRecord, WatchedEvents } from './watched-events';

type Records = Extract<WatchedEvents, { type: 'assets' }>['records'];

/** The cursor of a `multiAssetSensor`: the last record of each asset that was dealt with. */
export function readAssetCursors(cursor: string | undefined): Readonly<Record<AssetKeyString, number>> {
  try {
    const read: unknown = JSON.parse(cursor ?? '{}');
    return Object.fromEntries(
      Object.entries(read as object).filter((entry): entry is [string, number] => Number.isFinite(entry[1])),
    );
  } catch {
    return {};
  }
}

/** What the context of a `multiAssetSensor` has beside that of any sensor. */
export function multiAssetRecords(
  base: Pick<SensorEvaluationContext, 'cursor' | 'updateCursor'>,
  records: Records,
  keyOf: (reference: AssetReference | AssetKeyString) => AssetKeyString = textKey,
): Omit<MultiAssetSensorEvaluationContext, keyof SensorEvaluationContext> {
  const assetKeys = Object.keys(records);
  const newestFirst = (key: AssetKeyString) => [...(records[key] ?? [])].reverse();
  const advanceCursor = (dealtWith: Readonly<Record<AssetKeyString, MaterializationRecord | undefined>>) => {
    const cursors = { ...readAssetCursors(base.cursor) };
    for (const [key, record] of Object.entries(dealtWith))
      if (record) cursors[key] = Math.max(cursors[key] ?? 0, record.storageId);
    base.updateCursor(JSON.stringify(cursors));
  };
  const latest = (keys: readonly AssetKeyString[]) =>
    Object.fromEntries(keys.map((key) => [key, records[key]?.at(-1)]));
  return {
    assetKeys,
    latestMaterializationRecordsByKey: (references) => latest(references?.map(keyOf) ?? assetKeys),
    latestMaterializationRecordsByPartition: (reference) =>
      Object.fromEntries(
        (records[keyOf(reference)] ?? []).flatMap((record) =>
          record.partitionKey === undefined ? [] : [[record.partitionKey, record]],
        ),
      ),
    materializationRecordsForKey: (reference, limit) => newestFirst(keyOf(reference)).slice(0, limit),
    advanceCursor,
    advanceAllCursors: () => advanceCursor(latest(assetKeys)),
  };
}

/** Outside of a notebook nobody knows under which name an asset is exported. */
function textKey(reference: AssetReference | AssetKeyString): AssetKeyString {
  if (typeof reference === 'string') return assetKeyText(assetKeyPath(reference));
  throw new DagbookError('The key of an asset is not known here', {
    name: 'UnknownAsset',
    remedy: 'Give its key instead of the asset.',
  });
}
