import type { Writable } from '../base/writable';
import type { AssetAttributes } from './asset-attributes';
import { isKind } from './brand';
import {
  checkKeyPart,
  checkKinds,
  checkName,
  checkOwners,
  checkTags,
  type Violation,
} from './definition-rules';
import type { FreshnessPolicy } from './freshness-policy';
import { metadataEntries } from './metadata-entries';
import type { RawMetadata } from './metadata-value';
import type { BackfillPolicy } from './partitions/backfill-policy';
import type { PartitionsDefinition } from './partitions/partitions-definition';
import type { PartitionsSnapshot } from './partitions/partitions-snapshot';
import type { AssetSnapshot, MetadataEntries } from './snapshot';

type Described = Pick<
  AssetSnapshot,
  | 'description'
  | 'group'
  | 'tags'
  | 'owners'
  | 'kinds'
  | 'metadata'
  | 'partitions'
  | 'maxPartitionsPerRun'
  | 'freshnessPolicy'
>;

/** Fills in what describes an asset, as data; what is wrong with it goes to `violations`. */
export function describeAsset(
  asset: Writable<Described>,
  path: readonly string[],
  attributes: AssetAttributes,
  violations: Violation[],
): void {
  const { description, group = 'default', tags = noTags, owners = none, kinds = none } = attributes;
  const { metadata, partitionsDef, backfillPolicy, freshnessPolicy } = attributes;
  for (const part of path) violations.push(...checkKeyPart(part));
  if (group !== 'default') violations.push(...checkName('group', group));
  violations.push(...checkTags(tags), ...checkOwners(owners), ...checkKinds(kinds));
  const partitions = partitionsData(partitionsDef, violations);
  const maxPartitionsPerRun = partitionsPerRun(backfillPolicy, violations);
  asset.group = group;
  asset.tags = tags;
  asset.owners = owners;
  asset.kinds = kinds;
  asset.metadata = metadataData(metadata, violations);
  if (description !== undefined) asset.description = String(description);
  if (partitions) asset.partitions = partitions;
  if (maxPartitionsPerRun !== undefined) asset.maxPartitionsPerRun = maxPartitionsPerRun;
  if (isKind<FreshnessPolicy>(freshnessPolicy, 'FreshnessPolicy'))
    asset.freshnessPolicy = freshnessPolicy.snapshot;
  else if (freshnessPolicy !== undefined)
    violations.push({
      message: 'its freshnessPolicy is not one',
      remedy:
        'Write FreshnessPolicy.timeWindow({ failWindow: { hours: 24 } }) or FreshnessPolicy.cron({ … }).',
    });
}

const none: readonly never[] = [];
const noTags = {};

export function partitionsData(
  partitionsDef: PartitionsDefinition | undefined,
  violations: Violation[],
): PartitionsSnapshot | undefined {
  if (partitionsDef === undefined) return undefined;
  if (isKind<PartitionsDefinition>(partitionsDef, 'PartitionsDefinition')) return partitionsDef.snapshot;
  violations.push({
    message: 'its partitionsDef is not a partitions definition',
    remedy: 'Write new DailyPartitionsDefinition({ startDate: "2024-01-01" }), or another such class.',
  });
  return undefined;
}

/** `null`: all in one run. */
function partitionsPerRun(
  policy: BackfillPolicy | undefined,
  violations: Violation[],
): number | null | undefined {
  if (policy === undefined) return undefined;
  if (isKind<BackfillPolicy>(policy, 'BackfillPolicy'))
    return policy.snapshot.type === 'single_run' ? null : policy.snapshot.maxPartitionsPerRun;
  violations.push({
    message: 'its backfillPolicy is not one',
    remedy: 'Write BackfillPolicy.singleRun() or BackfillPolicy.multiRun(10).',
  });
  return undefined;
}

export function metadataData(metadata: RawMetadata | undefined, violations: Violation[]): MetadataEntries {
  try {
    return metadataEntries(metadata);
  } catch (error) {
    const { message, remedy = '' } = error as Violation;
    violations.push({ message, remedy });
    return {};
  }
}
