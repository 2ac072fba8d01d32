import { hashOf } from '../base/hash';
import { stableJson } from '../base/stable-json';
import type { NewEvent, ValuePointer } from '../events/event';
import type { StepStamp } from '../events/make-event';
import {
  assetObserved,
  checkEvaluated,
  handledOutput,
  hookEnded,
  inputLoaded,
  logMessage,
  materialized,
  stepInput,
  stepOutput,
  stepProgress,
  stepStarted,
  stepSuccess,
  workerStarted,
  workerStarting,
} from '../events/step-event-makers';
import { logsCaptured, resourcesFailed, resourcesReady, resourcesStarting } from '../events/run-event-makers';
import { ownDataVersionTag } from '../graph/stale-causes';
import type { HookOutcome, StepMessage } from '../location/step-protocol';
import type { PlannedSource, StepOutput } from '../plan/execution-plan';
import type { ExecutorMessage } from './executor';
import type { InputVersions, KnownValues } from './known-values';
import { notMade } from './not-made';
import type { Attempt } from './step-request';

/** One attempt of a step under way: what turns the messages about it into events. */
export interface StepAttempt extends Attempt {
  readonly runId: string;
  readonly versions: InputVersions;
  /** Its worker has said what became of its resources. */
  hasResources?: boolean;
  startedAt?: number;
  /** Outputs of several partitions that were yielded, each said once. */
  readonly yielded: Set<string>;
}

export type OutputMessage = Extract<StepMessage, { type: 'output' }>;
/** The messages that do not end an attempt. */
export type PassingMessage = Exclude<ExecutorMessage, { type: 'output' | 'succeeded' | 'failed' | 'lost' }>;

/** The IO manager that every run has. */
export const defaultIOManager = 'io_manager';

export const stampOf = ({ runId, step }: StepAttempt, timestamp: number): StepStamp => ({
  runId,
  timestamp,
  stepKey: step.key,
});

/** What a message says in Dagster's events, in Dagster's order (reference/dagster.md §1.4). */
export function eventsOf(
  message: PassingMessage,
  attempt: StepAttempt,
  known: KnownValues,
  workerPerStep: boolean,
): readonly NewEvent[] {
  const at = stampOf(attempt, message.time);
  switch (message.type) {
    case 'workerStarting':
      return [workerStarting(at)];
    case 'workerStarted':
      return [workerStarted(at)];
    case 'resourcesStarting':
      return [resourcesStarting(at, [...message.resources, defaultIOManager])];
    case 'resourcesReady':
      attempt.hasResources = true;
      return [resourcesReady(at, [...message.resources, defaultIOManager]), logsCaptured(at)];
    case 'resourcesFailed':
      attempt.hasResources = true;
      return [resourcesFailed(at, message.resources, message.error)];
    case 'started':
      attempt.startedAt = message.time;
      return [
        ...(workerPerStep && !attempt.hasResources
          ? [
              resourcesStarting(at, [defaultIOManager]),
              resourcesReady(at, [defaultIOManager]),
              logsCaptured(at),
            ]
          : []),
        stepStarted(at, attempt.attempt),
      ];
    case 'input':
      return inputEvents(at, message.name, attempt, known);
    case 'log':
      return [logMessage(at, message.level, message.message)];
    case 'console': {
      const { stream } = message;
      return [logMessage(at, stream === 'stderr' ? 'ERROR' : 'INFO', message.text, { stream })];
    }
    case 'progress':
      return [stepProgress(at, message.fraction, message.text)];
    case 'refusedOutput':
      return [
        stepOutput(at, { output: message.name, mappingKey: message.mappingKey, refused: message.reason }),
      ];
    case 'check': {
      const { assetKey, name, passed, severity, description, metadata } = message;
      const blocking = attempt.step.checks?.some(
        (check) => check.assetKey === assetKey && check.name === name && check.blocking,
      );
      const partition = attempt.step.partitions?.keys[0];
      const judged = known.identityOf(assetKey, partition);
      return [
        checkEvaluated(at, assetKey, {
          check: name,
          passed,
          severity,
          blocking: blocking ?? false,
          ...(description !== undefined && { description }),
          metadata,
          ...(partition !== undefined && { partition }),
          ...(judged && { target: judged }),
        }),
      ];
    }
    case 'assetEvent': {
      const { event, assetKey, partitionKey: partition, metadata, dataVersion, tags = {} } = message;
      if (event === 'observation')
        return [
          assetObserved(at, assetKey, {
            metadata,
            tags,
            ...(partition !== undefined && { partition }),
            ...(dataVersion !== undefined && { dataVersion }),
          }),
        ];
      return [
        materialized(at, assetKey, {
          metadata,
          tags,
          ...(partition !== undefined && { partition }),
          codeVersion: '',
          dataVersion: dataVersion ?? hashOf(attempt.runId),
          inputVersions: {},
        }),
      ];
    }
  }
}

