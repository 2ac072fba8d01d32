import type { AssetDefinition, AssetOptions } from './asset';
import type { AssetExecutionContext } from './asset-execution-context';
import { kind } from './brand';
import { callSite, definedAt } from './defined-at';
import type { DataVersion, DataVersionsByPartition } from './data-version';
import type { ObserveResult } from './materialize-result';
import { splitOptions } from './options-and-function';
import type { ResourceNeeds, ResourcesOf } from './resource-needs';
import type { SchemaOutput, StandardSchema } from './standard-schema';

export type ObservableSourceAssetOptions<Schema = StandardSchema | undefined, Needs = ResourceNeeds> = Omit<
  AssetOptions<never, Schema, Needs>,
  'ins' | 'deps' | 'outputRequired' | 'outputType' | 'checkSpecs'
>;

type Observation = DataVersion | DataVersionsByPartition | ObserveResult | string;
type NoIns = Readonly<Record<never, never>>;

/**
 * Defines an asset that something else makes, and that this function looks at: it answers the version that the data
 * has now, or an `ObserveResult`. What is downstream becomes stale where the version changed. Its value is loaded by
 * its IO manager: name its type, `observableSourceAsset<Order[]>(…)`.
 */
export function observableSourceAsset<Value = unknown>(
  observe: (inputs: NoIns, context: AssetExecutionContext) => Observation | Promise<Observation>,
): AssetDefinition<Value>;
export function observableSourceAsset<
  Value = unknown,
  Schema extends StandardSchema | undefined = undefined,
  const Needs extends ResourceNeeds = readonly [],
>(
  options: ObservableSourceAssetOptions<Schema, Needs>,
  observe: (
    inputs: NoIns,
    context: AssetExecutionContext<SchemaOutput<Schema>, ResourcesOf<Needs>>,
  ) => Observation | Promise<Observation>,
): AssetDefinition<Value>;
export function observableSourceAsset(...given: unknown[]): AssetDefinition {
  const [options, compute] = splitOptions<AssetOptions, AssetDefinition['compute']>(
    'observableSourceAsset',
    given,
  );
  return { [kind]: 'asset', options, compute, isObservable: true, [definedAt]: callSite() };
}
