import type { AssetDependency } from './asset-dep';
import type { AssetReference } from './asset-in';
import type { AutomationCondition } from './automation/automation-condition';
import { kind } from './brand';
import type { RawMetadata } from './metadata-value';
import type { AssetKeyString } from './snapshot';
import { takeOptions } from './unknown-option';

const known = {
  name: true, asset: true, blocking: true, description: true, additionalDeps: true, metadata: true,
  automationCondition: true,
} as const; // prettier-ignore

/**
 * Announces a check of an asset, whose result comes from the function of an asset (`checkSpecs`) or of a
 * `multiAssetCheck`.
 */
export class AssetCheckSpec {
  readonly [kind] = 'AssetCheckSpec';
  readonly name: string;
  readonly asset?: AssetReference | AssetKeyString;
  readonly blocking: boolean;
  readonly description?: string;
  readonly additionalDeps: readonly AssetDependency[];
  readonly metadata: RawMetadata;
  readonly automationCondition?: AutomationCondition;

  /** `asset` may be left out in the `checkSpecs` of a single asset. `blocking`: see `AssetCheckOptions`. */
  constructor(options: {
    name: string;
    asset?: AssetReference | AssetKeyString;
    blocking?: boolean;
    description?: string;
    additionalDeps?: readonly AssetDependency[];
    metadata?: RawMetadata;
    automationCondition?: AutomationCondition;
  }) {
    takeOptions('AssetCheckSpec', options, known);
    this.name = options.name;
    this.asset = options.asset;
    this.blocking = options.blocking ?? false;
    this.description = options.description;
    this.additionalDeps = options.additionalDeps ?? [];
    this.metadata = options.metadata ?? {};
    this.automationCondition = options.automationCondition;
  }
}
