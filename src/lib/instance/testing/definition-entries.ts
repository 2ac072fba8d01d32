import { DagbookError } from '../../base/errors';
import type { AnyDefinition, DefinitionEntry } from '../../definitions/exported-definitions';
import { kind } from '../../definitions/brand';

/** A module's namespace, an object of named definitions, or a list of definitions that name themselves. */
export type TestedDefinitions = object;

/** A value that may be made by one of this library's functions: what is told by its brand. */
export const isDefinition = (value: unknown): value is AnyDefinition =>
  ((typeof value === 'object' && value !== null) || typeof value === 'function') && kind in value;

/** What is tested, as if cells had exported it. Throws `NamelessDefinition` where a list has what has no name. */
export function definitionEntries(definitions: TestedDefinitions): readonly DefinitionEntry[] {
  const named = isDefinition(definitions) ? [definitions] : definitions;
  const entries: readonly (readonly [string, unknown])[] = Array.isArray(named)
    ? named.flat(Infinity).map((value: unknown, index) => [nameOf(value, index), value])
    : Object.entries(named);
  return entries.map(([name, value]) => ({ name, value, cell: name, codeVersion: '' }));
}

const needNoName = ['AssetSpec', 'definitions', 'multiAsset', 'graphMultiAsset', 'multiAssetCheck'];

function nameOf(value: unknown, index: number): string {
  const { options, key, compute, compose, evaluate, run, setUp } = value as Partial<
    Record<'compute' | 'compose' | 'evaluate' | 'run' | 'setUp', { readonly name: string }>
  > & { readonly options?: { readonly name?: string; readonly key?: unknown }; readonly key?: unknown };
  const made = compute ?? compose ?? evaluate ?? run ?? setUp;
  const name = options?.name ?? made?.name;
  if (name) return name;
  if (key !== undefined || options?.key !== undefined) return `definition_${index}`;
  if (isDefinition(value) && needNoName.includes(value[kind])) return `definition_${index}`;
  throw new DagbookError(`Definition ${index + 1} of the list has no name`, {
    name: 'NamelessDefinition',
    remedy: 'Give an object, such as { orders }, or the module; or give the definition its name option.',
  });
}
