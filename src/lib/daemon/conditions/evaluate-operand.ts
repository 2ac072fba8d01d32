import type { ConditionSnapshot } from '../../definitions/automation/condition-snapshot';
import type { KeySpace } from '../../definitions/partitions/key-space';
import { timeWindows } from '../../definitions/partitions/time-windows';
import { latestTick } from '../../definitions/time/cron';
import { cellsOfBoxes } from '../../graph/partitions/boxes';
import { allOf as allIndexes, type IndexRanges } from '../../graph/partitions/index-ranges';
import { PartitionSubset } from '../../graph/partitions/partition-subset';
import type { CompiledCondition } from './compiled-condition';
import { isMadeInOneRun, type EntityNode } from './entity-graph';
import { allOf, either, mapToUpstream, minus, noneOf, readSubset } from './entity-subset';
import type { Evaluating } from './evaluate-condition';

/** Those that are true for one evaluation only: the next can be another one though nothing happens in between. */
const momentary = new Set<ConditionSnapshot['type']>([
  'newly_updated', 'newly_requested', 'newly_true', 'will_be_requested', 'code_version_changed',
  'data_version_changed', 'initial_evaluation', 'cron_tick_passed', 'any_new_update_has_run_tags',
  'all_new_updates_have_run_tags',
]); // prettier-ignore

export const isMomentary = (type: ConditionSnapshot['type']): boolean => momentary.has(type);

/** What is true of an asset by itself; more than `candidates` may be answered. */
export function evaluateOperand(
  { tree, id }: CompiledCondition,
  { entity, way }: { readonly entity: EntityNode; readonly way: string },
  candidates: PartitionSubset,
  evaluating: Evaluating,
): PartitionSubset {
  const { facts, root, before } = evaluating;
  const { space } = candidates;
  const allIf = (holds: boolean) => (holds ? candidates : noneOf(space));
  switch (tree.type) {
    case 'missing':
      return minus(candidates, facts.present(entity));
    case 'execution_in_progress':
      return facts.inProgress(entity);
    case 'backfill_in_progress':
      return facts.inBackfill(entity);
    case 'execution_failed':
      return facts.failed(entity);
    case 'newly_updated':
      return before ? facts.updated(entity) : noneOf(space);
    case 'executed_with_root_target':
      return facts.updatedWith(entity, root);
    case 'newly_requested':
      return newlyRequested(entity, space, evaluating);
    case 'will_be_requested': {
      const requested = evaluating.requested.get(entity.id);
      return requested && isMadeInOneRun(root, entity) ? requested : noneOf(space);
    }
    case 'code_version_changed': {
      const known = before?.nodes.get(id + way);
      evaluating.remember.set(id + way, entity.codeVersion);
      return allIf(typeof known === 'string' && known !== entity.codeVersion);
    }
    case 'code_version_outdated':
      return facts.outdated(entity);
    case 'data_version_changed':
      return before ? facts.dataChanged(entity) : noneOf(space);
    case 'cron_tick_passed': {
      if (!before || facts.previous === undefined) return noneOf(space);
      const tick = latestTick(tree.cronSchedule, tree.cronTimezone, facts.now);
      return allIf(tick !== undefined && tick > facts.previous);
    }
    case 'in_latest_time_window':
      return latestTimeWindow(space, tree.lookbackSeconds);
    case 'initial_evaluation':
      return allIf(evaluating.isInitial);
    case 'is_root_executable':
      return allIf(evaluating.graph.isRootExecutable(entity));
    case 'executed_with_tags':
      return facts.madeWithTags(entity, tree);
    case 'any_new_update_has_run_tags':
      return before ? facts.updatedWithTags(entity, tree, 'any') : noneOf(space);
    case 'all_new_updates_have_run_tags':
      return before ? facts.updatedWithTags(entity, tree, 'all') : noneOf(space);
    case 'freshness_passed':
      return allIf(facts.freshness(entity) === 'PASS');
    case 'freshness_warned':
      return allIf(facts.freshness(entity) === 'WARN');
    case 'freshness_failed':
      return allIf(facts.freshness(entity) === 'FAIL');
    case 'freshness_not_applicable':
      return allIf(facts.freshness(entity) === 'NOT_APPLICABLE');
    case 'check_passed':
    case 'check_failed':
      return facts.checked(entity, tree.type === 'check_passed');
    default:
      throw new Error(`${tree.type} is not an operand`);
  }
}

/** A job that was requested has requested its root assets. */
function newlyRequested(
  entity: EntityNode,
  space: KeySpace,
  { root, memory, facts }: Evaluating,
): PartitionSubset {
  const own = readSubset(space, memory.entities.get(entity.id)?.requested);
  const edge = root.job && root.deps.find(({ on }) => on === entity);
  if (!edge) return own;
  const ofJob = readSubset(facts.space(root), memory.entities.get(root.id)?.requested);
  return either(own, mapToUpstream(ofJob, edge, space));
}

/**
 * The last window, or those that lie within a time before its end. Of several dimensions, that of time decides; what
 * is not of time is in it whole (Dagster).
 */
function latestTimeWindow(space: KeySpace, lookbackSeconds: number | undefined): PartitionSubset {
  const { partitions, dimensions } = space;
  if (partitions.type === 'time_window')
    return new PartitionSubset(space, latestWindows(space, lookbackSeconds));
  const hasTime = dimensions?.some((dimension) => dimension.space.partitions.type === 'time_window');
  if (!dimensions || !hasTime) return allOf(space);
  const box = dimensions.map((dimension) =>
    dimension.space.partitions.type === 'time_window'
      ? latestWindows(dimension.space, lookbackSeconds)
      : allIndexes(dimension.space.size),
  );
  const sizes = dimensions.map((dimension) => dimension.space.size);
  return new PartitionSubset(space, cellsOfBoxes(sizes, [box]));
}

function latestWindows({ partitions, size }: KeySpace, lookbackSeconds: number | undefined): IndexRanges {
  if (size === 0 || partitions.type !== 'time_window') return [];
  if (lookbackSeconds === undefined) return [size - 1, size];
  const windows = timeWindows(partitions);
  const start = windows.endOf(size - 1) - lookbackSeconds * 1000;
  return [Math.min(windows.startedBefore(start), size - 1), size];
}
