import type { DynamicPartitionsRequest } from '../run-request';
import { PartitionsDefinition } from './partitions-definition';
import type { DynamicPartitionsSnapshot, StaticPartitionsSnapshot } from './partitions-snapshot';

/** A fixed list of keys: `new StaticPartitionsDefinition(['eu', 'us'])`. Keys are unique and have no `...` in them. */
export class StaticPartitionsDefinition extends PartitionsDefinition<StaticPartitionsSnapshot> {
  constructor(partitionKeys: readonly string[]) {
    super({ type: 'static', keys: [...partitionKeys] });
  }
}

/** Keys that are added and deleted while the instance runs, kept under `name`. */
export class DynamicPartitionsDefinition extends PartitionsDefinition<DynamicPartitionsSnapshot> {
  constructor({ name }: { name: string }) {
    super({ type: 'dynamic', name });
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
