import type { AssetAttributes } from './asset-attributes';
import type { AssetDependency } from './asset-dep';
import { pathOf } from './asset-in';
import { assetKeyPath } from './asset-key';
import type { AssetOut } from './asset-out';
import { isKind, kind } from './brand';
import { checkName, type Violation } from './definition-rules';
import type { MultiAssetDefinition } from './multi-asset';
import { checkShapes } from './option-shapes';
import type { AssetsDefinition } from './node-draft';
import type { AssetKeyString } from './snapshot';
import { isStandardSchema, type StandardSchema } from './standard-schema';

/** One asset of a definition, as it is written. */
export interface OutputDraft {
  readonly output: string;
  readonly path: readonly string[];
  /** Without the notebook's prefix, where it has one. */
  readonly writtenKey?: AssetKeyString;
  readonly isRequired: boolean;
  readonly attributes: AssetAttributes;
  readonly ioManagerKey?: string;
  readonly type?: StandardSchema;
  readonly deps?: readonly AssetDependency[];
}

export function draftOutputs(
  definition: AssetsDefinition,
  name: string,
  violations: Violation[],
): readonly OutputDraft[] {
  if (definition[kind] === 'AssetSpec') {
    return [
      {
        output: 'result',
        path: assetKeyPath(definition.key),
        isRequired: true,
        attributes: definition.options,
      },
    ];
  }
  if (definition[kind] === 'asset') {
    const { key, keyPrefix, outputRequired = true, ioManagerKey, outputType } = definition.options;
    if (key === undefined) violations.push(...checkName('asset', name));
    // A plain asset's one output is called `result`, as in Dagster.
    return [
      checked(
        {
          output: 'result',
          path: pathUnder(keyPrefix, key, name),
          isRequired: outputRequired,
          attributes: definition.options,
          ioManagerKey,
          type: outputType,
        },
        violations,
      ),
    ];
  }
  const outs = Object.entries(definition.outs);
  if (outs.length === 0)
    violations.push({ message: 'it has no outs', remedy: 'Give at least one AssetOut.' });
  return outs.map(([output, out]) => checked(draftOutput(output, out, definition, violations), violations));
}

type Path = string | readonly string[];

/** The path of an asset: what was given, or its name after the prefix. */
function pathUnder(prefix: Path | undefined, key: Path | undefined, name: string): readonly string[] {
  if (key !== undefined) return pathOf(key);
  return prefix === undefined ? [name] : [...pathOf(prefix), name];
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
  const wrong = checkShapes(out.options);
  violations.push(
    ...wrong.map(({ message, remedy }) => ({ message: `output "${output}": ${message}`, remedy })),
  );
  if (wrong.length > 0) return { output, path: [output], isRequired: true, attributes: {} };
  const { isRequired = true, key, keyPrefix, ioManagerKey, type, deps, ...own } = out.options;
  const path = pathUnder(keyPrefix, key, output);
  const { description, tags, group, owners, kinds, codeVersion, partitionsDef, backfillPolicy } = options;
  const { automationCondition, freshnessPolicy } = options;
  const described = { description, tags, group, owners, kinds, codeVersion };
  const shared = { ...described, partitionsDef, backfillPolicy, automationCondition, freshnessPolicy };
  return { output, path, isRequired, attributes: { ...shared, ...own }, ioManagerKey, type, deps };
}

function checked(draft: OutputDraft, violations: Violation[]): OutputDraft {
  const { type, ioManagerKey, output } = draft;
  if (type !== undefined && !isStandardSchema(type)) {
    violations.push({
      message: `the type of output "${output}" is not a schema`,
      remedy: 'Give one that speaks Standard Schema, such as z.object({ … }) of zod.',
    });
  }
  if (ioManagerKey !== undefined) violations.push(...checkName('ioManagerKey', ioManagerKey));
  return draft;
}
