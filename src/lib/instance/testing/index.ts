/** `dagbook/testing`: executes definitions in a test, in plain Node, by the same engine as everywhere. */
export { ephemeralInstance } from './ephemeral-instance';
export type { EphemeralInstance, EphemeralInstanceOptions } from './ephemeral-instance';
export type { ExecutionOptions } from './execute';
export type { ExecutionResult } from './execution-result';
export { executeInProcess, materialize, materializeToMemory } from './materialize';
export type { MaterializeOptions } from './materialize';
export { evaluateAutomationConditions } from './evaluate-automation-conditions';
export type {
  AutomationConditionResult,
  AutomationConditionsOptions,
  AutomationTarget,
  EvaluateAutomationConditionsResult,
} from './evaluate-automation-conditions';
