import type { AssetCheckDefinition, MultiAssetCheckDefinition } from './asset-check';
import type { AssetDefinition } from './asset';
import type { AssetJobDefinition } from './asset-job';
import type { AssetSpec } from './asset-spec';
import type { AutomationConditionSensorDefinition } from './automation/automation-condition-sensor';
import { kind } from './brand';
import { callSite, definedAt, type Located } from './defined-at';
import type { HookDefinition } from './hook';
import type { IOManagerDefinition } from './io-manager';
import type { JobDefinition } from './job';
import type { MultiAssetDefinition } from './multi-asset';
import type { ResourceDefinition } from './resource';
import type { ScheduleDefinition } from './schedule';
import type { SensorDefinition } from './sensor';
import type { ExecutorChoice } from './snapshot';

/** Definitions, lists of them, and modules (objects) that have them under their names. */
type Listed<Definition> = Definition | readonly Listed<Definition>[] | { readonly [name: string]: unknown };
type List<Definition> = readonly Listed<Definition>[];

export interface DefinitionsOptions {
  readonly assets?: List<AssetDefinition | MultiAssetDefinition | AssetSpec>;
  readonly assetChecks?: List<AssetCheckDefinition | MultiAssetCheckDefinition>;
  readonly jobs?: List<AssetJobDefinition | JobDefinition>;
  readonly schedules?: List<ScheduleDefinition>;
  readonly sensors?: List<SensorDefinition | AutomationConditionSensorDefinition>;
  readonly hooks?: List<HookDefinition>;
  /** What steps find under these keys in `context.resources`, and IO managers by `ioManagerKey`. */
  readonly resources?: Readonly<Record<string, ResourceDefinition | IOManagerDefinition>>;
  /** The same as in `resources`; `io_manager` replaces the default. */
  readonly ioManagers?: Readonly<Record<string, IOManagerDefinition>>;
  /** For runs whose job and launch choose none. */
  readonly executor?: ExecutorChoice;
}

export interface DefinitionsDefinition extends Located {
  readonly [kind]: 'definitions';
  readonly options: DefinitionsOptions;
}

/**
 * What a notebook defines besides what its cells export: `export default definitions({ … })`. It adds what it lists,
 * and says which resources and which executor the whole location has. Without it, what is exported is what there is.
 */
export function definitions(options: DefinitionsOptions): DefinitionsDefinition {
  return { [kind]: 'definitions', options, [definedAt]: callSite() };
}
