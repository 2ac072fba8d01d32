import type { DynamicPartitionsRequest } from '../run-request';
import { takeOptions } from '../unknown-option';
import { PartitionsDefinition } from './partitions-definition';
import type { DynamicPartitionsSnapshot, StaticPartitionsSnapshot } from './partitions-snapshot';

/** A fixed list of keys: `new StaticPartitionsDefinition(['eu', 'us'])`. Keys are unique and have no `...` in them. */
export class StaticPartitionsDefinition extends PartitionsDefinition<StaticPartitionsSnapshot> {
  constructor(partitionKeys: readonly string[]) {
    const isList = Array.isArray(partitionKeys);
    const wrong = {
      message: 'its keys are not a list',
      remedy: 'Give a list of texts, such as ["eu", "us"].',
    };
    super({ type: 'static', keys: isList ? [...partitionKeys] : [] }, isList ? [] : [wrong]);
  }
}

/** Keys that are added and deleted while the instance runs, kept under `name`. */
export class DynamicPartitionsDefinition extends PartitionsDefinition<DynamicPartitionsSnapshot> {
  constructor(options: { name: string }) {
    super({
      type: 'dynamic',
      name: takeOptions('DynamicPartitionsDefinition', options, { name: true }).name,
    });
  }

  /** For a sensor's `SensorResult`: adds keys. */
  buildAddRequest(partitionKeys: readonly string[]): DynamicPartitionsRequest {
    return { type: 'add', partitionsDefName: this.snapshot.name, partitionKeys };
  }

  /** For a sensor's `SensorResult`: takes keys out. */
  buildDeleteRequest(partitionKeys: readonly string[]): DynamicPartitionsRequest {
    return { type: 'delete', partitionsDefName: this.snapshot.name, partitionKeys };
  }
}
