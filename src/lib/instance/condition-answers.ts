import type { SerializedError } from '../base/errors';
import type { Json } from '../base/json';
import type { EvaluationNode } from '../daemon/conditions/evaluation-tree';
import type { AssetKeyString } from '../definitions/snapshot';
import type { InstigatorId } from '../storage/automation-storage';

export type { EvaluationNode };

/** An asset, a check or a job whose condition a sensor evaluates. */
export interface ConditionTarget {
  /** Of a job empty. */
  readonly assetKey: AssetKeyString;
  /** A check of that asset. */
  readonly check?: string;
  /** A job of the location. */
  readonly job?: string;
  /** The condition in words. */
  readonly description: string;
}

/** What an automation condition asks for. */
export interface ConditionRequest {
  /** Of a job empty. */
  readonly assetKey: AssetKeyString;
  /** A check of that asset. */
  readonly check?: string;
  /** A job of the location. */
  readonly job?: string;
  /** Partitions, or 1 for what is not partitioned. */
  readonly requested: number;
  /** Which partitions, as text; absent where it is not partitioned, or none. */
  readonly partitions?: string;
}

/** What an automation condition sensor would request if it was evaluated now. */
export interface AutomationPreview {
  /** Everything since then counts as new, in ms since the epoch; absent: it has never been evaluated. */
  readonly since?: number;
  readonly requested: readonly ConditionRequest[];
  /** In how many runs. */
  readonly runs: number;
}

/** What the condition of an asset, check or job says now, and why. */
export interface ConditionPreview extends ConditionRequest {
  /** The automation condition sensor that it belongs to. */
  readonly automation: InstigatorId;
  /** Whether that is switched on. */
  readonly isRunning: boolean;
  /** Absent where it could not be evaluated. */
  readonly tree?: EvaluationNode;
  readonly error?: SerializedError;
}

/** What came of a condition: node by node, or why it could not be evaluated. */
export type ConditionOutcome = Pick<ConditionPreview, 'tree' | 'error'>;

/** The tree of an `AutomationEvaluation`, read. */
export function outcomeOf(stored: Json): ConditionOutcome {
  const tree = stored as unknown as EvaluationNode | { readonly error: SerializedError };
  return 'error' in tree ? tree : { tree };
}
