import { isKind } from '../brand';
import type { Violation } from '../definition-rules';
import type { AutomationCondition, ConditionSelection } from './automation-condition';
import { mapSelections } from './change-condition';
import { checkAssetCondition, checkJobCondition } from './condition-scope';
import type { ConditionSnapshot } from './condition-snapshot';

/**
 * A condition as data, its selections as text. What is wrong with it goes to `violations`. `selectionText` throws with
 * message and remedy.
 */
export function conditionOf(
  condition: AutomationCondition,
  selectionText: (selection: ConditionSelection) => string,
  violations: Violation[],
  isOfJob = false,
): ConditionSnapshot | undefined {
  if (!isKind<AutomationCondition>(condition, 'AutomationCondition')) {
    violations.push({
      message: 'its automationCondition is not one',
      remedy: 'Write AutomationCondition.eager(), or another such condition.',
    });
    return undefined;
  }
  violations.push(...(isOfJob ? checkJobCondition : checkAssetCondition)(condition.tree));
  try {
    return mapSelections(condition.tree, selectionText);
  } catch (error) {
    const { message, remedy = '' } = error as Violation;
    violations.push({ message: `in its automationCondition: ${message}`, remedy });
    return undefined;
  }
}
