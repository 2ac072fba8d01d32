import type { AssetCheckResult } from './asset-check-result';
import type { AssetMaterialization, AssetObservation } from './asset-events';
import { assetKeyPath, assetKeyText } from './asset-key';
import { kind } from './brand';
import { dataVersionText } from './data-version';
import { checkTags } from './definition-rules';
import { metadataEntries } from './metadata-entries';
import { invalid, quoted, type ShapeCheck, type StepShape } from './step-shape';
import type { AssetEventYield, CheckYield } from './step-yield';
import type { AssetKeyString } from './snapshot';
import { didYouMean } from './suggestion';

/** An event that a function yielded, or gave to `context.logEvent`, as data. `subject` is what errors call the step. */
export function assetEventYield(
  subject: { readonly name: string },
  event: AssetMaterialization | AssetObservation,
): AssetEventYield {
  const { assetKey, description, metadata, partition, tags = {}, dataVersion } = event.options;
  for (const { message, remedy } of checkTags(tags)) throw invalid(subject, message, remedy);
  return {
    type: 'assetEvent',
    event: event[kind] === 'AssetObservation' ? 'observation' : 'materialization',
    assetKey: assetKeyText(assetKeyPath(assetKey)),
    ...(partition !== undefined && { partitionKey: String(partition) }),
    ...(description !== undefined && { description: String(description) }),
    metadata: metadataEntries(metadata),
    ...(dataVersion !== undefined && { dataVersion: dataVersionText(dataVersion) }),
    tags,
  };
}

/** A result with the check that it is of. `assetKey` is that of the asset in whose result it came. */
export function checkYield(
  shape: StepShape,
  { passed, severity, description, metadata, ...result }: AssetCheckResult,
  assetKey: AssetKeyString | undefined = result.assetKey,
): readonly [ShapeCheck, CheckYield] {
  const check = checkOf(shape, result.assetKey ?? assetKey, result.checkName);
  if (typeof passed !== 'boolean')
    throw invalid(shape, `check "${check.name}" has passed: ${String(passed)}`, 'Give true or false.');
  if (severity !== 'WARN' && severity !== 'ERROR')
    throw invalid(
      shape,
      `check "${check.name}" has severity ${JSON.stringify(severity)}`,
      'Give "WARN" or "ERROR".',
    );
  return [
    check,
    {
      type: 'check',
      assetKey: check.assetKey,
      name: check.name,
      passed,
      severity,
      ...(description !== undefined && { description: String(description) }),
      metadata: metadataEntries(metadata),
    },
  ];
}

function checkOf(
  shape: StepShape,
  assetKey: AssetKeyString | undefined,
  name: string | undefined,
): ShapeCheck {
  const ofAsset = shape.checks.filter((each) => assetKey === undefined || each.assetKey === assetKey);
  const found = ofAsset.filter((each) => name === undefined || each.name === name);
  if (found.length === 1) return found[0]!;
  const all = shape.checks.map((each) => `${each.assetKey}: ${each.name}`);
  const known = all.length > 0 ? `Its checks are ${quoted(all)}.` : 'It announces no checks: see checkSpecs.';
  if (found.length > 1)
    throw invalid(
      shape,
      `an AssetCheckResult does not say which ${name === undefined ? 'check' : 'asset'} it is of`,
      `Give ${name === undefined ? 'checkName' : 'assetKey'}. ${known}`,
    );
  const title = `"${name ?? ''}"${assetKey === undefined ? '' : ` of "${assetKey}"`}`;
  const meant = didYouMean(
    name ?? '',
    shape.checks.map((each) => each.name),
  );
  throw invalid(shape, `${title} is not one of its checks.${meant}`, known);
}
