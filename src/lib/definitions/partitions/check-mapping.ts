import type { Violation } from '../definition-rules';
import { didYouMean } from '../suggestion';
import { inferMapping, singleDimension } from './infer-mapping';
import type { DimensionMappingSnapshot, PartitionMappingSnapshot } from './partition-mapping-snapshot';
import type { MultiPartitionsSnapshot, PartitionsSnapshot } from './partitions-snapshot';

type Side = PartitionsSnapshot | undefined;

/** What is wrong with a mapping (or, without one, with the default) between two definitions. */
export function checkMapping(
  mapping: PartitionMappingSnapshot | undefined,
  upstream: Side,
  downstream: Side,
): readonly Violation[] {
  const given = mapping ?? inferMapping(upstream, downstream);
  if (!upstream) return mapping ? [needs('a partition mapping', 'upstream', 'partitioned')] : [];
  switch (given.type) {
    case 'all':
    case 'last':
      return [];
    case 'specific':
      return checkSpecific(given.keys, upstream);
    case 'identity':
      return upstream.type === downstream?.type ? [] : [identityViolation];
    case 'static':
      return checkStatic(given.downstreamKeysByUpstreamKey, upstream, downstream);
    case 'time_window':
      return checkTimeWindow(upstream, downstream);
    case 'multi_to_single':
      return downstream && singleDimension(upstream, downstream, given.dimension) ? [] : [singleViolation];
    case 'multi':
      return checkMulti(given.dimensions, upstream, downstream);
  }
}

const needs = (what: string, side: string, how: string): Violation => ({
  message: `${what} needs an ${side} that is ${how}`,
  remedy: 'Choose another mapping, or leave it out for the default.',
});

const identityViolation: Violation = {
  message: 'IdentityPartitionMapping needs partitions of the same kind on both sides',
  remedy: 'Give both assets the same partitions, or choose another mapping.',
};

const singleViolation: Violation = {
  message:
    'MultiToSingleDimensionPartitionMapping needs several dimensions on one side, and on the other one of them (or time windows where there is one dimension of time windows)',
  remedy: 'Name the dimension with partitionDimensionName, or choose another mapping.',
};

function checkSpecific(keys: readonly string[], upstream: PartitionsSnapshot): readonly Violation[] {
  return upstream.type === 'static' ? unknownKeys('upstream', keys, upstream.keys) : [];
}

function checkStatic(
  byUpstream: Readonly<Record<string, readonly string[]>>,
  upstream: PartitionsSnapshot,
  downstream: Side,
): readonly Violation[] {
  if (upstream.type !== 'static' || downstream?.type !== 'static') {
    return [
      {
        message: 'StaticPartitionMapping needs static partitions on both sides',
        remedy: 'Choose another mapping, or leave it out for the default.',
      },
    ];
  }
  return [
    ...unknownKeys('upstream', Object.keys(byUpstream), upstream.keys),
    ...unknownKeys('downstream', Object.values(byUpstream).flat(), downstream.keys),
  ];
}

function unknownKeys(
  side: string,
  keys: readonly string[],
  existing: readonly string[],
): readonly Violation[] {
  const known = new Set(existing);
  return [...new Set(keys)]
    .filter((key) => !known.has(key))
    .map((key) => ({
      message: `the mapping names "${key}", which is not a partition of the ${side}`,
      remedy: `Take it out of the mapping.${didYouMean(key, existing)}`,
    }));
}

function checkTimeWindow(upstream: PartitionsSnapshot, downstream: Side): readonly Violation[] {
  if (upstream.type !== 'time_window' || downstream?.type !== 'time_window') {
    return [
      {
        message: 'TimeWindowPartitionMapping needs time windows on both sides',
        remedy: 'Choose another mapping, or leave it out for the default.',
      },
    ];
  }
  if (upstream.timezone === downstream.timezone) return [];
  return [
    {
      message: `the time zones ${upstream.timezone} (upstream) and ${downstream.timezone} (downstream) differ`,
      remedy: 'Give both the same timezone.',
    },
  ];
}

function checkMulti(
  dimensions: readonly DimensionMappingSnapshot[],
  upstream: PartitionsSnapshot,
  downstream: Side,
): readonly Violation[] {
  if (upstream.type !== 'multi' || downstream?.type !== 'multi') {
    return [
      {
        message: 'MultiPartitionMapping needs several dimensions on both sides',
        remedy: 'Use MultiToSingleDimensionPartitionMapping if one side has only one.',
      },
    ];
  }
  const twice = dimensions.filter(({ downstream }, i) =>
    dimensions.slice(0, i).some((other) => other.downstream === downstream),
  );
  return [
    ...twice.map(({ downstream }) => ({
      message: `the mapping names dimension "${downstream}" of the downstream twice`,
      remedy: 'Map each dimension to one other.',
    })),
    ...dimensions.flatMap(({ upstream: from, downstream: to, mapping }) => {
      const [source, target] = [dimensionOf(upstream, from), dimensionOf(downstream, to)];
      if (!source) return [noDimension('upstream', from, upstream)];
      if (!target) return [noDimension('downstream', to, downstream)];
      return checkMapping(mapping, source, target);
    }),
  ];
}

const dimensionOf = ({ dimensions }: MultiPartitionsSnapshot, name: string) =>
  dimensions.find((each) => each.name === name)?.partitions;

const noDimension = (side: string, name: string, { dimensions }: MultiPartitionsSnapshot): Violation => ({
  message: `the ${side} has no dimension "${name}"`,
  remedy: `It has ${dimensions.map((each) => `"${each.name}"`).join(', ')}.`,
});
