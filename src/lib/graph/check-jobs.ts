import { serializeError, type SerializedError } from '../base/errors';
import type { DefinitionsSnapshot, JobSnapshot } from '../definitions/snapshot';
import { AssetGraph } from './asset-graph';
import { resolveSelection } from './selection/resolve-selection';

/** The snapshot without the jobs whose selection cannot be read or holds nothing to materialize; they are errors. */
export function checkJobs(snapshot: DefinitionsSnapshot): DefinitionsSnapshot {
  const graph = new AssetGraph([{ location: '', snapshot }]);
  const errors = snapshot.jobs.map((job) => jobError(job, graph));
  return {
    ...snapshot,
    jobs: snapshot.jobs.filter((_, index) => !errors[index]),
    errors: [...snapshot.errors, ...errors.filter((error) => error !== undefined)],
  };
}

function jobError({ name, selection, cell }: JobSnapshot, graph: AssetGraph): SerializedError | undefined {
  const at = cell === undefined ? {} : { at: { cell } };
  try {
    if (resolveSelection(selection, graph).some((key) => graph.get(key)!.isExecutable)) return undefined;
    return {
      name: 'InvalidDefinition',
      message: `job ${name}: its selection ${selection} matches no asset of this notebook`,
      remedy: 'Compare it with the asset keys, or write "*" for every asset.',
      ...at,
    };
  } catch (error) {
    const { message, remedy } = serializeError(error);
    return { name: 'InvalidDefinition', message: `job ${name}: ${message}`, remedy, ...at };
  }
}
