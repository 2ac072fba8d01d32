import {
  conditionHash,
  conditionName,
  operandsOf,
  type ConditionSnapshot,
} from '../../definitions/automation/condition-snapshot';
import { hashOf } from '../../base/hash';

/** A node of a condition with an id that stays the same as long as the way to it does (Dagster's unique id). */
export interface CompiledCondition {
  readonly tree: ConditionSnapshot;
  readonly id: string;
  readonly operands: readonly CompiledCondition[];
  /** Equal for conditions that say the same. */
  readonly hash: string;
}

const compiled = new WeakMap<ConditionSnapshot, CompiledCondition>();
const byText = new Map<string, CompiledCondition>();

/** Equal conditions are compiled once. */
export function compileCondition(tree: ConditionSnapshot): CompiledCondition {
  let found = compiled.get(tree);
  if (!found) {
    const text = JSON.stringify(tree);
    if (byText.size >= 1_000) byText.clear();
    found = byText.get(text) ?? compile(tree, '', 0);
    byText.set(text, found);
    compiled.set(tree, found);
  }
  return found;
}

function compile(tree: ConditionSnapshot, parent: string, index: number): CompiledCondition {
  const id = hashOf(`${parent}/${index}/${conditionName(tree)}`).slice(0, 8);
  const operands = operandsOf(tree).map((operand, position) => compile(operand, id, position));
  return { tree, id, operands, hash: conditionHash(tree) };
}
