import type { SerializedError } from '../base/errors';
import { kind } from './brand';
import type { LocateFrames, Located } from './defined-at';
import { definitionError } from './definition-error';
import type { DefinitionsDefinition, DefinitionsOptions } from './definitions';
import { checkExecutor } from './job-rules';
import { checkShapes } from './option-shapes';
import type { ExecutorChoice } from './snapshot';

/** One name of a cell, and what it is bound to. */
export interface DefinitionEntry {
  readonly name: string;
  readonly value: unknown;
  /** The cell's id. */
  readonly cell: string;
  /** What errors call the cell; default its id. */
  readonly cellName?: string;
  /** Hash of the code behind the name. */
  readonly codeVersion: string;
  /** `false`: it only names what other definitions use, such as an op. Default `true`. */
  readonly isExported?: boolean;
  /**
   * Stands before the keys of the assets that it makes, as Dagster's `load_assets_from_modules(key_prefix)` has it;
   * cells go on to name them without.
   */
  readonly keyPrefix?: string;
}

/** Anything that this library's functions make, as far as all of it is alike. */
export interface AnyDefinition extends Located {
  readonly [kind]: string;
  readonly options?: { readonly name?: string };
}

export interface ExportedDefinition<Definition = AnyDefinition> {
  readonly definition: Definition;
  readonly entry: DefinitionEntry;
  /** The name that a cell binds it to. Absent for what only stands in a list: that must name itself. */
  readonly exportName?: string;
}

interface NamedDefinition extends ExportedDefinition {
  /** Whether it is among the exported ones already. */
  isFound: boolean;
}

export interface ExportedDefinitions {
  /** In the order of the cells. */
  readonly all: readonly ExportedDefinition[];
  /** Which there are. */
  readonly kinds: ReadonlySet<string>;
  /** Every definition that a name is bound to, exported or not. */
  readonly named: ReadonlyMap<unknown, ExportedDefinition>;
  /** What `definitions()` binds to keys. */
  readonly bound: readonly {
    readonly key: string;
    readonly value: unknown;
    readonly entry: DefinitionEntry;
  }[];
  readonly executor?: ExecutorChoice;
  readonly errors: readonly SerializedError[];
}

const knownKinds = new Set([
  'asset', 'multiAsset', 'graphMultiAsset', 'AssetSpec', 'assetCheck', 'multiAssetCheck', 'op', 'graph', 'job',
  'assetJob', 'resource', 'ioManager', 'hook', 'schedule', 'sensor', 'definitions', 'automationConditionSensor', 'view',
]); // prettier-ignore

/**
 * The definitions among what cells export: exported themselves, members of an exported list (as factories make
 * them), or listed by `definitions()`. One that is exported twice counts once, under its first name.
 */
export function exportedDefinitions(
  entries: readonly DefinitionEntry[],
  locate?: LocateFrames,
): ExportedDefinitions {
  const named = namedDefinitions(entries);
  const found: ExportedDefinition[] = [];
  const nameless = new Set<AnyDefinition>();
  const errors: SerializedError[] = [];
  const bound: { key: string; value: unknown; entry: DefinitionEntry }[] = [];
  const add = (definition: AnyDefinition, entry: DefinitionEntry, memberName?: string) => {
    const known = named.get(definition);
    if (known ? known.isFound : nameless.has(definition)) return;
    if (known) known.isFound = true;
    else nameless.add(definition);
    found.push(known ?? { definition, entry, exportName: memberName });
  };
  const addAll = (value: unknown, entry: DefinitionEntry) => {
    if (isDefinition(value)) add(value, entry);
    else if (Array.isArray(value)) for (const member of value) addAll(member, entry);
  };
  for (const entry of entries) if (entry.isExported !== false) addAll(entry.value, entry);

  const settings = found.filter(({ definition }) => definition[kind] === 'definitions');
  for (const each of settings) {
    const fail = (message: string, remedy: string) =>
      errors.push(
        definitionError(each.entry, 'definitions', { message, remedy, site: each.definition }, locate),
      );
    if (each !== settings[0]) fail('definitions() is exported more than once', 'Merge them into one.');
    else readSettings(each as unknown as ExportedDefinition<DefinitionsDefinition>, add, bound, fail);
  }
  const all = found.filter((each) => {
    // Ops are checked with those that are not exported.
    const { definition, entry } = each;
    if (definition[kind] === 'op' || definition[kind] === 'definitions') return true;
    const violations = checkShapes(definition.options);
    if (violations.length === 0) return true;
    const title = `${definition[kind]} ${each.exportName ?? `in ${entry.name}`}`;
    for (const violation of violations)
      errors.push(definitionError(entry, title, { site: definition, ...violation }, locate));
    return false;
  });
  const executor = (settings[0]?.definition as DefinitionsDefinition | undefined)?.options?.executor;
  const kinds = new Set(all.map(({ definition }) => definition[kind]));
  return {
    all,
    kinds,
    named,
    bound,
    ...(executor && checkExecutor(executor).length === 0 && { executor }),
    errors,
  };
}

