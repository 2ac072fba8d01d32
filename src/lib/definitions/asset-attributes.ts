import type { AutomationCondition } from './automation/automation-condition';
import type { FreshnessPolicy } from './freshness-policy';
import type { RawMetadata } from './metadata-value';
import type { BackfillPolicy } from './partitions/backfill-policy';
import type { PartitionsDefinition } from './partitions/partitions-definition';

/** What describes an asset, whichever function defines it. */
export interface AssetAttributes {
  readonly description?: string;
  /** Shown with the asset; plain values are wrapped as `MetadataValue` would. */
  readonly metadata?: RawMetadata;
  /** `key` or `prefix/key` → value; an empty value makes a label. */
  readonly tags?: Readonly<Record<string, string>>;
  /** Default `default`. */
  readonly group?: string;
  /** E-mail addresses, or `team:NAME`. */
  readonly owners?: readonly string[];
  /** At most three words for what it is made of, such as `json` or `table`. */
  readonly kinds?: readonly string[];
  /** Default: a hash of the cell's code and of the code that it uses. */
  readonly codeVersion?: string;
  /** How it is divided; absent: it is one whole. */
  readonly partitionsDef?: PartitionsDefinition;
  /** How a backfill divides its partitions into runs; absent: one run for each. */
  readonly backfillPolicy?: BackfillPolicy;
  /** When it is made without anybody asking, by an automation condition sensor that runs. */
  readonly automationCondition?: AutomationCondition;
  /** By when, or how often, it is to be materialized. */
  readonly freshnessPolicy?: FreshnessPolicy;
}
