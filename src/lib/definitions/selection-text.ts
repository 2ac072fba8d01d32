import type { AssetDep, AssetDependency } from './asset-dep';
import { isKind } from './brand';
import { keysOf, type Scope } from './link-node';
import type { NodeDraft } from './node-draft';

interface Known {
  readonly scope: Scope;
  readonly broken: ReadonlySet<NodeDraft>;
}

/** A selection as text; a list becomes the union of its members. Throws with message and remedy. */
export function selectionText(selection: string | readonly AssetDependency[], known: Known): string {
  const text = textOf(selection, known);
  known.scope.readSelection?.(text);
  return text;
}

function textOf(selection: string | readonly AssetDependency[], known: Known): string {
  if (typeof selection === 'string') return selection;
  if (!Array.isArray(selection))
    throw problem('it has no selection', 'Write selection: "*" for every asset.');
  if (selection.length === 0)
    throw problem('its selection is empty', 'Write selection: "*" for every asset.');
  return selection.map((member: AssetDependency) => memberText(member, known)).join(' or ');
}

/** The keys of assets, and selections in parentheses. */
function memberText(member: AssetDependency, { scope, broken }: Known): string {
  if (typeof member === 'string') return /^[\w/]+$/.test(member) ? `key:"${member}"` : `(${member})`;
  const asset = isKind<AssetDep>(member, 'AssetDep') ? member.asset : member;
  const keys = keysOf(asset, 'its selection has a member that', scope);
  const lost = keys.find((key) => broken.has(scope.byKey.get(key)!));
  if (lost !== undefined) throw problem(`it selects "${lost}", which has an error`, `Correct asset ${lost}.`);
  return keys.map((key) => `key:"${key}"`).join(' or ');
}

const problem = (message: string, remedy: string) => Object.assign(new Error(message), { remedy });
