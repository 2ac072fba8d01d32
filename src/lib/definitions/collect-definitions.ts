/**
 * A notebook's exports become what the host may know of them (the snapshot) and what an isolate needs to run a step
 * (the nodes). All errors are found in one pass; a broken definition takes only its dependents with it.
 */
import type { SerializedError } from '../base/errors';
import { kind } from './brand';
import { breakDependents, reportCycles, reportDuplicates } from './check-drafts';
import { collectJobs } from './collect-jobs';
import { definitionError } from './definition-error';
import type { Violation } from './definition-rules';
import { exportedDefinitions, type DefinitionEntry, type ExportedDefinition } from './exported-definitions';
import { linkNode, type Scope } from './link-node';
import type { NodeDefinition } from './node-definition';
import { draftNode, titleOf, type NodeDraft } from './node-draft';
import type { AssetSnapshot, DefinitionsSnapshot } from './snapshot';

export interface CollectedDefinitions {
  readonly snapshot: DefinitionsSnapshot;
  /** By name. */
  readonly nodes: ReadonlyMap<string, NodeDefinition>;
}

/** Never throws: whatever is wrong is in `snapshot.errors`, and left out of everything else. */
export function collectDefinitions(entries: readonly DefinitionEntry[]): CollectedDefinitions {
  const errors: SerializedError[] = [];
  const broken = new Set<NodeDraft>();
  const report = (draft: NodeDraft, violation: Violation) => {
    errors.push(definitionError(draft.entry, titleOf(draft), violation));
    broken.add(draft);
  };

  const exported = exportedDefinitions(entries);
  const drafts = exported.flatMap((each) => draftExported(each, errors));
  const scope: Scope = {
    byDefinition: new Map(drafts.map((draft) => [draft.definition, draft])),
    byKey: new Map(drafts.flatMap((draft) => draft.outputs.map(({ assetKey }) => [assetKey, draft]))),
  };
  for (const draft of drafts) {
    const { deps, violations } = linkNode(draft, scope);
    draft.deps = deps;
    for (const violation of [...draft.violations, ...violations]) report(draft, violation);
  }
  reportDuplicates(drafts, report);
  reportCycles(drafts, scope, report);
  breakDependents(drafts, scope, broken, report);

  const jobs = collectJobs(
    exported.filter(({ definition }) => definition[kind] === 'assetJob'),
    scope,
    broken,
  );
  const whole = drafts.filter((draft) => !broken.has(draft));
  const assets = whole.flatMap(({ assets, deps }) => assets.map((asset) => ({ ...asset, deps })));
  return {
    snapshot: {
      assets: [...assets, ...stubsOf(assets)],
      jobs: jobs.snapshots,
      errors: [...errors, ...jobs.errors],
    },
    nodes: new Map(whole.map((draft) => [draft.name, nodeOf(draft)])),
  };
}

/** A definition that cannot even be read, as untyped code can make it, is an error like any other. */
function draftExported(
  { definition, entry, exportName }: ExportedDefinition,
  errors: SerializedError[],
): NodeDraft[] {
  if (definition[kind] === 'assetJob') return [];
  const subject = `${definition[kind]} ${exportName ?? `in ${entry.name}`}`;
  const fail = (message: string, remedy: string) => {
    errors.push(definitionError(entry, subject, { message, remedy }));
    return [];
  };
  try {
    const { name = exportName, key = name } = definition.options as {
      name?: string;
      key?: string | string[];
    };
    if (key === undefined) return fail('it has no name', 'Give the name option, or export it under a name.');
    return [draftNode(definition, name ?? String(key), entry)];
  } catch (error) {
    return fail(`its options cannot be read: ${(error as Error).message}`, 'Compare them with AssetOptions.');
  }
}

/** Keys that are only named in `deps`: assets that something else computes. */
function stubsOf(assets: readonly AssetSnapshot[]): readonly AssetSnapshot[] {
  const defined = new Set(assets.map(({ key }) => key));
  const unknown = new Set(
    assets.flatMap(({ deps }) => deps.map(({ key }) => key)).filter((key) => !defined.has(key)),
  );
  return [...unknown].map((key) => ({
    key,
    node: key,
    output: 'result',
    isRequired: true,
    isExecutable: false,
    deps: [],
    group: 'default',
    tags: {},
    owners: [],
    kinds: [],
    metadata: {},
    codeVersion: '',
  }));
}

function nodeOf({ name, definition, outputs, deps }: NodeDraft): NodeDefinition {
  return {
    name,
    inputs: deps.flatMap(({ key, input }) => (input === undefined ? [] : [{ name: input, assetKey: key }])),
    outputs,
    compute: (inputs, context) => definition.compute(inputs as never, context),
  };
}
