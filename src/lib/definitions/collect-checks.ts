import type { SerializedError } from '../base/errors';
import type { AssetCheckDefinition, MultiAssetCheckDefinition } from './asset-check';
import { AssetCheckSpec } from './asset-check-spec';
import { assetKeyPath, assetStepName } from './asset-key';
import { isKind, kind } from './brand';
import { checkDeps, checkedAsset, checkInput, type KnownAssets } from './check-links';
import { specSnapshot } from './check-specs';
import { checkCompute } from './compute-rules';
import { configSchemaJson } from './config/json-schema';
import type { LocateFrames } from './defined-at';
import { definitionError } from './definition-error';
import { checkName, checkTags, type Violation } from './definition-rules';
import type { DefinitionEntry, ExportedDefinition } from './exported-definitions';
import type { HookDefinition } from './hook';
import type { NodeDefinition } from './node-definition';
import { isSame } from './partitions/same-definition';
import { resourceKeys } from './resource-needs';
import type { AssetCheckSnapshot, AssetKeyString, StepSnapshot } from './snapshot';
import { stepOptions } from './step-options';

export interface CheckSurroundings extends KnownAssets {
  /** The checks that assets answer for themselves. */
  readonly ownChecks: readonly AssetCheckSnapshot[];
  /** Whose step has a name already. */
  readonly taken: ReadonlyMap<string, { readonly entry: DefinitionEntry }>;
  readonly checkResources: (keys: readonly string[]) => readonly Violation[];
  readonly hookName: (hook: HookDefinition) => string;
  /** The IO manager that stores an asset, where it is not the host's. */
  readonly managerOf: (key: AssetKeyString) => string | undefined;
  /** Who is to load an input, where it says so. */
  readonly inputManagerOf: (given: unknown) => string | undefined;
  readonly locate?: LocateFrames;
}

export interface CollectedChecks {
  readonly checks: readonly AssetCheckSnapshot[];
  readonly steps: readonly StepSnapshot[];
  readonly nodes: readonly NodeDefinition[];
  readonly errors: readonly SerializedError[];
}

interface CheckDraft {
  readonly title: string;
  readonly checks: readonly AssetCheckSnapshot[];
  readonly step: StepSnapshot;
  readonly node: NodeDefinition;
}

/** The checks that have steps of their own; those with errors are left out. */
export function collectChecks(
  exported: readonly ExportedDefinition[],
  around: CheckSurroundings,
): CollectedChecks {
  const errors: SerializedError[] = [];
  const claimed = new Map(around.ownChecks.map((check) => [checkId(check), check.cell]));
  const steps = new Map<string, DefinitionEntry>();
  const cellOf = (step: string) => {
    const entry = steps.get(step) ?? around.taken.get(step)?.entry;
    return entry && (entry.cellName ?? entry.cell);
  };
  const drafts = exported.flatMap(({ definition, entry, exportName }) => {
    const check = definition as unknown as AssetCheckDefinition | MultiAssetCheckDefinition;
    const violations: Violation[] = [];
    let draft: CheckDraft | undefined;
    try {
      draft = draftCheck(check, exportName, entry, around, violations);
      violations.push(...taken(draft, claimed, cellOf(draft.step.key)));
    } catch (error) {
      const { message, remedy = 'Compare its options with AssetCheckOptions.' } = error as Violation;
      violations.push({ message, remedy });
    }
    const title = draft?.title ?? `${check[kind]} ${check.options?.name ?? exportName ?? `in ${entry.name}`}`;
    for (const violation of violations)
      errors.push(definitionError(entry, title, { site: definition, ...violation }, around.locate));
    if (!draft || violations.length > 0) return [];
    for (const each of draft.checks) claimed.set(checkId(each), entry.cellName ?? entry.cell);
    steps.set(draft.step.key, entry);
    return draft;
  });
  return {
    checks: drafts.flatMap(({ checks }) => checks),
    steps: drafts.map(({ step }) => step),
    nodes: drafts.map(({ node }) => node),
    errors,
  };
}

const checkId = ({ assetKey, name }: AssetCheckSnapshot): string => JSON.stringify([assetKey, name]);

function taken(
  { checks, step }: CheckDraft,
  claimed: ReadonlyMap<string, string | undefined>,
  cellOfStep: string | undefined,
): readonly Violation[] {
  const twice = checks.flatMap((check, index) => {
    const id = checkId(check);
    const isOwn = checks.findIndex((each) => checkId(each) === id) < index;
    if (!isOwn && !claimed.has(id)) return [];
    const where = isOwn ? 'here' : `in "${claimed.get(id)}"`;
    return [
      {
        message: `the check "${check.name}" of "${check.assetKey}" is defined twice, also ${where}`,
        remedy: 'Rename one of them, or remove it.',
      },
    ];
  });
  if (twice.length > 0 || cellOfStep === undefined) return twice;
  return [
    {
      message: `the step name "${step.key}" is defined twice, also in "${cellOfStep}"`,
      remedy: 'Rename one of them.',
    },
  ];
}

