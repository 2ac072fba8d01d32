import { kind } from './brand';
import type { Logger } from './asset-execution-context';
import type { SerializedError } from '../base/errors';

export interface HookContext {
  readonly runId: string;
  readonly jobName: string;
  readonly stepKey: string;
  readonly hookName: string;
  readonly log: Logger;
  readonly resources: Readonly<Record<string, unknown>>;
  /** What failed the step; only for a failure hook. */
  readonly error?: SerializedError;
  /** The values that the step yielded, by output; only for a success hook. */
  readonly outputs: Readonly<Record<string, unknown>>;
}

/** A function that is called after a step has ended; what it throws is logged and changes nothing. */
export interface HookDefinition {
  readonly [kind]: 'hook';
  readonly on: 'success' | 'failure';
  readonly name: string;
  readonly resources: readonly string[];
  readonly run: (context: HookContext) => unknown;
}
