import { DagbookError } from '../base/errors';
import { kind } from './brand';
import type { DataVersion } from './data-version';
import type { RawMetadata } from './metadata-value';
import { takeOptions } from './unknown-option';

export interface OutputOptions {
  /** Default: the only output there is. */
  readonly outputName?: string;
  readonly metadata?: RawMetadata;
  /** Of an asset; default a hash of the code version and of the inputs' data versions. */
  readonly dataVersion?: DataVersion | string;
  /** Of an asset's materialization. */
  readonly tags?: Readonly<Record<string, string>>;
}

/** A value for one output of a step, with what there is to say about it (Dagster's `Output`). */
export class Output<Value = unknown> {
  readonly [kind] = 'Output';
  readonly value: Value;
  readonly outputName?: string;
  readonly metadata: RawMetadata;
  readonly dataVersion?: DataVersion | string;
  readonly tags: Readonly<Record<string, string>>;

  constructor(options: { value: Value } & OutputOptions) {
    const known = { value: true, outputName: true, metadata: true, dataVersion: true, tags: true } as const;
    const {
      value,
      outputName,
      metadata = {},
      dataVersion,
      tags = {},
    } = takeOptions('Output', options, known);
    this.value = value;
    this.outputName = outputName;
    this.metadata = metadata;
    this.dataVersion = dataVersion;
    this.tags = tags;
  }
}

/** Dagster's rule of names, which mapping keys follow too. */
export const mappingKeyPattern = /^[A-Za-z0-9_]+$/;

/** One of the values of a dynamic output; what is mapped over the output is executed once for each. */
export class DynamicOutput<Value = unknown> {
  readonly [kind] = 'DynamicOutput';
  readonly value: Value;
  readonly mappingKey: string;
  readonly outputName?: string;
  readonly metadata: RawMetadata;

  /** `mappingKey` names it among the others: letters, digits and `_`. Throws `InvalidMappingKey` otherwise. */
  constructor(
    options: { value: Value; mappingKey: string } & Pick<OutputOptions, 'outputName' | 'metadata'>,
  ) {
    const known = { value: true, mappingKey: true, outputName: true, metadata: true } as const;
    const { value, mappingKey, outputName, metadata = {} } = takeOptions('DynamicOutput', options, known);
    if (typeof mappingKey !== 'string' || !mappingKeyPattern.test(mappingKey)) {
      throw new DagbookError(`the mapping key ${JSON.stringify(mappingKey)} is not a legal name`, {
        name: 'InvalidMappingKey',
        remedy: 'Use letters A–Z, digits and "_" only: names must match ^[A-Za-z0-9_]+$.',
      });
    }
    this.value = value;
    this.mappingKey = mappingKey;
    this.outputName = outputName;
    this.metadata = metadata;
  }
}