/** Those of some kinds, in the order of the cells. */
export const ofKind = (
  { all, kinds }: ExportedDefinitions,
  ...wanted: readonly string[]
): readonly ExportedDefinition[] =>
  wanted.some((each) => kinds.has(each))
    ? all.filter(({ definition }) => wanted.includes(definition[kind]))
    : [];

/** The first name of each definition; exported names come before others. `default` is the name of nothing. */
function namedDefinitions(entries: readonly DefinitionEntry[]): ReadonlyMap<unknown, NamedDefinition> {
  const named = new Map<unknown, NamedDefinition>();
  const add = (entry: DefinitionEntry) => {
    const { name, value } = entry;
    if (name !== 'default' && isDefinition(value) && !named.has(value))
      named.set(value, { definition: value, entry, exportName: name, isFound: false });
  };
  for (const entry of entries) if (entry.isExported !== false) add(entry);
  for (const entry of entries) if (entry.isExported === false) add(entry);
  return named;
}

function readSettings(
  { definition, entry }: ExportedDefinition<DefinitionsDefinition>,
  add: (definition: AnyDefinition, entry: DefinitionEntry, name?: string) => void,
  bound: { key: string; value: unknown; entry: DefinitionEntry }[],
  fail: (message: string, remedy: string) => void,
): void {
  const options: DefinitionsOptions = definition.options ?? {};
  const { resources, ioManagers, executor, ...lists } = options;
  for (const { message, remedy } of executor === undefined ? [] : checkExecutor(executor))
    fail(message, remedy);
  for (const [key, value] of Object.entries({ ...resources, ...ioManagers }))
    bound.push({ key, value, entry });
  const addMember = (value: unknown, list: string, name?: string): void => {
    if (isDefinition(value)) add(value, entry, name);
    else if (Array.isArray(value)) for (const member of value) addMember(member, list);
    else if (typeof value === 'object' && value !== null && name === undefined)
      for (const [exported, member] of Object.entries(value)) {
        if (isDefinition(member) || Array.isArray(member)) addMember(member, list, exported);
      }
    else {
      fail(
        `${list} has a member that is not a definition`,
        'List what asset(), job() and the like answer, lists of them, or modules.',
      );
    }
  };
  for (const [list, members] of Object.entries(lists)) {
    if (['assets', 'assetChecks', 'jobs', 'schedules', 'sensors', 'hooks'].includes(list))
      addMember(Array.isArray(members) ? members : [members], list);
    else fail(`it has no option "${list}"`, 'Compare it with DefinitionsOptions.');
  }
}

const isDefinition = (value: unknown): value is AnyDefinition =>
  ((typeof value === 'object' && value !== null) || typeof value === 'function') &&
  knownKinds.has((value as { [kind]?: string })[kind] as string);
