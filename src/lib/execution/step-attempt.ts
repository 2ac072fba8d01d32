import { hashOf } from '../base/hash';
import { stableJson } from '../base/stable-json';
import type { AssetKeyString } from '../definitions/snapshot';
import type { NewEvent, ValuePointer } from '../events/event';
import type { StepStamp } from '../events/make-event';
import { logsCaptured, resourcesInitialized } from '../events/run-event-makers';
import {
  handledOutput,
  inputLoaded,
  logMessage,
  materialized,
  stepFailure,
  stepOutput,
  stepStarted,
  stepSuccess,
  workerStarted,
  workerStarting,
} from '../events/step-event-makers';
import type { StepMessage, StepRequest } from '../location/step-protocol';
import type { ExecutionStep, StepOutput } from '../plan/execution-plan';
import type { Run } from '../storage/storage';
import type { ExecutorMessage } from './executor';
import type { KnownAssets } from './step-inputs';

/** One attempt of a step under way: what turns the messages about it into events. */
export interface StepAttempt {
  readonly runId: string;
  readonly step: ExecutionStep;
  /** Counts from 1. */
  readonly attempt: number;
  /** Data versions of what it depends on. */
  readonly inputVersions: Readonly<Record<AssetKeyString, string>>;
  startedAt?: number;
}

export type OutputMessage = Extract<StepMessage, { type: 'output' }>;

/** The resources that every run has: the default IO manager. */
export const resources = ['io_manager'];

export const stampOf = ({ runId, step }: StepAttempt, timestamp: number): StepStamp => ({
  runId,
  timestamp,
  stepKey: step.key,
});

/** What an executor is asked for; `id` is the attempt's. */
export const stepRequest = (
  run: Run,
  id: string,
  { step, attempt }: StepAttempt,
  inputs: StepRequest['inputs'],
): StepRequest => ({
  id,
  runId: run.id,
  stepKey: step.key,
  attempt,
  jobName: run.jobName,
  tags: run.tags,
  bundle: run.bundle,
  node: step.node,
  inputs,
  outputs: step.outputs.map(({ name, assetKey, isRequired }) => ({ name, assetKey, isRequired })),
});

/** What a message says in Dagster's events, in Dagster's order (reference/dagster.md §1.4). */
export function eventsOf(
  message: Exclude<ExecutorMessage, OutputMessage>,
  attempt: StepAttempt,
  known: KnownAssets,
): readonly NewEvent[] {
  const at = stampOf(attempt, message.time);
  switch (message.type) {
    case 'workerStarting':
      return [workerStarting(at)];
    case 'workerStarted':
      return [workerStarted(at), ...resourcesInitialized(at, resources), logsCaptured(at)];
    case 'started':
      return [stepStarted(at, attempt.attempt)];
    case 'input': {
      const input = attempt.step.inputs.find(({ name }) => name === message.name);
      const value = input && known.get(input.assetKey)?.value;
      return value ? inputLoaded(at, input.name, input.assetKey, value) : [];
    }
    case 'log':
      return [logMessage(at, message.level, message.message)];
    case 'console':
      return [
        logMessage(at, message.stream === 'stderr' ? 'ERROR' : 'INFO', message.text, {
          stream: message.stream,
        }),
      ];
    case 'succeeded':
      return [stepSuccess(at, message.time - (attempt.startedAt ?? message.time))];
    case 'failed':
    case 'lost':
      return [stepFailure(at, attempt.attempt, message.error)];
  }
}

/** An output with its value stored at `value`; nothing is handled where the step gave no value, as in Dagster. */
export function outputEvents(
  message: OutputMessage,
  attempt: StepAttempt,
  output: StepOutput,
  value?: ValuePointer,
): readonly NewEvent[] {
  const at = stampOf(attempt, message.time);
  const { inputVersions } = attempt;
  return [
    stepOutput(at, output.name),
    materialized(at, output.assetKey, {
      metadata: message.metadata,
      tags: message.tags ?? {},
      codeVersion: output.codeVersion,
      dataVersion: message.dataVersion ?? value?.hash ?? derivedVersion(output.codeVersion, inputVersions),
      inputVersions,
      ...(value && { value }),
    }),
    ...(value ? [handledOutput(at, output.name, value)] : []),
  ];
}

/** The data version of what was made without a value to hash: what went in stands for what came out. */
const derivedVersion = (codeVersion: string, inputVersions: Readonly<Record<string, string>>): string =>
  hashOf(stableJson([codeVersion, inputVersions]));
