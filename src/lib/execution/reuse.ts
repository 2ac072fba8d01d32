import { stableJson } from '../base/stable-json';
import type { EventData } from '../events/event';
import type { ExecutionStep } from '../plan/execution-plan';
import type { KnownValues, Materialization } from './known-values';

export type Reused = EventData['STEP_REUSED'];

/**
 * The stored outputs that stand for executing a step, where its code and the data versions of all its inputs are what
 * they were when these were made; `undefined` where it must be executed. Only steps can be reused whose outputs are
 * all assets, since nothing else is kept beyond its run.
 */
export function reusable(step: ExecutionStep, known: KnownValues): Reused | undefined {
  if (step.outputs.length === 0 || step.checks?.length) return undefined;
  const read = known.versionsFor(step);
  // Of what was read of too many partitions nothing is known.
  if (Object.values(read.inputPartitionVersions ?? {}).some((each) => Object.keys(each).length === 0))
    return undefined;
  const versions = stableJson(read);
  const outputs: { output: string; dataVersion: string }[] = [];
  for (const { name, assetKey, codeVersion, isDynamic, isObservation } of step.outputs) {
    if (assetKey === undefined || isDynamic || isObservation) return undefined;
    for (const partition of step.partitions?.keys ?? [undefined]) {
      const latest = known.asset(assetKey, partition);
      if (!latest || latest.codeVersion !== codeVersion || stableJson(versionsOf(latest)) !== versions)
        return undefined;
      outputs.push({ output: name, dataVersion: latest.dataVersion });
    }
  }
  return { outputs };
}

const versionsOf = ({ inputVersions, inputPartitionVersions }: Materialization) => ({
  inputVersions,
  ...(inputPartitionVersions && { inputPartitionVersions }),
});
