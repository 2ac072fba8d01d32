import type { SerializedError } from '../base/errors';
import type { AssetJobDefinition } from './asset-job';
import { managerOf } from './asset-steps';
import { conditionOf } from './automation/condition-of';
import { partitionsData, metadataData } from './attribute-rules';
import { kind } from './brand';
import { definedTwice } from './check-drafts';
import { compose, type Composed } from './composition/compose';
import { stepSnapshots } from './composition/step-snapshots';
import type { LocateFrames } from './defined-at';
import { definitionError, placeOf, type LocatedViolation } from './definition-error';
import type { NameOf } from './definition-names';
import type { Violation } from './definition-rules';
import type { ExportedDefinition } from './exported-definitions';
import type { HookDefinition } from './hook';
import type { JobDefinition } from './job';
import { checkJob } from './job-rules';
import { oneKeyOf, type Scope } from './link-node';
import type { NodeDraft } from './node-draft';
import type { OpCore } from './op';
import { plainJson } from './plain-json';
import { selectionText, unknownMembers } from './selection-text';
import type { InputSource, JobSnapshot, RunConfig, StepSnapshot } from './snapshot';
import { retryPolicyData } from './step-options';

/** A job before what it needs of others is looked up. */
export interface JobDraft extends ExportedDefinition<AssetJobDefinition | JobDefinition> {
  readonly name: string;
  readonly violations: LocatedViolation[];
  /** Of a job of ops. */
  readonly composed?: Composed;
}

/** The jobs among the definitions, with the ops that they use. */
export function draftJobs(
  exported: readonly ExportedDefinition[],
  nameOf: NameOf,
  scope: Scope,
): readonly JobDraft[] {
  const assetKey = (asset: unknown, what: string) => oneKeyOf(asset, what, scope);
  const drafts = exported.map((each): JobDraft => {
    const { entry } = each;
    const definition = each.definition as unknown as JobDraft['definition'];
    const name = definition.options?.name ?? each.exportName ?? graphName(definition, nameOf);
    const violations: LocatedViolation[] = [];
    attempt(violations, () => {
      if (name === undefined) violations.push({ message: 'it has no name', remedy: 'Give the name option.' });
      else violations.push(...checkJob(name, definition.options ?? {}));
    });
    if (definition[kind] === 'assetJob')
      return { ...each, entry, definition, name: name ?? entry.name, violations };
    const { graph, options } = definition;
    const composed = compose({
      body: definition.compose,
      prefix: '',
      nameOf,
      assetKey,
      ...(graph && { graph }),
      ...(graph?.options.ins && { declared: Object.keys(graph.options.ins) }),
      ...(options.inputValues && { values: options.inputValues }),
    });
    violations.push(...composed.problems);
    if (composed.invocations.length === 0 && composed.problems.length === 0)
      violations.push({ message: 'it has no ops', remedy: 'Call ops or graphs in its body.' });
    return { ...each, entry, definition, name: name ?? entry.name, violations, composed };
  });
  const byName = new Map<string, JobDraft[]>();
  for (const draft of drafts) {
    const same = byName.get(draft.name);
    if (same) same.push(draft);
    else byName.set(draft.name, [draft]);
  }
  for (const [name, same] of byName) {
    if (same.length > 1)
      for (const draft of same) draft.violations.push(definedTwice(`job name "${name}"`, same));
  }
  return drafts;
}

const graphName = (definition: JobDraft['definition'], nameOf: NameOf): string | undefined =>
  definition[kind] === 'job' && definition.graph ? nameOf(definition.graph) : undefined;

/** All that jobs need of others. */
export interface JobSurroundings {
  readonly scope: Scope;
  readonly broken: ReadonlySet<NodeDraft>;
  readonly brokenOps: ReadonlySet<OpCore>;
  readonly hookName: (hook: HookDefinition) => string;
  readonly defaultManager?: string;
  /** What is wrong with the resources and hooks that steps use. */
  readonly checkSteps: (steps: readonly Pick<StepSnapshot, 'resources' | 'hooks'>[]) => readonly Violation[];
  readonly locate?: LocateFrames;
}

/** The snapshots of the jobs that have no error. */
export function collectJobs(
  drafts: readonly JobDraft[],
  around: JobSurroundings,
): { readonly snapshots: readonly JobSnapshot[]; readonly errors: readonly SerializedError[] } {
  const snapshots: JobSnapshot[] = [];
  const errors: SerializedError[] = [];
  for (const draft of drafts) {
    const violations = [...draft.violations];
    const snapshot = attempt(violations, () => jobSnapshot(draft, violations, around));
    for (const violation of violations)
      errors.push(
        definitionError(
          draft.entry,
          `job ${draft.name}`,
          { site: draft.definition, ...violation },
          around.locate,
        ),
      );
    if (violations.length === 0 && snapshot) snapshots.push(snapshot);
  }
  return { snapshots, errors };
}

