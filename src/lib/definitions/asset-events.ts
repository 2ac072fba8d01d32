import { kind } from './brand';
import type { DataVersion } from './data-version';
import type { RawMetadata } from './metadata-value';
import type { AssetKeyString } from './snapshot';
import { takeOptions } from './unknown-option';

export interface AssetEventOptions {
  readonly assetKey: AssetKeyString;
  readonly description?: string;
  readonly metadata?: RawMetadata;
  readonly partition?: string;
  readonly tags?: Readonly<Record<string, string>>;
  readonly dataVersion?: DataVersion | string;
}

const known = {
  assetKey: true, description: true, metadata: true, partition: true, tags: true, dataVersion: true,
} as const; // prettier-ignore

/** Says that an asset was made, besides what the step's outputs say: yield it, or give it to `context.logEvent`. */
export class AssetMaterialization {
  readonly [kind] = 'AssetMaterialization';
  readonly options: AssetEventOptions;

  constructor(options: AssetEventOptions) {
    this.options = takeOptions('AssetMaterialization', options, known);
  }
}

/** Says something about an asset as it is now, without having made it: yield it, or give it to `context.logEvent`. */
export class AssetObservation {
  readonly [kind] = 'AssetObservation';
  readonly options: AssetEventOptions;

  constructor(options: AssetEventOptions) {
    this.options = takeOptions('AssetObservation', options, known);
  }
}
