/**
 * What cells define becomes what the host may know of it (the snapshot) and what an isolate needs to execute steps
 * (the runtime). All errors are found in one pass; a broken definition takes only its dependents with it.
 */
import type { SerializedError } from '../base/errors';
import { assetNode, inputManagerOf, managerOf } from './asset-steps';
import { ownChecks } from './check-specs';
import { collectAssets, stubsOf } from './collect-assets';
import { collectConditionSensors } from './automation/collect-condition-sensors';
import { collectAutomation } from './collect-automation';
import { collectChecks } from './collect-checks';
import { collectHooks } from './collect-hooks';
import { collectJobs, draftJobs } from './collect-jobs';
import { collectOps, opUses } from './collect-ops';
import { collectResources } from './collect-resources';
import { collectViewCells } from './collect-view-cells';
import type { LocateFrames } from './defined-at';
import { keysOf, type ReadSelection } from './link-node';
import { definitionError } from './definition-error';
import { definitionNames } from './definition-names';
import type { Violation } from './definition-rules';
import { exportedDefinitions, ofKind, type DefinitionEntry } from './exported-definitions';
import type { HookDefinition } from './hook';
import { hookUses } from './hook-uses';
import { lonelyGraphs } from './lonely-graphs';
import type { NodeDefinition, RuntimeDefinitions } from './node-definition';
import { isGraph, isSpec, type NodeDraft } from './node-draft';
import { resourceBindings, usesOf } from './resource-bindings';
import { selectionText } from './selection-text';
import type { DefinitionsSnapshot, StepSnapshot } from './snapshot';
import { workingAssets } from './working-assets';

const none: readonly never[] = [];

export interface CollectedDefinitions {
  readonly snapshot: DefinitionsSnapshot;
  readonly runtime: RuntimeDefinitions;
}

/**
 * Collects what cells bind to names. `locate` finds the places of a stack that lie in cells: errors then have a line.
 * With `readSelection`, a selection that cannot be read is an error of whatever has it.
 * Never throws: whatever is wrong is in `snapshot.errors`, and left out of everything else.
 */
