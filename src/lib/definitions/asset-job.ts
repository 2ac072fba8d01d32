import type { AssetDependency } from './asset-dep';
import type { AutomationCondition } from './automation/automation-condition';
import { kind } from './brand';
import { callSite, definedAt, type Located } from './defined-at';
import type { CommonJobOptions } from './job-options';

export interface AssetJobOptions extends CommonJobOptions {
  /**
   * Which assets it materializes: a selection such as `"*"` or `"group:cakes and not +report"`, or a list of assets
   * and selections, of which it takes the union. The checks of these assets belong to it.
   */
  readonly selection: string | readonly AssetDependency[];
  /**
   * When one run of the whole job is launched without anybody asking, of a partitioned job one for each partition:
   * `AutomationCondition.allJobRootAssetsMatch(AutomationCondition.eager())`. The default automation condition sensor
   * of the location evaluates it.
   */
  readonly automationCondition?: AutomationCondition;
}

export interface AssetJobDefinition extends Located {
  readonly [kind]: 'assetJob';
  readonly options: AssetJobOptions;
}

/** Defines a job: a selection of assets that are materialized together in one run. */
export function defineAssetJob(options: AssetJobOptions): AssetJobDefinition {
  return { [kind]: 'assetJob', options, [definedAt]: callSite() };
}
