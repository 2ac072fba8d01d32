import type { SerializedError } from '../../base/errors';
import type { LocateFrames } from '../defined-at';
import { definitionError } from '../definition-error';
import { checkName, checkRunTags, type Violation } from '../definition-rules';
import type { ExportedDefinition } from '../exported-definitions';
import type { AutomationConditionSensorSnapshot } from '../snapshot';
import type { ConditionSelection } from './automation-condition';
import type { AutomationConditionSensorDefinition } from './automation-condition-sensor';

/** Dagster's name of the one that each location has without defining it. */
export const defaultConditionSensor = 'default_automation_condition_sensor';

export interface ConditionSensorSurroundings {
  /** Names of schedules and sensors. */
  readonly taken: Iterable<string>;
  /** Throws with message and remedy. */
  readonly selectionText: (selection: ConditionSelection) => string;
  readonly locate?: LocateFrames;
}

/** The automation condition sensors of a location; those with errors are left out. */
export function collectConditionSensors(
  exported: readonly ExportedDefinition[],
  { taken, selectionText, locate }: ConditionSensorSurroundings,
): {
  readonly sensors: readonly AutomationConditionSensorSnapshot[];
  readonly errors: readonly SerializedError[];
} {
  const names = new Set([...taken, defaultConditionSensor]);
  const sensors: AutomationConditionSensorSnapshot[] = [];
  const errors: SerializedError[] = [];
  for (const { definition, entry, exportName } of exported) {
    const { options } = definition as unknown as AutomationConditionSensorDefinition;
    const name = options.name ?? exportName ?? '';
    const violations = [...ownViolations(name, options, names)];
    try {
      const { minimumIntervalSeconds = 30, description, tags = {}, runTags = {}, defaultStatus } = options;
      const sensor = {
        name,
        selection: selectionText(options.target),
        minimumIntervalSeconds,
        runTags,
        ...(description !== undefined && { description: String(description) }),
        tags,
        isRunning: defaultStatus === 'RUNNING',
        cell: entry.cell,
      };
      if (violations.length === 0) sensors.push(sensor);
    } catch (error) {
      const { message, remedy = 'Give target: "*", or assets.' } = error as Violation;
      violations.push({ message, remedy });
    }
    names.add(name);
    const title = `automationConditionSensor ${name || entry.name}`;
    for (const violation of violations)
      errors.push(definitionError(entry, title, { site: definition, ...violation }, locate));
  }
  return { sensors, errors };
}

function ownViolations(
  name: string,
  options: AutomationConditionSensorDefinition['options'],
  names: ReadonlySet<string>,
): readonly Violation[] {
  const { tags = {}, runTags = {}, defaultStatus = 'STOPPED', minimumIntervalSeconds = 30 } = options;
  const violations = [...checkRunTags(tags), ...checkRunTags(runTags)];
  if (name === '')
    violations.push({
      message: 'it has no name',
      remedy: 'Give the name option, or export it under a name.',
    });
  else if (names.has(name))
    violations.push({ message: `the name "${name}" is taken already`, remedy: 'Rename one of them.' });
  else violations.push(...checkName('automationConditionSensor', name));
  if (defaultStatus !== 'STOPPED' && defaultStatus !== 'RUNNING')
    violations.push({
      message: `its defaultStatus is ${JSON.stringify(defaultStatus)}`,
      remedy: 'Give "RUNNING" or "STOPPED".',
    });
  if (!(minimumIntervalSeconds > 0 && minimumIntervalSeconds < Infinity))
    violations.push({
      message: `its minimumIntervalSeconds is ${minimumIntervalSeconds}`,
      remedy: 'Give seconds, more than 0; the default is 30.',
    });
  return violations;
}
