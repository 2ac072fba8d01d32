import { singleDimension, type DimensionDependency } from '../../definitions/partitions/infer-mapping';
import { keyDelimiter, type Dimension, type KeySpace } from '../../definitions/partitions/key-space';
import type { PartitionMappingSnapshot } from '../../definitions/partitions/partition-mapping-snapshot';
import { boxesOf, cellsOfBoxes, type Box } from './boxes';
import { allOf, indexesOf, type IndexRanges } from './index-ranges';
import type { MappedRanges } from './map-ranges';

type DimensionMapping = Extract<PartitionMappingSnapshot, { type: 'multi' | 'multi_to_single' }>;

/** Which dimensions depend on which; absent if the mapping does not fit the two. */
export function dependenciesOf(
  mapping: DimensionMapping,
  upstream: KeySpace,
  downstream: KeySpace,
): readonly DimensionDependency[] | undefined {
  if (mapping.type === 'multi') return upstream.dimensions && downstream.dimensions && mapping.dimensions;
  const single = singleDimension(upstream.partitions, downstream.partitions, mapping.dimension);
  return single && [single];
}

/** Maps the keys of one dimension; `nonexistent` as in `MappedRanges`. */
type MapOne = (
  dependency: DimensionDependency,
  from: Dimension,
  ranges: IndexRanges,
  to: Dimension,
) => MappedRanges;

/**
 * Maps box by box and dimension by dimension from one side to the other; a dimension that depends on none takes all.
 * `to` and `from` are the names of the sides.
 */
export function mapBoxes(
  dependencies: readonly DimensionDependency[],
  from: { readonly side: 'upstream' | 'downstream'; readonly space: KeySpace; readonly ranges: IndexRanges },
  to: { readonly side: 'upstream' | 'downstream'; readonly space: KeySpace },
  mapOne: MapOne,
): MappedRanges {
  const [sources, targets] = [dimensionsOf(from.space), dimensionsOf(to.space)];
  const missing = new Set<string>();
  const boxes = boxesOf(sizesOf(sources), from.ranges).map((box) => {
    const mapped = targets.map((target): MappedRanges => {
      const dependency = dependencies.find((each) => (each[to.side] ?? whole) === target.name);
      const index = sources.findIndex(({ name }) => dependency && (dependency[from.side] ?? whole) === name);
      if (!dependency || index < 0) return { ranges: allOf(target.space.size), nonexistent: [] };
      return mapOne(dependency, sources[index]!, box[index]!, target);
    });
    for (const key of missingKeys(targets, mapped)) missing.add(key);
    return mapped.map(({ ranges }) => ranges);
  });
  return { ranges: cellsOfBoxes(sizesOf(targets), boxes satisfies Box[]), nonexistent: [...missing] };
}

/** The name of the one dimension of a space that has no dimensions. */
const whole = '';

const dimensionsOf = (space: KeySpace): readonly Dimension[] => space.dimensions ?? [{ name: whole, space }];
const sizesOf = (dimensions: readonly Dimension[]) => dimensions.map(({ space }) => space.size);

/** The combinations of which at least one part does not exist. */
function missingKeys(dimensions: readonly Dimension[], mapped: readonly MappedRanges[]): readonly string[] {
  if (mapped.every(({ nonexistent }) => nonexistent.length === 0)) return [];
  const parts = mapped.map(({ ranges, nonexistent }, i) => [
    ...Array.from(indexesOf(ranges), (index) => ({ text: dimensions[i]!.space.keyAt(index), exists: true })),
    ...nonexistent.map((text) => ({ text, exists: false })),
  ]);
  return parts
    .reduce((keys, own) =>
      keys.flatMap((key) =>
        own.map((part) => ({ text: key.text + keyDelimiter + part.text, exists: key.exists && part.exists })),
      ),
    )
    .flatMap(({ text, exists }) => (exists ? [] : text));
}
