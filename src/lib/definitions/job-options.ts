import type { HookDefinition } from './hook';
import type { RawMetadata } from './metadata-value';
import type { PartitionsDefinition } from './partitions/partitions-definition';
import type { RetryPolicySnapshot } from './retry-policy';
import type { ExecutorChoice } from './snapshot';

/** What every job can say of itself. */
export interface CommonJobOptions {
  /** Default: the name under which the cell exports the job. */
  readonly name?: string;
  readonly description?: string;
  /** Put on every run of the job. */
  readonly tags?: Readonly<Record<string, string>>;
  readonly executor?: ExecutorChoice;
  /** What its runs get where the launch gives none; `new EnvVar("NAME")` takes a value from the environment. */
  readonly config?: Readonly<Record<string, unknown>>;
  /** For each of its steps. */
  readonly hooks?: readonly HookDefinition[];
  /** For each of its steps that has no policy of its own. */
  readonly retryPolicy?: RetryPolicySnapshot;
  readonly partitionsDef?: PartitionsDefinition;
  /** Seconds a run may take. */
  readonly timeout?: number;
  /** E-mail addresses, or `team:NAME`. */
  readonly owners?: readonly string[];
  readonly metadata?: RawMetadata;
}
