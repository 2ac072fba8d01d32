import type { SerializedError } from '../base/errors';
import type { AssetDep } from './asset-in';
import type { AssetJobDefinition } from './asset-job';
import { definitionError } from './definition-error';
import { checkName, checkTags, type Violation } from './definition-rules';
import type { DefinitionEntry, ExportedDefinition } from './exported-definitions';
import { keysOf, type Scope } from './link-node';
import type { NodeDraft } from './node-draft';
import type { ExecutorChoice, JobSnapshot } from './snapshot';

/** The jobs among the definitions; those with errors are left out. */
export function collectJobs(
  exported: readonly ExportedDefinition[],
  scope: Scope,
  broken: ReadonlySet<NodeDraft>,
): { readonly snapshots: readonly JobSnapshot[]; readonly errors: readonly SerializedError[] } {
  const named = exported.map(({ definition, entry, exportName }) => {
    const { options } = definition as AssetJobDefinition;
    return { options, entry, name: options?.name ?? exportName };
  });
  const snapshots: JobSnapshot[] = [];
  const errors: SerializedError[] = [];
  for (const { options, entry, name } of named) {
    try {
      const violations = jobViolations(
        name,
        options,
        named.filter((other) => other.name === name),
      );
      errors.push(...violations.map((each) => definitionError(entry, `job ${name ?? entry.name}`, each)));
      const selection = selectionText(options.selection, scope, broken);
      if (violations.length > 0) continue;
      snapshots.push({
        name: name!,
        selection,
        ...(options.description !== undefined && { description: String(options.description) }),
        tags: options.tags ?? {},
        ...(options.executor && { executor: options.executor }),
        cell: entry.cell,
      });
    } catch (error) {
      const { message, remedy = 'Compare its options with AssetJobOptions.' } = error as Violation;
      errors.push(definitionError(entry, `job ${name ?? entry.name}`, { message, remedy }));
    }
  }
  return { snapshots, errors };
}

function jobViolations(
  name: string | undefined,
  { tags, executor }: AssetJobDefinition['options'],
  sameName: readonly { readonly entry: DefinitionEntry }[],
): readonly Violation[] {
  if (name === undefined) return [{ message: 'it has no name', remedy: 'Give the name option.' }];
  const violations = [...checkName('job', name), ...checkTags(tags ?? {})];
  if (sameName.length > 1) {
    const cells = sameName.map(({ entry }) => `"${entry.cellName ?? entry.cell}"`).join(' and ');
    violations.push({
      message: `the job name "${name}" is defined ${sameName.length} times, in ${cells}`,
      remedy: 'Rename all but one.',
    });
  }
  if (executor && !isExecutor(executor)) {
    violations.push({
      message: 'its executor is not known',
      remedy: 'Write { type: "in_process" } or { type: "multiprocess", maxConcurrent: 4 }.',
    });
  }
  return violations;
}

const isExecutor = ({ type, maxConcurrent = 0 }: ExecutorChoice) =>
  (type === 'in_process' || type === 'multiprocess') && Number.isInteger(maxConcurrent) && maxConcurrent >= 0;

/** A list becomes the union of its members: the keys of assets, and selections in parentheses. */
function selectionText(
  selection: string | readonly AssetDep[],
  scope: Scope,
  broken: ReadonlySet<NodeDraft>,
): string {
  if (typeof selection === 'string') return selection;
  if (!Array.isArray(selection))
    throw problem('it has no selection', 'Write selection: "*" for every asset.');
  if (selection.length === 0)
    throw problem('its selection is empty', 'Write selection: "*" for every asset.');
  return selection.map((member: AssetDep) => memberText(member, scope, broken)).join(' or ');
}

function memberText(member: AssetDep, scope: Scope, broken: ReadonlySet<NodeDraft>): string {
  if (typeof member === 'string') return /^[\w/]+$/.test(member) ? `key:"${member}"` : `(${member})`;
  const keys = keysOf(member, 'its selection has a member that', scope);
  const lost = keys.find((key) => broken.has(scope.byKey.get(key)!));
  if (lost !== undefined) throw problem(`it selects "${lost}", which has an error`, `Correct asset ${lost}.`);
  return keys.map((key) => `key:"${key}"`).join(' or ');
}

const problem = (message: string, remedy: string) => Object.assign(new Error(message), { remedy });