export function collectDefinitions(
  entries: readonly DefinitionEntry[],
  locate?: LocateFrames,
  readSelection?: ReadSelection,
): CollectedDefinitions {
  const exported = exportedDefinitions(entries, locate);
  const errors: SerializedError[] = [...exported.errors];
  const nameOf = definitionNames(exported.named, locate);
  const hookName = (hook: HookDefinition) => nameOf(hook) ?? hook.name;

  // What there is.
  const assetKinds = ofKind(exported, 'asset', 'multiAsset', 'graphMultiAsset', 'AssetSpec');
  const { drafts, scope, broken, report } = collectAssets(assetKinds, nameOf, errors, locate, readSelection);
  const jobs = draftJobs(ofKind(exported, 'assetJob', 'job'), nameOf, scope);
  const graphs = lonelyGraphs(ofKind(exported, 'graph'), [...drafts, ...jobs], nameOf);
  for (const { entry, title, definition, violations } of graphs)
    for (const violation of violations)
      errors.push(definitionError(entry, title, { site: definition, ...violation }, locate));

  // What it uses.
  const isFunction = ({ definition }: NodeDraft) => !isSpec(definition) && !isGraph(definition);
  const takenBy = (name: string) => {
    const draft = scope.byName.get(name);
    return draft && isFunction(draft) ? draft : undefined;
  };
  const uses = [...opUses(drafts), ...opUses(jobs), ...opUses(graphs)];
  const ops = collectOps(ofKind(exported, 'op'), uses, { named: exported.named, nameOf, takenBy, locate });
  const needs = [...usesOf(exported.all), ...ops.needs];
  const { bindings, errors: bindingErrors } = resourceBindings(exported, jobs, needs, locate);
  const resources = collectResources(bindings, locate);
  const hooks = collectHooks(hookUses(exported, uses), nameOf, resources.check, locate);
  errors.push(...ops.errors, ...bindingErrors, ...resources.errors, ...hooks.errors);

  const hasOwnManager = bindings.some(({ key }) => key === 'io_manager');
  const around = { scope, hookName, ...(hasOwnManager && { defaultManager: 'io_manager' }) };
  const checkSteps = (steps: readonly Pick<StepSnapshot, 'resources' | 'hooks'>[]): readonly Violation[] => {
    if (steps.every(needsNothing)) return none;
    const names = steps.flatMap((step) => step.hooks ?? none);
    return [
      ...resources.check(steps.flatMap((step) => step.resources)),
      ...brokenHooks(names, hooks.runtime),
    ];
  };

  // What of it works.
  const known = { scope, broken };
  const judging = { around, known, brokenOps: ops.broken, checkSteps, report };
  const { assets, steps, checks: own } = workingAssets(drafts, judging);
  const checks = collectChecks(ofKind(exported, 'assetCheck', 'multiAssetCheck'), {
    scope,
    broken,
    ownChecks: own,
    taken: scope.byName,
    checkResources: resources.check,
    hookName,
    managerOf: (key) => managerOf(key, around),
    inputManagerOf: (given) => inputManagerOf(given, around),
    locate,
  });
  const readyJobs = collectJobs(jobs, { ...around, broken, brokenOps: ops.broken, checkSteps, locate });
  const automation = collectAutomation(ofKind(exported, 'schedule', 'sensor'), {
    jobs: new Set(readyJobs.snapshots.map(({ name }) => name)),
    jobName: (definition) => jobs.find((job) => job.definition === definition)?.name,
    selectionText: (selection) => selectionText(selection, known),
    keysOf: (reference) => keysOf(reference, 'it names what', scope),
    checkResources: resources.check,
    locate,
  });
  const conditionSensors = collectConditionSensors(ofKind(exported, 'automationConditionSensor'), {
    taken: automation.runtime.keys(),
    selectionText: (selection) => selectionText(selection, known),
    locate,
  });
  const viewCells = collectViewCells(ofKind(exported, 'view'), {
    ...{ scope, broken, bindings, locate },
    checkResources: resources.check,
    managerOf: (key) => managerOf(key, around),
  });
  errors.push(...checks.errors, ...readyJobs.errors, ...automation.errors, ...conditionSensors.errors);
  errors.push(...viewCells.errors);

  const allChecks = [...own, ...checks.checks];
  const otherNodes = new Map([...checks.nodes, ...viewCells.nodes].map((node) => [node.name, node]));
  // An isolate calls few of a large notebook's assets, so each node is made when it is asked for.
  const nodeOf = (name: string): NodeDefinition | undefined => {
    const draft = takenBy(name);
    return draft && !broken.has(draft)
      ? assetNode(draft, ownChecks(draft, known).checks)
      : (otherNodes.get(name) ?? ops.nodes.get(name));
  };
  return {
    snapshot: {
      assets: [...assets, ...stubsOf(drafts, allChecks, known)],
      checks: allChecks,
      steps: [...steps, ...checks.steps],
      jobs: [...readyJobs.snapshots, ...automation.jobs],
      resources: resources.snapshots,
      schedules: automation.schedules,
      sensors: automation.sensors,
      ...(conditionSensors.sensors.length > 0 && { automationConditionSensors: conditionSensors.sensors }),
      ...(viewCells.snapshots.length > 0 && { viewCells: viewCells.snapshots }),
      ...(exported.executor && { executor: exported.executor }),
      errors,
    },
    runtime: {
      nodes: { get: nodeOf },
      resources: resources.runtime,
      hooks: hooks.runtime,
      automations: automation.runtime,
    },
  };
}

const needsNothing = ({ resources, hooks }: Pick<StepSnapshot, 'resources' | 'hooks'>): boolean =>
  resources.length === 0 && !hooks;

const brokenHooks = (names: readonly string[], known: RuntimeDefinitions['hooks']): readonly Violation[] =>
  [...new Set(names.filter((name) => !known.has(name)))].map((name) => ({
    message: `it uses the hook "${name}", which has an error`,
    remedy: 'Correct the hook.',
  }));
