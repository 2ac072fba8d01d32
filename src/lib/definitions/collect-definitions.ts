/**
 * What cells define becomes what the host may know of it (the snapshot) and what an isolate needs to execute steps
 * (the runtime). All errors are found in one pass; a broken definition takes only its dependents with it.
 */
import type { SerializedError } from '../base/errors';
import { assetNode, assetSteps } from './asset-steps';
import { breakDependents } from './check-drafts';
import { assetsOf, collectAssets, stubsOf } from './collect-assets';
import { brokenUses, collectJobs, draftJobs } from './collect-jobs';
import { collectOps, type OpUse } from './collect-ops';
import type { LocateFrames } from './defined-at';
import { definitionError } from './definition-error';
import { definitionNames } from './definition-names';
import type { Violation } from './definition-rules';
import { exportedDefinitions, ofKind, type DefinitionEntry } from './exported-definitions';
import type { HookDefinition } from './hook';
import { lonelyGraphs } from './lonely-graphs';
import type { RuntimeDefinitions } from './node-definition';
import { isGraph, isSpec } from './node-draft';
import { resourceBindings, usesOf } from './resource-bindings';
import type { DefinitionsSnapshot, StepSnapshot } from './snapshot';
import { didYouMean } from './suggestion';

export interface CollectedDefinitions {
  readonly snapshot: DefinitionsSnapshot;
  readonly runtime: RuntimeDefinitions;
}

/**
 * Collects what cells bind to names. `locate` finds the places of a stack that lie in cells: errors then have a line.
 * Never throws: whatever is wrong is in `snapshot.errors`, and left out of everything else.
 */
export function collectDefinitions(
  entries: readonly DefinitionEntry[],
  locate?: LocateFrames,
): CollectedDefinitions {
  const exported = exportedDefinitions(entries, locate);
  const errors: SerializedError[] = [...exported.errors];
  const nameOf = definitionNames(exported.named);
  const hookName = (hook: HookDefinition) => nameOf(hook) ?? hook.name;

  const assetKinds = ofKind(exported, 'asset', 'multiAsset', 'graphMultiAsset', 'AssetSpec');
  const { drafts, scope, broken, report } = collectAssets(assetKinds, nameOf, errors, locate);
  const jobs = draftJobs(ofKind(exported, 'assetJob', 'job'), nameOf);
  const graphs = lonelyGraphs(ofKind(exported, 'graph'), [...drafts, ...jobs], nameOf);
  for (const { entry, title, definition, violations } of graphs)
    for (const violation of violations)
      errors.push(definitionError(entry, title, { site: definition, ...violation }, locate));

  const functions = drafts.filter(({ definition }) => !isSpec(definition) && !isGraph(definition));
  const ops = collectOps(
    ofKind(exported, 'op'),
    [...drafts, ...jobs, ...graphs].flatMap(({ entry, composed }): OpUse[] =>
      composed ? [{ entry, invocations: composed.invocations }] : [],
    ),
    exported.named,
    nameOf,
    new Map(functions.map(({ name, entry }) => [name, entry])),
    locate,
  );
  errors.push(...ops.errors);
  const opUses = [...ops.drafts].map(({ op, entry }) => ({ needs: op.options.resources, entry }));
  const resources = resourceBindings(exported, jobs, [...usesOf(exported.all), ...opUses]);

  const known = new Set(resources.bindings.map(({ key }) => key));
  const checkResources = (keys: readonly string[]): readonly Violation[] =>
    [...new Set(keys)]
      .filter((key) => !known.has(key))
      .map((key) => ({
        message: `it requires the resource "${key}", which nothing provides.${didYouMean(key, known)}`,
        remedy: `Export a resource as ${key}, or bind one: definitions({ resources: { ${key}: … } }).`,
      }));

  const around = { scope, hookName, ...(known.has('io_manager') && { defaultManager: 'io_manager' }) };
  const steps = new Map<object, readonly StepSnapshot[]>();
  for (const draft of drafts) {
    if (broken.has(draft)) continue;
    const own = assetSteps(draft, around);
    steps.set(draft, own);
    for (const violation of brokenUses(draft.composed?.invocations ?? [], ops.broken))
      report(draft, violation);
    for (const violation of checkResources(own.flatMap((step) => step.resources))) report(draft, violation);
  }
  breakDependents(drafts, scope, broken, report);
  const whole = drafts.filter((draft) => !broken.has(draft));
  const collectedJobs = collectJobs(jobs, {
    ...around,
    nameOf,
    checkResources,
    brokenNodes: broken,
    brokenOps: ops.broken,
    locate,
  });
  errors.push(...collectedJobs.errors);
  const assets = whole.flatMap(assetsOf);
  const nodes = new Map(ops.nodes);
  for (const draft of functions) if (!broken.has(draft)) nodes.set(draft.name, assetNode(draft, []));
  return {
    snapshot: {
      assets: [...assets, ...stubsOf(assets, [])],
      checks: [],
      steps: whole.flatMap((draft) => steps.get(draft)!),
      jobs: collectedJobs.snapshots,
      resources: [],
      schedules: [],
      sensors: [],
      ...(exported.executor && { executor: exported.executor }),
      errors,
    },
    runtime: { nodes, resources: new Map(), hooks: new Map() },
  };
}
