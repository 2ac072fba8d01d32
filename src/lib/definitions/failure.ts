import { kind } from './brand';
import { metadataEntries } from './metadata-entries';
import type { RawMetadata } from './metadata-value';
import type { MetadataEntries } from './snapshot';
import { takeOptions } from './unknown-option';

/** Throw it to fail a step with words and metadata of one's own (Dagster's `Failure`). */
export class Failure extends Error {
  readonly [kind] = 'Failure';
  readonly metadata: MetadataEntries;
  /** `false`: whatever the retry policy says, the step is not tried again. */
  readonly allowRetries: boolean;

  constructor(
    options: { description?: string; metadata?: RawMetadata; allowRetries?: boolean; cause?: unknown } = {},
  ) {
    const known = { description: true, metadata: true, allowRetries: true, cause: true } as const;
    const { description, metadata, allowRetries = true, cause } = takeOptions('Failure', options, known);
    super(description, { cause });
    this.name = 'Failure';
    this.metadata = metadataEntries(metadata);
    this.allowRetries = allowRetries;
  }
}

/** Throw it to have the step tried again, whatever its retry policy says (Dagster's `RetryRequested`). */
export class RetryRequested extends Error {
  readonly [kind] = 'RetryRequested';
  /** How often the step may be tried again, all in all. */
  readonly maxRetries: number;
  /** Default: at once. */
  readonly secondsToWait?: number;

  /** `maxRetries` defaults to 1; `cause` is what went wrong. */
  constructor(options: { maxRetries?: number; secondsToWait?: number; cause?: unknown } = {}) {
    const known = { maxRetries: true, secondsToWait: true, cause: true } as const;
    const { maxRetries = 1, secondsToWait, cause } = takeOptions('RetryRequested', options, known);
    super(cause instanceof Error ? cause.message : 'the step asks to be tried again', { cause });
    this.name = 'RetryRequested';
    this.maxRetries = maxRetries;
    this.secondsToWait = secondsToWait;
  }
}
