import type { SerializedError } from '../base/errors';
import { isKind } from './brand';
import { checkInput, type KnownAssets } from './check-links';
import type { LocateFrames } from './defined-at';
import { definitionError } from './definition-error';
import { checkName, type Violation } from './definition-rules';
import type { ExportedDefinition } from './exported-definitions';
import type { NodeDefinition } from './node-definition';
import type { ResourceBinding } from './resource-bindings';
import type { ResourceDefinition } from './resource';
import type { AssetKeyString } from './snapshot';
import type { ViewCellDefinition } from './view-cell';
import type { ViewCellSnapshot, ViewCellUse } from './view-cell-snapshot';

export interface ViewCellSurroundings extends KnownAssets {
  readonly bindings: readonly ResourceBinding[];
  /** The IO manager that stores an asset, where it is not the host's. */
  readonly managerOf: (key: AssetKeyString) => string | undefined;
  readonly checkResources: (keys: readonly string[]) => readonly Violation[];
  readonly locate?: LocateFrames;
}

/** The view cells of a location, each with the node that an isolate calls; those with errors are left out. */
export function collectViewCells(
  exported: readonly ExportedDefinition[],
  around: ViewCellSurroundings,
): {
  readonly snapshots: readonly ViewCellSnapshot[];
  readonly nodes: readonly NodeDefinition[];
  readonly errors: readonly SerializedError[];
} {
  const errors: SerializedError[] = [];
  const drafts = exported.flatMap(({ definition, entry, exportName }) => {
    const { uses: given, compute } = definition as unknown as ViewCellDefinition;
    const violations: Violation[] = exportName === undefined ? [nameless] : [];
    const uses: ViewCellUse[] = [];
    try {
      for (const [name, reference] of Object.entries(given)) {
        violations.push(...checkName('input', name));
        uses.push(readUse(name, reference, around));
      }
    } catch (error) {
      const { message, remedy = 'Give assets, and inputs such as view.slider().' } = error as Violation;
      violations.push({ message, remedy });
    }
    const managers = uses.flatMap(({ from, key }) => (from === 'asset' && around.managerOf(key)) || []);
    const resources = [...new Set(managers)];
    violations.push(...around.checkResources(resources));
    for (const violation of violations)
      errors.push(
        definitionError(entry, `view ${exportName ?? `in ${entry.name}`}`, { site: definition, ...violation }, around.locate), // prettier-ignore
      );
    if (exportName === undefined || violations.length > 0) return [];
    const { cell, codeVersion } = entry;
    const snapshot: ViewCellSnapshot = { name: exportName, uses, resources, codeVersion, cell };
    const node: NodeDefinition = {
      name: viewNode(exportName),
      inputs: uses.map((use) => ({ name: use.name, ...(use.from === 'asset' && { assetKey: use.key }) })),
      outputs: [{ name: 'result', isRequired: false }],
      checks: [],
      resources: [],
      compute: (values) => compute(values as never),
    };
    return [{ snapshot, node }];
  });
  return {
    snapshots: drafts.map(({ snapshot }) => snapshot),
    nodes: drafts.map(({ node }) => node),
    errors,
  };
}

/** What the node of a view cell is called; no step has such a name. */
export const viewNode = (name: string): string => `view:${name}`;

const nameless = { message: 'it has no name', remedy: 'Write export const NAME = view(…).' };

function readUse(name: string, reference: unknown, around: ViewCellSurroundings): ViewCellUse {
  if (!isKind<ResourceDefinition>(reference, 'resource')) {
    const { key, byPartition } = checkInput(name, reference, around);
    return { name, from: 'asset', key, ...(byPartition && { byPartition }) };
  }
  const key = around.bindings.find(({ definition }) => definition === reference)?.key;
  if (!reference.options.view)
    throw problem(
      `"${name}" is a resource that is no input`,
      'A view takes assets and inputs; what needs a resource is the work of an asset.',
    );
  if (key === undefined)
    throw problem(`"${name}" is an input that no cell exports`, 'Write export const NAME = … in its cell.');
  return { name, from: 'input', key };
}

const problem = (message: string, remedy: string) => Object.assign(new Error(message), { remedy });
