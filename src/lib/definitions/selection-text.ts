import type { AssetDep, AssetDependency } from './asset-dep';
import { isKind } from './brand';
import type { Violation } from './definition-rules';
import { keysOf, type Scope } from './link-node';
import type { NodeDraft } from './node-draft';
import { didYouMean } from './suggestion';

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
  if (selection === undefined) throw problem('it has no selection', 'Write selection: "*" for every asset.');
  if (!Array.isArray(selection))
    throw problem('its selection is neither text nor a list of assets', 'Write "group:sales", or [orders].');
  if (selection.length === 0)
    throw problem('its selection is empty', 'Write selection: "*" for every asset.');
  return selection.map((member: AssetDependency) => memberText(member, known)).join(' or ');
}

/** The members of a list that are keys which no cell defines; in a text a key may stand for nothing (Dagster's rule). */
export function unknownMembers(selection: unknown, { byKey, prefixed }: Scope): readonly Violation[] {
  const members = Array.isArray(selection) ? selection : [];
  return members
    .filter((member) => isPlainKey(member) && !byKey.has(member) && !prefixed.has(member))
    .map((key: string) => ({
      message: `its selection names the asset "${key}", which no cell defines.${didYouMean(key, byKey.keys())}`,
      remedy: 'Define it and export it, or correct the key.',
    }));
}

const isPlainKey = (member: unknown): member is string =>
  typeof member === 'string' && /^[\w/]+$/.test(member);

/** The keys of assets, and selections in parentheses. */
function memberText(member: AssetDependency, { scope, broken }: Known): string {
  if (typeof member === 'string')
    return isPlainKey(member) ? `key:"${scope.prefixed.get(member) ?? member}"` : `(${member})`;
  const asset = isKind<AssetDep>(member, 'AssetDep') ? member.asset : member;
  const keys = keysOf(asset, 'its selection has a member that', scope);
  const lost = keys.find((key) => broken.has(scope.byKey.get(key)!));
  if (lost !== undefined) throw problem(`it selects "${lost}", which has an error`, `Correct asset ${lost}.`);
  return keys.map((key) => `key:"${key}"`).join(' or ');
}

const problem = (message: string, remedy: string) => Object.assign(new Error(message), { remedy });
