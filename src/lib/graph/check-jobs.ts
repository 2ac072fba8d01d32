import { serializeError, type SerializedError } from '../base/errors';
import type { PartitionsSnapshot } from '../definitions/partitions/partitions-snapshot';
import { isSame } from '../definitions/partitions/same-definition';
import type { AssetSnapshot, DefinitionsSnapshot, JobSnapshot } from '../definitions/snapshot';
import { AssetGraph } from './asset-graph';
import { cutComputation, uncuttable } from './cut-computation';
import { resolveSelection } from './selection/resolve-selection';

/**
 * The snapshot without the jobs whose selection cannot be read, holds nothing to execute, cuts a computation that cannot
 * be cut, or holds assets that differ in their partitions; they are errors. A job that names no partitions has those of its assets, as in Dagster.
 */
export function checkJobs(snapshot: DefinitionsSnapshot): DefinitionsSnapshot {
  const graph = new AssetGraph([{ location: '', snapshot }]);
  const wholes = uncuttable(snapshot.assets);
  const jobs: JobSnapshot[] = [];
  const errors: SerializedError[] = [];
  for (const job of snapshot.jobs) {
    const checked = job.steps ? job : checkedJob(job, graph, wholes);
    if ('message' in checked) errors.push(checked);
    else jobs.push(checked);
  }
  return { ...snapshot, jobs, errors: [...snapshot.errors, ...errors] };
}

function checkedJob(
  job: JobSnapshot,
  graph: AssetGraph,
  wholes: ReturnType<typeof uncuttable>,
): JobSnapshot | SerializedError {
  const { name, selection, cell, at = { cell } } = job;
  const wrong = (message: string, remedy: string | undefined): SerializedError => ({
    name: 'InvalidDefinition',
    message: `job ${name}: ${message}`,
    remedy,
    at,
  });
  try {
    const selected = resolveSelection(selection, graph)
      .map((key) => graph.get(key)!)
      .filter(({ isExecutable }) => isExecutable);
    if (selected.length === 0)
      return wrong(
        `its selection ${selection} matches no asset of this notebook`,
        'Compare it with the asset keys, or write "*" for every asset.',
      );
    const keys = new Set(selected.map(({ key }) => key));
    for (const { node } of selected) {
      const whole = wholes.get(node) ?? [];
      if (whole.every((key) => keys.has(key))) continue;
      const { message, remedy } = cutComputation(
        node,
        whole,
        whole.filter((key) => keys.has(key)),
      );
      return wrong(message, remedy);
    }
    const differ = differentPartitions(job, selected);
    if (differ)
      return wrong(
        `${differ[0]} and ${differ[1]} have different partitions`,
        'Make a job for each partitions definition: a run makes partitions of one.',
      );
    const partitions = job.partitions ?? selected.find((asset) => asset.partitions)?.partitions;
    return partitions ? { ...job, partitions } : job;
  } catch (error) {
    const { message, remedy } = serializeError(error);
    return wrong(message, remedy);
  }
}

/** Two that are partitioned, and not alike: of the job itself and its assets. */
export function differentPartitions(
  job: JobSnapshot | undefined,
  selected: readonly AssetSnapshot[],
): readonly [string, string] | undefined {
  const holders: { readonly name: string; readonly partitions: PartitionsSnapshot }[] = [];
  if (job?.partitions) holders.push({ name: `job ${job.name}`, partitions: job.partitions });
  for (const { key, partitions } of selected) if (partitions) holders.push({ name: key, partitions });
  const other = holders.find(({ partitions }) => !isSame(partitions, holders[0]!.partitions));
  return other && [holders[0]!.name, other.name];
}
