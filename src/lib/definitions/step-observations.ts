import { isKind } from './brand';
import { dataVersionText, type DataVersion, type DataVersionsByPartition } from './data-version';
import { checkTags } from './definition-rules';
import type { ObserveResult } from './materialize-result';
import { metadataEntries } from './metadata-entries';
import { invalid, quoted, titleOf, type ShapeOutput, type StepShape } from './step-shape';
import { nameOf } from './step-statements';
import type { AssetEventYield } from './step-yield';

/** What was observed of one asset: one event, or one for each partition. */
export function* observations(
  shape: StepShape,
  output: ShapeOutput,
  said: unknown,
): Generator<AssetEventYield> {
  const event = (more: Partial<AssetEventYield>): AssetEventYield => ({
    type: 'assetEvent',
    event: 'observation',
    assetKey: output.assetKey ?? output.name,
    metadata: {},
    tags: {},
    ...more,
  });
  const { partitionKeys } = shape;
  const each = (more: Partial<AssetEventYield>) =>
    partitionKeys.length === 0
      ? [event(more)]
      : partitionKeys.map((partitionKey) => event({ ...more, partitionKey }));

  if (isKind<DataVersionsByPartition>(said, 'DataVersionsByPartition')) {
    const unknown = Object.keys(said.dataVersions).filter(
      (key) => partitionKeys.length > 0 && !partitionKeys.includes(key),
    );
    if (unknown.length > 0)
      throw invalid(
        shape,
        `data versions came for ${quoted(unknown)}, which the step does not observe`,
        `It observes ${quoted(partitionKeys)}.`,
      );
    for (const [partitionKey, version] of Object.entries(said.dataVersions))
      yield event({ partitionKey, dataVersion: dataVersionText(version) });
  } else if (isKind<DataVersion>(said, 'DataVersion')) {
    yield* each({ dataVersion: dataVersionText(said) });
  } else if (isKind<ObserveResult>(said, 'ObserveResult')) {
    const { metadata, tags, dataVersion } = said;
    for (const { message, remedy } of checkTags(tags)) throw invalid(shape, message, remedy);
    const version = dataVersion === undefined ? {} : { dataVersion: dataVersionText(dataVersion) };
    yield* each({ metadata: metadataEntries(metadata), tags, ...version });
  } else {
    throw invalid(
      shape,
      `${nameOf(said)} came for "${titleOf(output)}", which is observed and not made`,
      'Return new DataVersion(text) or new ObserveResult({ … }).',
    );
  }
}
