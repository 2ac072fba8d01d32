import { kind } from './brand';
import type { RawMetadata } from './metadata-value';
import type { AssetKeyString } from './snapshot';
import { takeOptions } from './unknown-option';

/** How bad a failed check is: only `ERROR` can stop what is downstream of the asset. */
export type AssetCheckSeverity = 'WARN' | 'ERROR';
export const AssetCheckSeverity = { WARN: 'WARN', ERROR: 'ERROR' } as const;

const known = {
  passed: true, assetKey: true, checkName: true, severity: true, metadata: true, description: true,
} as const; // prettier-ignore

/** What one evaluation of a check found. */
export class AssetCheckResult {
  readonly [kind] = 'AssetCheckResult';
  readonly passed: boolean;
  readonly assetKey?: AssetKeyString;
  readonly checkName?: string;
  readonly severity: AssetCheckSeverity;
  readonly metadata: RawMetadata;
  readonly description?: string;

  /**
   * `assetKey` and `checkName` may be left out where the step evaluates one check only. `severity` is `ERROR` unless
   * said otherwise; of a check that passed it means nothing.
   */
  constructor(options: {
    passed: boolean;
    assetKey?: AssetKeyString;
    checkName?: string;
    severity?: AssetCheckSeverity;
    metadata?: RawMetadata;
    description?: string;
  }) {
    takeOptions('AssetCheckResult', options, known);
    this.passed = options.passed;
    this.assetKey = options.assetKey;
    this.checkName = options.checkName;
    this.severity = options.severity ?? 'ERROR';
    this.metadata = options.metadata ?? {};
    this.description = options.description;
  }
}