/** Dagster says of each part of a fan-in where it was loaded from, then once that the input is there. */
function inputEvents(
  at: StepStamp,
  name: string,
  { step, runId }: StepAttempt,
  known: KnownValues,
): readonly NewEvent[] {
  const source = step.inputs.find((input) => input.name === name)?.source;
  if (!source) return [];
  return [...loads(at, name, source, runId, known), stepInput(at, name)];
}

function loads(
  at: StepStamp,
  input: string,
  source: PlannedSource,
  runId: string,
  known: KnownValues,
): readonly NewEvent[] {
  switch (source.type) {
    case 'value':
      return [];
    case 'fanIn':
      return source.sources.flatMap((each) => loads(at, input, each, runId, known));
    case 'asset': {
      const { key: assetKey, partitions } = source;
      const found = known.asset(assetKey, partitions?.[0]);
      const { inputManagerKey } = source;
      const ioManagerKey = inputManagerKey ?? found?.ioManagerKey ?? defaultIOManager;
      const isOne = partitions === undefined || partitions.length === 1;
      const value = isOne && inputManagerKey === undefined ? found?.value : undefined;
      return [
        inputLoaded(at, {
          input,
          ioManagerKey,
          assetKey,
          ...(partitions && { partitions }),
          ...(value && { value }),
        }),
      ];
    }
    case 'managed':
      return [inputLoaded(at, { input, ioManagerKey: source.inputManagerKey })];
    default: {
      const { step, output, inputManagerKey } = source;
      const found = known.output(source, runId);
      const upstream = { runId: source.runId ?? runId, step, output };
      const ioManagerKey = inputManagerKey ?? found?.ioManagerKey ?? defaultIOManager;
      const value = inputManagerKey === undefined ? found?.value : undefined;
      return [inputLoaded(at, { input, ioManagerKey, upstream, ...(value && { value }) })];
    }
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
  const { name, mappingKey, partitionKey: partition, metadata } = message;
  const { assetKey } = output;
  const ioManagerKey = output.ioManagerKey ?? defaultIOManager;
  const isFirst = mappingKey !== undefined || !attempt.yielded.has(name);
  attempt.yielded.add(name);
  return [
    ...(isFirst ? [stepOutput(at, { output: name, mappingKey })] : []),
    ...(assetKey === undefined ? [] : [materialization(at, assetKey, message, attempt, output, value)]),
    ...(value || message.handled
      ? [
          handledOutput(at, {
            output: name,
            ioManagerKey,
            ...(mappingKey !== undefined && { mappingKey }),
            ...(partition !== undefined && { partition }),
            ...(value && { value }),
            ...(assetKey === undefined && Object.keys(metadata).length > 0 && { metadata }),
          }),
        ]
      : []),
  ];
}

function materialization(
  at: StepStamp,
  assetKey: string,
  { metadata, tags, partitionKey: partition, dataVersion, handled }: OutputMessage,
  { versions, runId }: StepAttempt,
  { codeVersion = '', hasOwnCodeVersion, ioManagerKey }: StepOutput,
  value?: ValuePointer,
): NewEvent {
  return materialized(at, assetKey, {
    metadata,
    tags: { ...tags, ...(dataVersion !== undefined && { [ownDataVersionTag]: 'true' }) },
    ...(partition !== undefined && { partition }),
    codeVersion,
    dataVersion:
      dataVersion ?? value?.hash ?? derivedVersion(codeVersion, versions, hasOwnCodeVersion ? '' : runId),
    ...versions,
    ...(value && { value }),
    ...(handled && ioManagerKey !== undefined && { ioManagerKey }),
  });
}

/**
 * The data version of what was made without a value to hash: what went in stands for what came out. Without a code
 * version of the user's each run's result is new (Dagster's rule: the run id plays its part).
 */
const derivedVersion = (codeVersion: string, versions: InputVersions, runId: string): string =>
  hashOf(stableJson([codeVersion, versions, runId]));

/** How an attempt that succeeded ends, its hooks after it. */
export const successEvents = (
  attempt: StepAttempt,
  time: number,
  hooks: readonly HookOutcome[] = [],
): readonly NewEvent[] => {
  const at = stampOf(attempt, time);
  return [
    stepSuccess(at, time - (attempt.startedAt ?? time)),
    ...hooks.map((hook) => hookEnded(at, hook)),
    ...notMade(at, attempt.step, 'SKIPPED_OPTIONAL', attempt.yielded),
  ];
};
