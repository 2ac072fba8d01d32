import { kind } from './brand';

/** What a step says its data is, so that downstream knows whether it changed; any text of at least one character. */
export class DataVersion {
  readonly [kind] = 'DataVersion';
  readonly value: string;

  constructor(value: string) {
    this.value = String(value);
  }
}

/** What an observation of a partitioned asset answers: a data version for each partition (Dagster's class). */
export class DataVersionsByPartition {
  readonly [kind] = 'DataVersionsByPartition';
  readonly dataVersions: Readonly<Record<string, DataVersion | string>>;

  constructor(dataVersions: Readonly<Record<string, DataVersion | string>>) {
    this.dataVersions = dataVersions;
  }
}

export const dataVersionText = (version: DataVersion | string): string =>
  typeof version === 'string' ? version : String(version.value);