function draftCheck(
  { [kind]: type, options, compute }: AssetCheckDefinition | MultiAssetCheckDefinition,
  exportName: string | undefined,
  entry: DefinitionEntry,
  around: CheckSurroundings,
  violations: Violation[],
): CheckDraft {
  const name = options.name ?? exportName;
  if (name === undefined) throw problem('it has no name', 'Give the name option, or export it under a name.');
  violations.push(...checkName('check', name), ...checkCompute(options), ...checkTags(options.tags ?? {}));
  const inputs = Object.entries(options.ins ?? {}).map(([input, reference]) => {
    violations.push(...checkName('input', input));
    const inputManagerKey = around.inputManagerOf(reference);
    return {
      ...checkInput(input, reference, around),
      ...(inputManagerKey !== undefined && { inputManagerKey }),
    };
  });
  const deps = [
    ...inputs.map(({ byPartition: _, inputManagerKey: __, ...dep }) => dep),
    ...checkDeps(options.additionalDeps ?? [], around),
  ];
  const partitions = options.partitionsDef?.snapshot;
  const specs =
    type === 'assetCheck' ? [specOf(options as AssetCheckDefinition['options'], name)] : specsOf(options);
  const canSubset = type === 'multiAssetCheck' && (options as MultiAssetCheckDefinition['options']).canSubset;
  const keys = specs.map((spec) => checkedAsset(spec.asset, `the asset of check "${spec.name}"`, around));
  const node = type === 'assetCheck' ? `${assetStepName(assetKeyPath(keys[0]!))}_${name}` : name;
  const checks = specs.map((spec, index) => {
    if (type === 'multiAssetCheck') violations.push(...checkName('check', spec.name));
    const key = keys[index]!;
    const own = around.scope.byKey.get(key)!.assets.find((asset) => asset.key === key)?.partitions;
    if (partitions && !(own && isSame(partitions, own)))
      violations.push({
        message: `its partitions are not those of "${key}"`,
        remedy: 'Give the partitionsDef of the asset, or none.',
      });
    const said = specSnapshot(
      spec,
      key,
      { node, ...(canSubset && { canSubset }), ...(partitions && { partitions }), cell: entry.cell },
      around,
    );
    return { ...said, deps: [...deps, ...said.deps].filter((dep) => dep.key !== key) };
  });
  const managers = inputs.map(({ key, inputManagerKey }) => inputManagerKey ?? around.managerOf(key));
  const step: StepSnapshot = {
    key: node,
    node,
    op: node,
    inputs: inputs.map(({ input, key, byPartition, inputManagerKey }) => ({
      name: input,
      source: {
        type: 'asset',
        key,
        ...(byPartition && { byPartition }),
        ...(inputManagerKey !== undefined && { inputManagerKey }),
      },
    })),
    after: [],
    outputs: [],
    tags: options.tags ?? {},
    ...stepOptions(options, managers, around.hookName),
    ...schemaOf(options),
    cell: entry.cell,
  };
  violations.push(...around.checkResources(step.resources));
  return {
    title: type === 'assetCheck' ? `check ${name} of ${keys[0]}` : `multiAssetCheck ${name}`,
    checks,
    step,
    node: {
      name: node,
      inputs: inputs.map(({ input, key }) => ({ name: input, assetKey: key })),
      outputs: [],
      checks: checks.map(({ assetKey, name: check }) => ({ assetKey, name: check, isRequired: true })),
      ...(options.configSchema && { configSchema: options.configSchema }),
      resources: resourceKeys(options.resources),
      compute: compute as NodeDefinition['compute'],
    },
  };
}

const specOf = (options: AssetCheckDefinition['options'], name: string): AssetCheckSpec =>
  new AssetCheckSpec({ name, asset: options.asset, blocking: options.blocking, description: options.description, metadata: options.metadata, automationCondition: options.automationCondition }); // prettier-ignore

function specsOf(options: object): readonly AssetCheckSpec[] {
  const { specs } = options as MultiAssetCheckDefinition['options'];
  if (!Array.isArray(specs) || specs.length === 0)
    throw problem('it has no specs', 'Give at least one new AssetCheckSpec({ name, asset }).');
  for (const spec of specs as readonly AssetCheckSpec[])
    if (!isKind<AssetCheckSpec>(spec, 'AssetCheckSpec') || spec.asset === undefined)
      throw problem(
        'specs has a member that is not one, or names no asset',
        'Write new AssetCheckSpec({ name, asset }).',
      );
  return specs as readonly AssetCheckSpec[];
}

function schemaOf({ configSchema }: { readonly configSchema?: Parameters<typeof configSchemaJson>[0] }) {
  const schema = configSchemaJson(configSchema);
  return schema === undefined ? {} : { configSchema: schema };
}

const problem = (message: string, remedy: string) => Object.assign(new Error(message), { remedy });
