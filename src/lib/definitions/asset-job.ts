import type { AssetDep } from './asset-in';
import { kind } from './brand';
import type { ExecutorChoice } from './snapshot';

export interface AssetJobOptions {
  /** Default: the name under which the cell exports the job. */
  readonly name?: string;
  /**
   * Which assets it materializes: a selection such as `"*"` or `"group:cakes and not +report"`, or a list of assets
   * and selections, of which it takes the union.
   */
  readonly selection: string | readonly AssetDep[];
  readonly description?: string;
  /** Put on every run of the job. */
  readonly tags?: Readonly<Record<string, string>>;
  readonly executor?: ExecutorChoice;
}

export interface AssetJobDefinition {
  readonly [kind]: 'assetJob';
  readonly options: AssetJobOptions;
}

/** Defines a job: a selection of assets that are materialized together in one run. */
export function defineAssetJob(options: AssetJobOptions): AssetJobDefinition {
  return { [kind]: 'assetJob', options };
}
