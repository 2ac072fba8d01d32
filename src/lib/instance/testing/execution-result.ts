import { decodeValue } from '../../artifacts/codecs/decode-value';
import type { CodecModules } from '../../artifacts/codecs/encode-value';
import { DagbookError, type SerializedError } from '../../base/errors';
import type { AssetKeyString } from '../../definitions/snapshot';
import type { EventOf, EventType, RunEvent } from '../../events/event';
import type { StoredRun } from '../../storage/storage';

/** What came of a run that a test has executed: Dagster's `ExecuteInProcessResult`. */
export interface ExecutionResult {
  readonly success: boolean;
  readonly runId: string;
  /** The whole log, in its order. */
  readonly events: readonly RunEvent[];
  eventsOf(stepKey: string): readonly RunEvent[];
  /**
   * The value of an asset that the run has materialized; of several partitions an object by key, and `undefined`
   * where it was materialized without a value. Throws `NoSuchValue` where the run has not materialized it.
   */
  assetValue(key: AssetKeyString): unknown;
  /** The value of an output, `result` unless it is named; of a dynamic output an object by mapping key. Throws `NoSuchValue`. */
  outputValue(stepKey: string, output?: string): unknown;
  /** Of one asset, or of all. */
  materializations(key?: AssetKeyString): readonly EventOf<'ASSET_MATERIALIZATION'>[];
  observations(key?: AssetKeyString): readonly EventOf<'ASSET_OBSERVATION'>[];
  checkEvaluations(key?: AssetKeyString): readonly EventOf<'ASSET_CHECK_EVALUATION'>[];
  /** Why the step failed; `undefined` where it did not. */
  failure(stepKey: string): SerializedError | undefined;
}

/** The values behind the events of a run. */
export interface ResultValues {
  /** By hash. */
  readonly stored: ReadonlyMap<string, Uint8Array>;
  /** What IO managers of the definitions have stored, in the order in which they did. */
  readonly captured: (stepKey: string, output: string) => readonly unknown[];
  readonly modules: CodecModules;
}

export function executionResult(
  run: StoredRun,
  events: readonly RunEvent[],
  values: ResultValues,
): ExecutionResult {
  const ofType = <Type extends EventType>(type: Type, key?: AssetKeyString) =>
    events.filter(
      (event): event is EventOf<Type> => event.type === type && (key === undefined || event.assetKey === key),
    );

  function outputValue(stepKey: string, output = 'result'): unknown {
    const handled = ofType('HANDLED_OUTPUT').filter(
      (event) => event.stepKey === stepKey && event.data.output === output,
    );
    if (handled.length === 0) {
      if (ofType('STEP_OUTPUT').some((event) => event.stepKey === stepKey && event.data.output === output))
        return undefined;
      throw noSuchValue(`Step ${stepKey} has no output ${output} in this run`, events, 'STEP_OUTPUT');
    }
    const captured = [...values.captured(stepKey, output)];
    const parts = handled.map(({ data: { mappingKey, partition, value } }) => ({
      key: mappingKey ?? partition,
      isMapped: mappingKey !== undefined,
      value: value ? decoded(value, values) : captured.shift(),
    }));
    const named = parts.filter(({ key }) => key !== undefined).map(({ key, value }) => [key, value]);
    const isMapped = parts.some((part) => part.isMapped);
    if (!isMapped && new Set(named.map(([key]) => key)).size <= 1) return parts.at(-1)!.value;
    return Object.fromEntries(named) as Record<string, unknown>;
  }

  return {
    success: run.status === 'SUCCESS',
    runId: run.id,
    events,
    eventsOf: (stepKey) => events.filter((event) => event.stepKey === stepKey),
    assetValue(key) {
      const [made] = ofType('ASSET_MATERIALIZATION', key);
      const step = run.plan.steps.find(({ outputs }) => outputs.some(({ assetKey }) => assetKey === key));
      if (!made || !step)
        throw noSuchValue(`Asset ${key} was not materialized by this run`, events, 'ASSET_MATERIALIZATION');
      return outputValue(step.key, step.outputs.find(({ assetKey }) => assetKey === key)!.name);
    },
    outputValue,
    materializations: (key) => ofType('ASSET_MATERIALIZATION', key),
    observations: (key) => ofType('ASSET_OBSERVATION', key),
    checkEvaluations: (key) => ofType('ASSET_CHECK_EVALUATION', key),
    failure: (stepKey) => ofType('STEP_FAILURE').find((event) => event.stepKey === stepKey)?.data.error,
  };
}

function decoded({ hash, codec }: { hash: string; codec: string }, { stored, modules }: ResultValues) {
  const bytes = stored.get(hash);
  return bytes && decodeValue({ codec, bytes }, modules);
}

function noSuchValue(message: string, events: readonly RunEvent[], type: EventType): DagbookError {
  const there = events.filter((event) => event.type === type).map((event) => event.assetKey ?? event.stepKey);
  return new DagbookError(message, {
    name: 'NoSuchValue',
    remedy: `There are: ${[...new Set(there)].join(', ') || 'none'}.`,
  });
}
