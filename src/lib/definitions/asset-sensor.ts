import type { AssetReference } from './asset-in';
import { kind } from './brand';
import { callSite, definedAt } from './defined-at';
import { splitOptions } from './options-and-function';
import type { ResourceNeeds, ResourcesOf } from './resource-needs';
import type { SensorAnswers, SensorDefinition, SensorOptions } from './sensor';
import type { AssetKeyString } from './snapshot';
import type { MultiAssetSensorEvaluationContext, SensorEvaluationContext } from './tick-context';
import type { MaterializationRecord } from './watched-events';

export interface AssetSensorOptions<Needs = ResourceNeeds> extends SensorOptions<Needs> {
  /** The asset whose materializations it waits for, in whatever location: by definition or by key. */
  readonly assetKey: AssetReference | AssetKeyString;
}

/**
 * Defines a sensor that is evaluated when an asset was materialized, with its newest materialization: as soon as that
 * is stored, or after `minimumIntervalSeconds` from its last evaluation where that is given. Observations do not
 * concern it (Dagster). Where its function fails, the same materialization is tried again.
 */
export function assetSensor<const Needs extends ResourceNeeds = readonly []>(
  options: AssetSensorOptions<Needs>,
  evaluate: (
    context: SensorEvaluationContext<ResourcesOf<Needs>>,
    assetEvent: MaterializationRecord,
  ) => SensorAnswers,
): SensorDefinition {
  const [given, fn] = splitOptions<AssetSensorOptions, SensorDefinition['evaluate']>('assetSensor', [
    options,
    evaluate,
  ]);
  return {
    [kind]: 'sensor',
    [definedAt]: callSite(),
    options: given,
    evaluate: fn,
    watch: { type: 'asset', assets: [given.assetKey] },
  };
}

export interface MultiAssetSensorOptions<Needs = ResourceNeeds> extends SensorOptions<Needs> {
  readonly monitoredAssets: readonly (AssetReference | AssetKeyString)[];
}

/**
 * Defines a sensor that is evaluated when one of several assets was materialized. Its context has all that came after
 * the cursor of each asset; `context.advanceAllCursors()`, or `advanceCursor`, says what was dealt with.
 */
export function multiAssetSensor<const Needs extends ResourceNeeds = readonly []>(
  options: MultiAssetSensorOptions<Needs>,
  evaluate: (context: MultiAssetSensorEvaluationContext<ResourcesOf<Needs>>) => SensorAnswers,
): SensorDefinition {
  const [given, fn] = splitOptions<MultiAssetSensorOptions, SensorDefinition['evaluate']>(
    'multiAssetSensor',
    [options, evaluate],
  );
  return {
    [kind]: 'sensor',
    [definedAt]: callSite(),
    options: given,
    evaluate: fn,
    watch: { type: 'assets', assets: given.monitoredAssets },
  };
}
