import type { ExecutionStep } from '../plan/execution-plan';
import type { ResourcesRequest, StepRequest } from '../location/step-protocol';
import type { Run } from '../storage/storage';
import { assetPath, outputPath } from './value-path';

/** One attempt of a step: all that names it. */
export interface Attempt {
  readonly id: string;
  readonly step: ExecutionStep;
  /** Counts from 1. */
  readonly attempt: number;
  readonly hasRetriesLeft: boolean;
}

/** The resources that some steps of a run require, with the run's config and the variables that it names. */
export const resourcesRequest = (
  { id, plan }: Run,
  keys: readonly string[],
  env: Readonly<Record<string, string>>,
): ResourcesRequest => ({ runId: id, keys, config: plan.config ?? {}, env });

/** What an executor is asked for. */
export const stepRequest = (
  run: Run,
  { id, step, attempt, hasRetriesLeft }: Attempt,
  inputs: StepRequest['inputs'],
  env: Readonly<Record<string, string>>,
): StepRequest => ({
  id,
  runId: run.id,
  stepKey: step.key,
  attempt,
  hasRetriesLeft,
  jobName: run.jobName,
  tags: run.tags,
  bundle: run.bundle,
  node: step.op,
  inputs,
  outputs: step.outputs.map(({ name, assetKey, isRequired, isDynamic, ioManagerKey }) => ({
    name,
    isRequired,
    ...(assetKey !== undefined && { assetKey }),
    ...(isDynamic && { isDynamic }),
    ...(ioManagerKey !== undefined && { ioManagerKey }),
    path: assetKey === undefined ? outputPath(run.id, step.key, name) : assetPath(assetKey),
  })),
  checks: (step.checks ?? []).map(({ assetKey, name, blocking }) => ({ assetKey, name, blocking })),
  hooks: step.hooks ?? [],
  resources: resourcesRequest(run, step.resources ?? [], env),
  ...(step.partitions && { partitions: step.partitions }),
});
