import type { AssetMaterialization, AssetObservation } from './asset-events';
import { kind } from './brand';
import { SkipReason, type DynamicPartitionsRequest, type RunRequest } from './run-request';
import { takeOptions } from './unknown-option';

const known = {
  runRequests: true, skipReason: true, cursor: true, dynamicPartitionsRequests: true, assetEvents: true,
} as const; // prettier-ignore

/** All that an evaluation of a sensor can answer at once. */
export class SensorResult {
  readonly [kind] = 'SensorResult';
  readonly runRequests: readonly RunRequest[];
  readonly skipReason?: SkipReason;
  /** Kept for the next evaluation, unless this one fails. */
  readonly cursor?: string;
  readonly dynamicPartitionsRequests: readonly DynamicPartitionsRequest[];
  /** Put into the event log, of no run. */
  readonly assetEvents: readonly (AssetMaterialization | AssetObservation)[];

  /** `skipReason` and `runRequests` exclude each other. */
  constructor(
    options: {
      runRequests?: readonly RunRequest[];
      skipReason?: SkipReason | string;
      cursor?: string;
      dynamicPartitionsRequests?: readonly DynamicPartitionsRequest[];
      assetEvents?: readonly (AssetMaterialization | AssetObservation)[];
    } = {},
  ) {
    const { skipReason } = takeOptions('SensorResult', options, known);
    this.runRequests = options.runRequests ?? [];
    this.skipReason = typeof skipReason === 'string' ? new SkipReason(skipReason) : skipReason;
    this.cursor = options.cursor;
    this.dynamicPartitionsRequests = options.dynamicPartitionsRequests ?? [];
    this.assetEvents = options.assetEvents ?? [];
  }
}
