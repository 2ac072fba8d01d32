import type { RequestedRun } from '../../definitions/tick-outcome';
import type { Tick } from '../../storage/automation-storage';
import type { WantedRun } from '../wanted-run';
import type { Instigator } from './instigators';

/** The tag that says which schedule or sensor a run is of. */
export const instigatorTag = ({ type, name }: Pick<Instigator, 'type' | 'name'>) =>
  [type === 'schedule' ? 'dagster/schedule_name' : 'dagster/sensor_name', name] as const;

/** Runs with the same value of it are started one after another: of a schedule whose `overlap` is `queue`. */
export const oneAfterAnother = '.dagster/one_after_another';

/** The runs that a tick asks for, with Dagster's tags. `runIds` has an id for each. */
export function wantedRuns(
  instigator: Instigator,
  tick: Pick<Tick, 'id' | 'timestamp'>,
  requests: readonly RequestedRun[],
  runIds: readonly string[],
): readonly WantedRun[] {
  const { location, type, definition } = instigator;
  const [key, name] = instigatorTag(instigator);
  return requests.map((request, index) => {
    const { jobName, runKey, runConfig, partitionKey, assetSelection, checks, staleAssetsOnly } = request;
    return {
      runId: runIds[index]!,
      location,
      ...(jobName !== undefined && { jobName }),
      ...(assetSelection && { assetSelection }),
      ...(staleAssetsOnly && { staleAssetsOnly }),
      ...(checks && { checks }),
      ...(partitionKey !== undefined && { partition: partitionKey }),
      ...(runConfig && { config: runConfig }),
      tags: {
        ...request.tags,
        [key]: name,
        'dagster/tick': tick.id,
        ...(runKey !== undefined && { 'dagster/run_key': runKey }),
        ...(type === 'schedule' && {
          '.dagster/scheduled_execution_time': new Date(tick.timestamp).toISOString(),
          ...(definition.overlap === 'queue' && { [oneAfterAnother]: JSON.stringify([location, name]) }),
        }),
      },
    };
  });
}