function jobSnapshot(draft: JobDraft, violations: LocatedViolation[], around: JobSurroundings): JobSnapshot {
  const { name, definition, entry } = draft;
  const { options } = definition;
  const isOfAssets = definition[kind] === 'assetJob';
  const selection = isOfAssets ? selectionText(definition.options?.selection, around) : '';
  if (isOfAssets) violations.push(...unknownMembers(definition.options?.selection, around.scope));
  const {
    description,
    tags = {},
    executor,
    config,
    hooks = [],
    retryPolicy,
    timeout,
    owners,
    metadata,
  } = options;
  const steps = draft.composed && violations.length === 0 ? jobSteps(draft, violations, around) : undefined;
  const hookNames = [...new Set(hooks.map(around.hookName))];
  violations.push(...around.checkSteps([{ resources: [], hooks: hookNames }]));
  const partitions = partitionsData(options.partitionsDef, violations);
  const entries = metadataData(metadata, violations);
  const condition =
    isOfAssets && definition.options?.automationCondition
      ? conditionOf(
          definition.options.automationCondition,
          (given) => selectionText(given, around),
          violations,
          true,
        )
      : undefined;
  return {
    name,
    selection,
    ...(steps && { steps }),
    ...(description !== undefined && { description: String(description) }),
    tags,
    ...(executor && { executor }),
    ...(config && { config: plainJson(config) as RunConfig }),
    ...(hooks.length > 0 && { hooks: hookNames }),
    ...(retryPolicy && { retryPolicy: retryPolicyData(retryPolicy) }),
    ...(partitions && { partitions }),
    ...(timeout !== undefined && { timeout }),
    ...(owners && { owners }),
    ...(Object.keys(entries).length > 0 && { metadata: entries }),
    ...(condition && { automationCondition: condition }),
    cell: entry.cell,
    // The graph looks at what it selects, where the definition is not known any more.
    ...(definition[kind] === 'assetJob' && { at: placeOf(entry, definition, around.locate) }),
  };
}

function jobSteps(
  { name, composed, entry }: JobDraft,
  violations: LocatedViolation[],
  around: JobSurroundings,
): readonly StepSnapshot[] {
  const { invocations } = composed!;
  const lost = brokenUses(invocations, around.brokenOps);
  violations.push(...lost);
  if (lost.length > 0) return [];
  const steps = stepSnapshots(invocations, {
    node: name,
    cell: entry.cell,
    input: () => ({ source: { type: 'config' } }),
    assetManager: () => undefined,
    managerOfAsset: (key) => managerOf(key, around),
    defaultManager: around.defaultManager,
    hookName: around.hookName,
  });
  violations.push(...around.checkSteps(steps), ...brokenAssets(steps, around));
  return steps;
}

/** Assets with errors that steps load. */
function brokenAssets(
  steps: readonly StepSnapshot[],
  { scope, broken }: Pick<JobSurroundings, 'scope' | 'broken'>,
): readonly Violation[] {
  const keysIn = (source: InputSource): readonly string[] =>
    source.type === 'asset' ? [source.key] : source.type === 'fanIn' ? source.sources.flatMap(keysIn) : [];
  const keys = new Set(steps.flatMap(({ inputs }) => inputs.flatMap(({ source }) => keysIn(source))));
  return [...keys]
    .filter((key) => broken.has(scope.byKey.get(key)!))
    .map((key) => ({ message: `it loads "${key}", which has an error`, remedy: `Correct asset ${key}.` }));
}

/** Each broken op that is used, once. */
export function brokenUses(
  invocations: Composed['invocations'],
  broken: ReadonlySet<OpCore>,
): readonly Violation[] {
  const names = new Set(invocations.filter(({ op }) => broken.has(op)).map(({ opName }) => opName));
  return [...names].map((name) => ({
    message: `it uses the op "${name}", which has an error`,
    remedy: `Correct op ${name}.`,
  }));
}

/** What untyped code makes of options can throw anywhere. */
function attempt<Result>(violations: LocatedViolation[], work: () => Result): Result | undefined {
  try {
    return work();
  } catch (error) {
    const { message, remedy = 'Compare its options with their type.' } = error as Violation;
    violations.push({ message, remedy });
    return undefined;
  }
}
