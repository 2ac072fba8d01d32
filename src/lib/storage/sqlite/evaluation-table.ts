import type { Selectable } from 'kysely';
import type { AssetKeyString } from '../../definitions/snapshot';
import type { AutomationEvaluation, AutomationStorage, JobId } from '../automation-storage';
import { from, type Queries } from './queries';
import type { Tables } from './tables';

export function insertEvaluation(queries: Queries, evaluation: AutomationEvaluation): void {
  const columns = {
    location: evaluation.location,
    instigator: evaluation.instigator,
    timestamp: evaluation.timestamp,
    requested: evaluation.requested,
    run_ids: JSON.stringify(evaluation.runIds),
    tree: JSON.stringify(evaluation.tree),
  };
  queries.run(
    from
      .insertInto('automation_evaluations')
      .values({
        evaluation_id: evaluation.evaluationId,
        asset_key: evaluation.assetKey,
        // No asset has the empty key: the name that stands beside it is a job's.
        check_name: evaluation.job ?? evaluation.check ?? '',
        ...columns,
      })
      .onConflict((conflict) =>
        conflict.columns(['asset_key', 'check_name', 'evaluation_id']).doUpdateSet(columns),
      ),
  );
}

/** Newest first. */
export function selectEvaluations(
  queries: Queries,
  of: AssetKeyString | JobId,
  { check = '', before, limit = 100 }: NonNullable<Parameters<AutomationStorage['evaluations']>[1]>,
): readonly AutomationEvaluation[] {
  let query = from
    .selectFrom('automation_evaluations')
    .selectAll()
    .where('asset_key', '=', typeof of === 'string' ? of : '')
    .where('check_name', '=', typeof of === 'string' ? check : of.name);
  if (typeof of === 'object') query = query.where('location', '=', of.location);
  if (before !== undefined) query = query.where('evaluation_id', '<', before);
  return queries.all(query.orderBy('evaluation_id', 'desc').limit(limit)).map(fromRow);
}

export function selectEvaluationsAt(queries: Queries, evaluationId: number): readonly AutomationEvaluation[] {
  return queries
    .all(
      from
        .selectFrom('automation_evaluations')
        .selectAll()
        .where('evaluation_id', '=', evaluationId)
        .orderBy('asset_key')
        .orderBy('check_name'),
    )
    .map(fromRow);
}

const fromRow = (row: Selectable<Tables['automation_evaluations']>): AutomationEvaluation => ({
  evaluationId: row.evaluation_id,
  assetKey: row.asset_key,
  ...(row.check_name !== '' && { [row.asset_key === '' ? 'job' : 'check']: row.check_name }),
  location: row.location,
  instigator: row.instigator,
  timestamp: row.timestamp,
  requested: row.requested,
  runIds: JSON.parse(row.run_ids),
  tree: JSON.parse(row.tree),
});
