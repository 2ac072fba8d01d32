import type { AssetDefinition } from './asset';
import type { AssetAttributes } from './asset-attributes';
import { assetKeyPath, assetKeyText } from './asset-key';
import type { AssetOut } from './asset-out';
import { isKind, kind } from './brand';
import { checkKinds, checkName, checkOwners, checkTags, type Violation } from './definition-rules';
import type { DefinitionEntry } from './exported-definitions';
import { metadataEntries } from './metadata-entries';
import type { MultiAssetDefinition } from './multi-asset';
import type { NodeOutput } from './node-definition';
import type { AssetDepSnapshot, AssetSnapshot } from './snapshot';

/** A step as its cell defines it, before its upstreams are looked up. */
export interface NodeDraft {
  readonly name: string;
  readonly entry: DefinitionEntry;
  readonly definition: AssetDefinition | MultiAssetDefinition;
  readonly outputs: readonly NodeOutput[];
  readonly assets: readonly Omit<AssetSnapshot, 'deps'>[];
  readonly violations: readonly Violation[];
  /** Filled when the upstreams are looked up. */
  deps: readonly AssetDepSnapshot[];
}

/** What errors call it. */
export const titleOf = ({ definition, outputs, name }: NodeDraft): string =>
  definition[kind] === 'multiAsset' ? `multiAsset ${name}` : `asset ${outputs[0]?.assetKey ?? name}`;

/** What a definition says of itself, checked by the rules that need no other definition. */
export function draftNode(
  definition: AssetDefinition | MultiAssetDefinition,
  name: string,
  entry: DefinitionEntry,
): NodeDraft {
  const violations: Violation[] = [];
  const isMulti = definition[kind] === 'multiAsset';
  const { options } = definition;
  const outs =
    definition[kind] === 'asset'
      ? [singleOutput(definition, name)]
      : Object.entries(definition.options.outs).map(([output, out]) =>
          draftOutput(output, out, definition, violations),
        );
  if (outs.length === 0)
    violations.push({ message: 'it has no outs', remedy: 'Give at least one AssetOut.' });
  if (isMulti) violations.push(...checkName('the step', name));
  for (const input of Object.keys(options.ins ?? {})) violations.push(...checkName('input', input));

  const assets = outs.map(({ output, path, isRequired, attributes }) => {
    violations.push(...path.flatMap((part) => checkName('asset', part)), ...checkAttributes(attributes));
    return {
      key: assetKeyText(path),
      node: isMulti ? name : path.join('__'),
      output,
      isRequired,
      isExecutable: true,
      ...(attributes.description !== undefined && { description: String(attributes.description) }),
      group: attributes.group ?? 'default',
      tags: attributes.tags ?? {},
      owners: attributes.owners ?? [],
      kinds: attributes.kinds ?? [],
      metadata: metadataOf(attributes, violations),
      codeVersion: attributes.codeVersion ?? entry.codeVersion,
      cell: entry.cell,
    };
  });
  const outputs = assets.map(({ output, key, isRequired }) => ({ name: output, assetKey: key, isRequired }));
  return { name: assets[0]?.node ?? name, entry, definition, outputs, assets, violations, deps: [] };
}

interface OutputDraft {
  readonly output: string;
  readonly path: readonly string[];
  readonly isRequired: boolean;
  readonly attributes: AssetAttributes;
}

const parts = (key: string | readonly string[]): readonly string[] =>
  typeof key === 'string' ? assetKeyPath(key) : key;

/** A plain asset's one output is called `result`, as in Dagster. */
function singleOutput({ options }: AssetDefinition, name: string): OutputDraft {
  const path = options.key !== undefined ? parts(options.key) : [...parts(options.keyPrefix ?? []), name];
  return { output: 'result', path, isRequired: options.outputRequired ?? true, attributes: options };
}

function draftOutput(
  output: string,
  out: AssetOut,
  { options }: MultiAssetDefinition,
  violations: Violation[],
): OutputDraft {
  violations.push(...checkName('output', output));
  if (!isKind<AssetOut>(out, 'AssetOut')) {
    violations.push({ message: `output "${output}" is not an AssetOut`, remedy: 'Write new AssetOut().' });
    return { output, path: [output], isRequired: true, attributes: {} };
  }
  const { isRequired = true, key = output, ...own } = out.options;
  return { output, path: parts(key), isRequired, attributes: { ...options, ...own } };
}

function checkAttributes({ group, tags, owners, kinds }: AssetAttributes): readonly Violation[] {
  return [
    ...(group === undefined ? [] : checkName('group', group)),
    ...checkTags(tags ?? {}),
    ...checkOwners(owners ?? []),
    ...checkKinds(kinds ?? []),
  ];
}

function metadataOf({ metadata }: AssetAttributes, violations: Violation[]) {
  try {
    return metadataEntries(metadata);
  } catch (error) {
    const { message, remedy = '' } = error as Violation;
    violations.push({ message, remedy });
    return {};
  }
}
