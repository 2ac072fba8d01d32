import { stableJson } from '../base/stable-json';
import type { EventData } from '../events/event';
import type { ExecutionStep } from '../plan/execution-plan';
import type { KnownValues, Materialization } from './known-values';

export type Reused = EventData['STEP_REUSED'];

/**
 * The stored outputs that stand for executing a computation, by step: of one step, or of all those of a graph, which
 * is reused as a whole. Its code, its config and the data versions of all that it reads must be what they were when all
 * its assets were made; `undefined` where it must be executed. What makes no asset cannot be reused, since nothing else is kept
 * beyond its run.
 */
export function reusable(
  steps: readonly ExecutionStep[],
  known: KnownValues,
): ReadonlyMap<string, Reused> | undefined {
  const stored = new Map<string, Reused>();
  for (const step of steps) {
    const outputs = storedOutputs(step, known);
    if (!outputs) return undefined;
    stored.set(step.key, { outputs });
  }
  const isAnyMade = [...stored.values()].some(({ outputs }) => outputs.length > 0);
  return isAnyMade ? stored : undefined;
}

/** The assets among the outputs of a step, as they are stored. */
function storedOutputs(step: ExecutionStep, known: KnownValues): Reused['outputs'] | undefined {
  if (step.checks?.length) return undefined;
  const versions = stableJson(known.versionsFor(step));
  const outputs: { output: string; dataVersion: string }[] = [];
  for (const { name, assetKey, codeVersion, isDynamic, isObservation } of step.outputs) {
    if (assetKey === undefined) continue;
    if (isDynamic || isObservation || !isReadKnown(step, known)) return undefined;
    for (const partition of step.partitions?.keys ?? [undefined]) {
      const latest = known.asset(assetKey, partition);
      if (!latest || latest.codeVersion !== codeVersion || stableJson(versionsOf(latest)) !== versions)
        return undefined;
      outputs.push({ output: name, dataVersion: latest.dataVersion });
    }
  }
  return outputs;
}

/** Of too many partitions, and of those that only order, no versions are recorded: nobody knows what has changed. */
function isReadKnown(step: ExecutionStep, known: KnownValues): boolean {
  const { after = [], afterPartitions = {} } = step;
  const { inputPartitionVersions = {} } = known.versionsFor(step);
  return (
    Object.values(inputPartitionVersions).every((each) => Object.keys(each).length > 0) &&
    after.every((key) => key in afterPartitions || known.asset(key)?.partition === undefined)
  );
}

const versionsOf = ({ inputVersions, inputPartitionVersions, configVersion }: Materialization) => ({
  inputVersions,
  ...(inputPartitionVersions && { inputPartitionVersions }),
  ...(configVersion !== undefined && { configVersion }),
});
