import { DagbookError } from '../../base/errors';
import { metadataEntries } from '../../definitions/metadata-entries';
import type { RawMetadata } from '../../definitions/metadata-value';
import type { NodeDefinition } from '../../definitions/node-definition';
import type { MetadataEntries } from '../../definitions/snapshot';
import { didYouMean } from '../../definitions/suggestion';

/** What `context.addOutputMetadata` has been told about outputs that have not come yet. */
export interface AddedMetadata {
  readonly add: (
    metadata: RawMetadata,
    of?: { readonly outputName?: string; readonly mappingKey?: string },
  ) => void;
  /** What was added to an output; it has come now. */
  readonly take: (outputName: string, mappingKey?: string) => MetadataEntries;
}

export function addedMetadata({ name: node, outputs }: NodeDefinition): AddedMetadata {
  const added = new Map<string, MetadataEntries>();
  const taken = new Set<string>();
  const word = (...of: readonly (string | undefined)[]) => JSON.stringify(of);
  const invalid = (message: string, remedy: string) =>
    new DagbookError(`${node}: ${message}`, { name: 'InvalidMetadata', remedy });

  return {
    add(metadata, { outputName = outputs.length === 1 ? outputs[0]!.name : undefined, mappingKey } = {}) {
      const names = outputs.map((output) => output.name);
      const output = outputs.find((each) => each.name === outputName || each.assetKey === outputName);
      if (outputName === undefined || !output) {
        throw invalid(
          outputName === undefined
            ? 'addOutputMetadata does not say of which output it is'
            : `"${outputName}" is not one of its outputs.${didYouMean(outputName, names)}`,
          `Give outputName: one of ${names.map((each) => `"${each}"`).join(', ')}.`,
        );
      }
      const key = word(output.name, mappingKey);
      if (taken.has(key)) {
        throw invalid(
          `metadata was added to "${output.name}" after it was yielded`,
          'Add it before, or give it with the output.',
        );
      }
      added.set(key, { ...added.get(key), ...metadataEntries(metadata) });
    },
    take(outputName, mappingKey) {
      const key = word(outputName, mappingKey);
      taken.add(key);
      return added.get(key) ?? {};
    },
  };
}
