import { newRunId } from '../../base/ids';
import type { PartitionSubset } from '../../graph/partitions/partition-subset';
import type { WantedRun } from '../wanted-run';
import type { Automation } from './automation-scope';
import { entityId, type EntityId } from './entity';
import type { EntityGraph } from './entity-graph';
import { runGroups } from './run-groups';

/** A run that an automation asks for, and what was requested that it makes. */
export interface AutomationRun {
  readonly wanted: WantedRun;
  readonly ids: ReadonlySet<EntityId>;
}

/** The runs that an evaluation asks for, with Dagster's tags. */
export function automationRuns(
  { name, definition }: Automation,
  requested: ReadonlyMap<EntityId, PartitionSubset>,
  graph: EntityGraph,
  { tickId, evaluationId }: { readonly tickId: string; readonly evaluationId: number },
): readonly AutomationRun[] {
  return runGroups(requested, graph).map(
    ({ location, jobName, assetKeys, checks, partition, isObservation }) => ({
      wanted: {
        runId: newRunId(),
        location,
        ...(jobName === undefined ? { assetSelection: assetKeys, checks } : { jobName }),
        ...(partition !== undefined && { partition }),
        tags: {
          ...definition.runTags,
          'dagster/sensor_name': name,
          'dagster/tick': tickId,
          'dagster/asset_evaluation_id': String(evaluationId),
          'dagster/from_automation_condition': 'true',
          [isObservation ? 'dagster/auto_observe' : 'dagster/auto_materialize']: 'true',
        },
      },
      ids: new Set([
        ...(jobName === undefined ? [] : [entityId({ key: '', job: { location, name: jobName } })]),
        ...assetKeys,
        ...checks.map(({ assetKey, name: check }) => entityId({ key: assetKey, check })),
      ]),
    }),
  );
}
