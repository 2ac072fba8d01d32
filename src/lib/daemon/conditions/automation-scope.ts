import { defaultConditionSensor } from '../../definitions/automation/collect-condition-sensors';
import { resolveSelection } from '../../graph/selection/resolve-selection';
import { serializeError, type SerializedError } from '../../base/errors';
import type { AutomationConditionSensorSnapshot } from '../../definitions/snapshot';
import type { InstigatorId } from '../../storage/automation-storage';
import type { StoredLocation } from '../../storage/storage';
import type { EntityGraph, EntityNode } from './entity-graph';

/** An automation condition sensor: defined by a location, or the one that each location has. */
export interface Automation extends InstigatorId {
  readonly type: 'automation';
  readonly definition: AutomationConditionSensorSnapshot;
  /** What it evaluates, upstream first. */
  readonly targets: readonly EntityNode[];
  /** Its selection cannot be read. */
  readonly error?: SerializedError;
}

/** Whether a location has any conditions, or sensors of them. */
export const hasAutomation = ({ snapshot }: Pick<StoredLocation, 'snapshot'>): boolean =>
  (snapshot.automationConditionSensors ?? []).length > 0 ||
  [...snapshot.assets, ...snapshot.checks, ...snapshot.jobs].some(
    ({ automationCondition }) => automationCondition,
  );

/**
 * The automations of a location. What two of them target is the first one's; what none targets, the default one's, as
 * jobs are (Dagster). */
export function automationsOf(
  { name: location, snapshot }: Pick<StoredLocation, 'name' | 'snapshot'>,
  graph: EntityGraph,
): readonly Automation[] {
  const free = new Set(
    graph.order.filter((node) => node.location === location && node.condition && node.isExecutable),
  );
  const automations = (snapshot.automationConditionSensors ?? []).map((definition): Automation => {
    const about = { type: 'automation', location, name: definition.name, definition } as const;
    try {
      const keys = new Set(resolveSelection(definition.selection, graph.assets));
      const targets = [...free].filter(({ key }) => keys.has(key));
      for (const node of targets) free.delete(node);
      return { ...about, targets };
    } catch (error) {
      return { ...about, targets: [], error: serializeError(error) };
    }
  });
  if (free.size === 0) return automations;
  const definition = {
    name: defaultConditionSensor,
    selection: '*',
    minimumIntervalSeconds: 30,
    runTags: {},
    tags: {},
    isRunning: false,
  };
  const about = { type: 'automation', location, name: defaultConditionSensor } as const;
  return [...automations, { ...about, definition, targets: [...free] }];
}
