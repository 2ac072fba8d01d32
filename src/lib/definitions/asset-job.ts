import type { AssetDependency } from './asset-dep';
import { kind } from './brand';
import { callSite, definedAt, type Located } from './defined-at';
import type { CommonJobOptions } from './job-options';

export interface AssetJobOptions extends CommonJobOptions {
  /**
   * Which assets it materializes: a selection such as `"*"` or `"group:cakes and not +report"`, or a list of assets
   * and selections, of which it takes the union. The checks of these assets belong to it.
   */
  readonly selection: string | readonly AssetDependency[];
}

export interface AssetJobDefinition extends Located {
  readonly [kind]: 'assetJob';
  readonly options: AssetJobOptions;
}

/** Defines a job: a selection of assets that are materialized together in one run. */
export function defineAssetJob(options: AssetJobOptions): AssetJobDefinition {
  return { [kind]: 'assetJob', options, [definedAt]: callSite() };
}
