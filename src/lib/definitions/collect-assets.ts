import { serializeError, type SerializedError } from '../base/errors';
import type { ConditionSelection } from './automation/automation-condition';
import type { KnownAssets } from './check-links';
import { conditionOf } from './automation/condition-of';
import { kind } from './brand';
import { reportCycles, reportDuplicates } from './check-drafts';
import type { LocateFrames } from './defined-at';
import { definitionError, type LocatedViolation } from './definition-error';
import type { Violation } from './definition-rules';
import type { NameOf } from './definition-names';
import { draftGraph } from './draft-graph';
import type { ExportedDefinition } from './exported-definitions';
import { linkNode, type ReadSelection, type Scope } from './link-node';
import { selectionText } from './selection-text';
import {
  draftNode,
  isGraph,
  isSpec,
  titleOf,
  type AssetsDefinition,
  type DraftOutput,
  type NodeDraft,
} from './node-draft';
import type { AssetCheckSnapshot, AssetKeyString, AssetSnapshot } from './snapshot';

/** The computations of assets with their upstreams, as far as they can be read. */
export interface AssetDrafts {
  readonly drafts: readonly NodeDraft[];
  readonly scope: Scope;
  /** Those with errors; `report` adds to them. */
  readonly broken: ReadonlySet<NodeDraft>;
  readonly report: (draft: NodeDraft, violation: LocatedViolation) => void;
}

/** Errors go to `errors` as they are found, now and by `report`. */
export function collectAssets(
  exported: readonly ExportedDefinition[],
  nameOf: NameOf,
  errors: SerializedError[],
  locate?: LocateFrames,
  readSelection?: ReadSelection,
): AssetDrafts {
  const broken = new Set<NodeDraft>();
  const report = (draft: NodeDraft, violation: LocatedViolation) => {
    errors.push(
      definitionError(draft.entry, titleOf(draft), { site: draft.definition, ...violation }, locate),
    );
    broken.add(draft);
  };
  const drafts: NodeDraft[] = [];
  let keyCount = 0;
  const byKey = new Map<AssetKeyString, NodeDraft>();
  const prefixed = new Map<AssetKeyString, AssetKeyString>();
  const byName = new Map<string, NodeDraft>();
  for (const each of exported) {
    const read = draftExported(each, drafts.length, errors, locate);
    if (!read) continue;
    const draft = isGraph(read.definition) ? draftGraph(read, nameOf) : read;
    drafts.push(draft);
    keyCount += draft.outputs.length;
    for (const { assetKey, writtenKey } of draft.outputs) {
      byKey.set(assetKey, draft);
      if (writtenKey !== undefined) prefixed.set(writtenKey, assetKey);
    }
    byName.set(draft.name, draft);
  }
  // Where cells name assets by key only, nobody asks for it.
  let byDefinition: ReadonlyMap<unknown, NodeDraft> | undefined;
  const draftOf = (definition: unknown) =>
    (byDefinition ??= new Map(drafts.map((draft) => [draft.definition, draft]))).get(definition);
  const scope: Scope = { draftOf, byKey, prefixed, byName, ...(readSelection && { readSelection }) };
  for (const draft of drafts) {
    const violations = linkNode(draft, scope);
    const wrongConditions = linkConditions(draft, scope);
    for (const violation of draft.violations) report(draft, violation);
    for (const violation of wrongConditions) report(draft, violation);
    for (const violation of violations) report(draft, violation);
  }
  if (byKey.size < keyCount || byName.size < drafts.length) reportDuplicates(drafts, report);
  reportCycles(drafts, scope, report);
  return { drafts, scope, broken, report };
}

const hasCondition = ({ automationCondition }: DraftOutput): boolean => automationCondition !== undefined;

/** What a condition selects is only known with all definitions. */
function linkConditions({ assets, outputs }: NodeDraft, scope: Scope): readonly Violation[] {
  if (!outputs.some(hasCondition)) return none;
  const violations: Violation[] = [];
  const known = { scope, broken: new Set<NodeDraft>() };
  for (const [index, { automationCondition }] of outputs.entries()) {
    if (!automationCondition) continue;
    const text = (selection: ConditionSelection) => selectionText(selection, known);
    assets[index]!.automationCondition = conditionOf(automationCondition, text, violations);
  }
  return violations;
}

const none: readonly never[] = [];

/** A definition that cannot even be read, as untyped code can make it, is an error like any other. */
function draftExported(
  exported: ExportedDefinition,
  position: number,
  errors: SerializedError[],
  locate: LocateFrames | undefined,
): NodeDraft | undefined {
  const { definition, entry, exportName } = exported;
  try {
    const assets = definition as unknown as AssetsDefinition;
    const { name = exportName, key = name } = (assets.options ?? {}) as {
      readonly name?: string;
      readonly key?: string | readonly string[];
    };
    if (key !== undefined || isSpec(assets)) return draftNode(assets, name ?? String(key), entry, position);
    errors.push(unreadable(exported, nameless, locate));
  } catch (error) {
    const { message, remedy = 'Compare them with AssetOptions.' } = serializeError(error);
    const violation = { message: `its options cannot be read: ${message}`, remedy };
    errors.push(unreadable(exported, violation, locate));
  }
  return undefined;
}

const nameless: Violation = {
  message: 'it has no name',
  remedy: 'Give the name option, or export it under a name.',
};

const unreadable = (
  { definition, entry, exportName }: ExportedDefinition,
  violation: Violation,
  locate: LocateFrames | undefined,
): SerializedError =>
  definitionError(
    entry,
    `${definition[kind]} ${exportName ?? `in ${entry.name}`}`,
    { site: definition, ...violation },
    locate,
  );

const namesUnknown = ({ upstreams }: NodeDraft): boolean => upstreams.includes(undefined);

/** Keys that are only named as upstreams: assets that something else computes. */
export function stubsOf(
  drafts: readonly NodeDraft[],
  checks: readonly AssetCheckSnapshot[],
  { scope, broken }: KnownAssets,
): readonly AssetSnapshot[] {
  const unknown = new Set<AssetKeyString>();
  const addFrom = ({ deps }: Pick<AssetSnapshot, 'deps'>) => {
    for (const { key } of deps) {
      const draft = scope.byKey.get(key);
      if (!draft || broken.has(draft)) unknown.add(key);
    }
  };
  for (const draft of drafts.filter(namesUnknown)) if (!broken.has(draft)) draft.assets.forEach(addFrom);
  checks.forEach(addFrom);
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
