import { isKind } from './brand';
import { dataVersionText } from './data-version';
import { checkTags } from './definition-rules';
import type { MaterializeResult } from './materialize-result';
import { metadataEntries } from './metadata-entries';
import type { DynamicOutput, Output } from './output';
import { schemaRefusal } from './schema-refusal';
import { invalid, quoted, titleOf, type ShapeOutput, type StepShape } from './step-shape';
import { nameOf } from './step-statements';
import type { OutputYield, RefusedYield } from './step-yield';

/** The values that were said of one output: of an asset in a step of several partitions, one for each partition. */
export async function* outputYields(
  shape: StepShape,
  output: ShapeOutput,
  said: unknown,
): AsyncGenerator<OutputYield | RefusedYield> {
  const { partitionKeys } = shape;
  const whole = outputYield(shape, output, said);
  if (output.assetKey === undefined || partitionKeys.length === 0) {
    yield* typeChecked(shape, output, whole);
  } else if (partitionKeys.length === 1) {
    yield* typeChecked(shape, output, { ...whole, partitionKey: partitionKeys[0]! });
  } else {
    const members = byPartition(shape, output, whole.value);
    for (const partitionKey of partitionKeys) {
      const own = outputYield(shape, output, members?.get(partitionKey));
      yield* typeChecked(shape, output, {
        ...whole,
        ...own,
        partitionKey,
        metadata: { ...whole.metadata, ...own.metadata },
        tags: { ...whole.tags, ...own.tags },
        isWithoutValue: members === undefined ? whole.isWithoutValue : own.isWithoutValue,
      });
    }
  }
}

type Made = Omit<OutputYield, 'partitionKey'> & {
  readonly partitionKey?: string;
  /** A `MaterializeResult` that hands over no value: there is nothing whose type could be checked. */
  readonly isWithoutValue: boolean;
};

function outputYield(shape: StepShape, { name }: ShapeOutput, said: unknown): Made {
  const base = { type: 'output', output: name } as const;
  if (isKind<DynamicOutput>(said, 'DynamicOutput')) {
    const { value, mappingKey, metadata } = said;
    return {
      ...base,
      value,
      mappingKey,
      metadata: metadataEntries(metadata),
      tags: {},
      isWithoutValue: false,
    };
  }
  const isResult = isKind<MaterializeResult<unknown>>(said, 'MaterializeResult');
  if (!isResult && !isKind<Output>(said, 'Output'))
    return { ...base, value: said, metadata: {}, tags: {}, isWithoutValue: false };
  const { value, metadata, dataVersion, tags } = said;
  for (const { message, remedy } of checkTags(tags)) throw invalid(shape, message, remedy);
  return {
    ...base,
    value,
    metadata: metadataEntries(metadata),
    ...(dataVersion !== undefined && { dataVersion: dataVersionText(dataVersion) }),
    tags,
    isWithoutValue: isResult && value === undefined,
  };
}

/** A refused value is told before the error, so that it can be shown that nothing of it was stored. */
async function* typeChecked(
  shape: StepShape,
  output: ShapeOutput,
  { isWithoutValue, ...made }: Made,
): AsyncGenerator<OutputYield | RefusedYield> {
  const reason = isWithoutValue ? undefined : await schemaRefusal(output.type, made.value);
  if (reason === undefined) return yield made;
  yield {
    type: 'refused',
    output: made.output,
    ...(made.mappingKey !== undefined && { mappingKey: made.mappingKey }),
    reason,
  };
  throw invalid(
    shape,
    `type check failed for output "${titleOf(output)}": ${reason}`,
    'Nothing of it was stored. Return a value of the type that the output is defined with.',
    'TypeCheckFailed',
  );
}

/** The values by partition; `undefined` where there are none to store. */
function byPartition(
  shape: StepShape,
  output: ShapeOutput,
  value: unknown,
): ReadonlyMap<string, unknown> | undefined {
  if (value === undefined) return undefined;
  const { partitionKeys } = shape;
  const remedy = `Return an object (or a Map) of values by partition key, with ${quoted(partitionKeys)}, or nothing.`;
  const isMap = value instanceof Map;
  if (!isMap && Object.prototype.toString.call(value) !== '[object Object]')
    throw invalid(
      shape,
      `${nameOf(value)} came for "${titleOf(output)}", of which the step makes ${partitionKeys.length} partitions`,
      remedy,
    );
  const members = new Map<string, unknown>(isMap ? value : Object.entries(value as object));
  const missing = partitionKeys.filter((key) => !members.has(key));
  const wanted = new Set(partitionKeys);
  const unknown = [...members.keys()].filter((key) => !wanted.has(key));
  if (missing.length === 0 && unknown.length === 0) return members;
  const wrong = [
    ...(missing.length > 0 ? [`has no value for partition ${quoted(missing)}`] : []),
    ...(unknown.length > 0 ? [`has ${quoted(unknown.map(String))}, which the step does not make`] : []),
  ];
  throw invalid(shape, `the value of "${titleOf(output)}" ${wrong.join(', and ')}`, remedy);
}
