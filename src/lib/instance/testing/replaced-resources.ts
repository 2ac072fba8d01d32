import { parseSelection } from '../../graph/selection/parse-selection';
import { isKind } from '../../definitions/brand';
import { collectDefinitions, type CollectedDefinitions } from '../../definitions/collect-definitions';
import type { LocateFrames } from '../../definitions/defined-at';
import type { DefinitionEntry } from '../../definitions/exported-definitions';
import { ioManager, type IOManager, type IOManagerDefinition } from '../../definitions/io-manager';
import { resource, type ResourceDefinition } from '../../definitions/resource';

type Replacement = ResourceDefinition | IOManagerDefinition;

/**
 * The definitions, with `resources` under their keys instead of those that the definitions have: made by `resource()`
 * or `ioManager()`, or values that steps get as they are.
 */
export function collectReplaced(
  entries: readonly DefinitionEntry[],
  resources: Readonly<Record<string, unknown>>,
  locate?: LocateFrames,
): CollectedDefinitions {
  const replacements = new Map(Object.entries(resources).map(([key, value]) => [key, replacement(value)]));
  const provided = collectDefinitions(entries, locate).runtime.resources;
  const missing = asEntries([...replacements].filter(([key]) => !provided.has(key)));
  const { snapshot, runtime } = collectDefinitions([...entries, ...missing], locate, parseSelection);
  if (replacements.size === 0) return { snapshot, runtime };
  const all = new Map([...runtime.resources, ...replacements]);
  const { resources: described } = collectDefinitions(asEntries([...all])).snapshot;
  return { snapshot: { ...snapshot, resources: described }, runtime: { ...runtime, resources: all } };
}

const asEntries = (named: readonly (readonly [string, Replacement])[]): readonly DefinitionEntry[] =>
  named.map(([name, value]) => ({ name, value, cell: name, codeVersion: '' }));

/** A definition of its own for each key: one that is exported under two names would have the first one only. */
function replacement(value: unknown): Replacement {
  if (isKind<ResourceDefinition>(value, 'resource') || isKind<IOManagerDefinition>(value, 'ioManager'))
    return { ...value };
  return isIOManager(value) ? ioManager(() => value) : resource(() => value);
}

const isIOManager = (value: unknown): value is IOManager =>
  ['handleOutput', 'loadInput'].every(
    (name) => typeof (value as Record<string, unknown> | undefined)?.[name] === 'function',
  );

/** The keys of all IO managers that the definitions have or name, and the default one; not of what only loads. */
export function ioManagerKeys(entries: readonly DefinitionEntry[]): readonly string[] {
  const { runtime } = collectDefinitions(entries);
  const defined = [...runtime.resources].filter(
    ([, each]) => isKind<IOManagerDefinition>(each, 'ioManager') && !each.loadsOnly,
  );
  const named = entries.flatMap(({ value }) => {
    const { options } = (value ?? {}) as { readonly options?: Storing & { readonly outs?: object } };
    const outs = Object.values(options?.outs ?? {}) as readonly ({ readonly options?: Storing } & Storing)[];
    return [options, ...outs, ...outs.map((out) => out.options)].flatMap((each) => each?.ioManagerKey ?? []);
  });
  return [...new Set(['io_manager', ...defined.map(([key]) => key), ...named])];
}

interface Storing {
  readonly ioManagerKey?: string;
}
