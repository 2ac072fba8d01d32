import { DagbookError } from '../../base/errors';
import { kind } from '../brand';
import { callSite, definedAt, type Located } from '../defined-at';
import type { DefaultStatus } from '../schedule';
import type { ConditionSelection } from './automation-condition';

export interface AutomationConditionSensorOptions {
  /** Default: the name under which the cell exports it. */
  readonly name?: string;
  /** The assets whose conditions, and whose checks' conditions, it evaluates: a selection, or assets. */
  readonly target: ConditionSelection;
  /**
   * What is requested again though nothing around it has changed, as by `AutomationCondition.missing()` alone, is
   * requested after so many seconds at the earliest. Everything else is evaluated at once. Default 30.
   */
  readonly minimumIntervalSeconds?: number;
  /** Whether it runs before anybody has switched it on or off. Default `STOPPED`. */
  readonly defaultStatus?: DefaultStatus;
  /** Tags of the runs that it asks for. */
  readonly runTags?: Readonly<Record<string, string>>;
  readonly description?: string;
  readonly tags?: Readonly<Record<string, string>>;
}

export interface AutomationConditionSensorDefinition extends Located {
  readonly [kind]: 'automationConditionSensor';
  readonly options: AutomationConditionSensorOptions;
}

/**
 * Defines what evaluates the automation conditions of some assets: a switch of its own for them. Assets with a
 * condition that no such sensor targets belong to `default_automation_condition_sensor` of their location, which is off
 * until it is switched on.
 */
export function automationConditionSensor(
  options: AutomationConditionSensorOptions,
): AutomationConditionSensorDefinition {
  if (typeof options !== 'object' || options === null)
    throw new DagbookError('automationConditionSensor() needs options', {
      name: 'InvalidDefinition',
      remedy: 'Write automationConditionSensor({ target: "*" }).',
    });
  return { [kind]: 'automationConditionSensor', options, [definedAt]: callSite() };
}
