import { DagbookError } from '../base/errors';
import { kind } from './brand';
import { takeOptions } from './unknown-option';

/** How the wait grows with each attempt: `LINEAR` n·delay, `EXPONENTIAL` (2ⁿ−1)·delay. */
export type Backoff = 'LINEAR' | 'EXPONENTIAL';
/** How chance changes the wait: `FULL` takes a random part of it, `PLUS_MINUS` adds up to ± delay. */
export type Jitter = 'FULL' | 'PLUS_MINUS';

/** A retry policy as data. Times are seconds. */
export interface RetryPolicySnapshot {
  readonly maxRetries: number;
  readonly delay?: number;
  readonly backoff?: Backoff;
  readonly jitter?: Jitter;
}

const known = { maxRetries: true, delay: true, backoff: true, jitter: true } as const;

/** How often and when a step that failed is tried again (Dagster's `RetryPolicy`). */
export class RetryPolicy implements RetryPolicySnapshot {
  readonly [kind] = 'retryPolicy';
  readonly maxRetries: number;
  readonly delay?: number;
  readonly backoff?: Backoff;
  readonly jitter?: Jitter;

  /** `maxRetries` defaults to 1; `delay` is in seconds. Throws where `backoff` or `jitter` come without a `delay`. */
  constructor(options: Partial<RetryPolicySnapshot> = {}) {
    const { maxRetries = 1, delay, backoff, jitter } = takeOptions('RetryPolicy', options, known);
    if (!Number.isInteger(maxRetries) || maxRetries < 0)
      throw invalid(`maxRetries is ${maxRetries}`, 'Give a whole number from 0.');
    if (delay !== undefined && !(delay >= 0 && delay < Infinity))
      throw invalid(`delay is ${delay}`, 'Give seconds, from 0.');
    if (backoff !== undefined && backoff !== 'LINEAR' && backoff !== 'EXPONENTIAL')
      throw invalid(`backoff is ${String(backoff)}`, 'Give "LINEAR" or "EXPONENTIAL".');
    if (jitter !== undefined && jitter !== 'FULL' && jitter !== 'PLUS_MINUS')
      throw invalid(`jitter is ${String(jitter)}`, 'Give "FULL" or "PLUS_MINUS".');
    if (delay === undefined && (backoff || jitter))
      throw invalid(`${backoff ? 'backoff' : 'jitter'} is given without a delay`, 'Give delay: SECONDS too.');
    this.maxRetries = maxRetries;
    this.delay = delay;
    this.backoff = backoff;
    this.jitter = jitter;
  }
}

const invalid = (message: string, remedy: string) =>
  new DagbookError(`RetryPolicy: ${message}`, { name: 'InvalidDefinition', remedy });

/**
 * Seconds to wait after attempt `attempt` (from 1) failed, by Dagster's rule. `random` is in [0, 1).
 * (dagster/_core/definitions/policy.py)
 */
export function retryDelay(policy: RetryPolicySnapshot, attempt: number, random: () => number): number {
  const { delay = 0, backoff, jitter } = policy;
  const base = backoff === 'EXPONENTIAL' ? (2 ** attempt - 1) * delay : backoff ? attempt * delay : delay;
  if (jitter === 'FULL') return random() * base;
  if (jitter === 'PLUS_MINUS') return base + (2 * random() - 1) * delay;
  return base;
}
