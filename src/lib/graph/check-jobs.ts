import { serializeError, type SerializedError } from '../base/errors';
import type { DefinitionsSnapshot, JobSnapshot } from '../definitions/snapshot';
import { AssetGraph } from './asset-graph';
import { resolveSelection } from './selection/resolve-selection';

/** The snapshot without the jobs whose selection cannot be read or holds nothing to execute; they are errors. */
export function checkJobs(snapshot: DefinitionsSnapshot): DefinitionsSnapshot {
  const graph = new AssetGraph([{ location: '', snapshot }]);
  const errors = snapshot.jobs.map((job) => jobError(job, graph));
  return {
    ...snapshot,
    jobs: snapshot.jobs.filter((_, index) => !errors[index]),
    errors: [...snapshot.errors, ...errors.filter((error) => error !== undefined)],
  };
}

function jobError(job: JobSnapshot, graph: AssetGraph): SerializedError | undefined {
  const { name, selection, steps, cell } = job;
  if (steps) return undefined;
  const wrong = (message: string, remedy: string | undefined): SerializedError => ({
    name: 'InvalidDefinition',
    message: `job ${name}: ${message}`,
    remedy,
    ...(cell !== undefined && { at: { cell } }),
  });
  try {
    const selected = resolveSelection(selection, graph).filter((key) => graph.get(key)!.isExecutable);
    return selected.length > 0
      ? undefined
      : wrong(
          `its selection ${selection} matches no asset of this notebook`,
          'Compare it with the asset keys, or write "*" for every asset.',
        );
  } catch (error) {
    const { message, remedy } = serializeError(error);
    return wrong(message, remedy);
  }
}
