import type { SerializedError } from '../base/errors';
import { isKind } from './brand';
import type { Composed } from './composition/compose';
import type { Invocation } from './composition/composition';
import { isNothing } from './composition/invoke-op';
import { definedTwice } from './check-drafts';
import type { LocateFrames } from './defined-at';
import { definitionError, type LocatedViolation } from './definition-error';
import type { NameOf } from './definition-names';
import type { DefinitionEntry, ExportedDefinition } from './exported-definitions';
import type { NodeDefinition } from './node-definition';
import type { OpCore } from './op';
import { checkOp } from './op-rules';
import type { ResourceUse } from './resource-bindings';
import { resourceKeys } from './resource-needs';

/** A use of ops, with the cell of the definition that makes it. */
export interface OpUse {
  readonly entry: DefinitionEntry;
  readonly invocations: readonly Invocation[];
}

/** The uses in what is composed. */
export function opUses(
  users: readonly { readonly entry: DefinitionEntry; readonly composed?: Composed }[],
): readonly OpUse[] {
  const uses: OpUse[] = [];
  for (const { entry, composed } of users)
    if (composed) uses.push({ entry, invocations: composed.invocations });
  return uses;
}

export interface CollectedOps {
  /** By name: what an isolate calls. */
  readonly nodes: ReadonlyMap<string, NodeDefinition>;
  /** What they require. */
  readonly needs: readonly ResourceUse[];
  readonly broken: ReadonlySet<OpCore>;
  readonly errors: readonly SerializedError[];
}

interface OpDraft {
  readonly op: OpCore;
  readonly name: string;
  readonly entry: DefinitionEntry;
  readonly inputs: Set<string>;
}

export interface OpSurroundings {
  readonly named: ReadonlyMap<unknown, ExportedDefinition>;
  readonly nameOf: NameOf;
  /** Who has a name though it is no op: an isolate finds all functions by name. */
  readonly takenBy: (name: string) => { readonly entry: DefinitionEntry } | undefined;
  readonly locate?: LocateFrames;
}

/** The ops that graphs and jobs use, and those that cells export. */
export function collectOps(
  exported: readonly ExportedDefinition[],
  uses: readonly OpUse[],
  { named, nameOf, takenBy, locate }: OpSurroundings,
): CollectedOps {
  const drafts = new Map<OpCore, OpDraft>();
  const draftOf = (op: OpCore, name: string, entry: DefinitionEntry): OpDraft => {
    const known = drafts.get(op);
    if (known) return known;
    const draft = { op, name, entry: named.get(op)?.entry ?? entry, inputs: new Set<string>() };
    drafts.set(op, draft);
    return draft;
  };
  const errors: SerializedError[] = [];
  const broken = new Set<OpCore>();
  const report = ({ op, name, entry }: OpDraft, violation: LocatedViolation) => {
    errors.push(definitionError(entry, `op ${name}`, { site: op, ...violation }, locate));
    broken.add(op);
  };
  for (const { definition, entry } of exported) {
    const op = definition as unknown as OpCore;
    const name = nameOf(op);
    const draft = draftOf(op, name ?? `in ${entry.name}`, entry);
    if (name === undefined)
      report(draft, {
        message: 'it has no name',
        remedy: 'Give the name option, or export it under a name.',
      });
  }
  for (const { entry, invocations } of uses)
    for (const { op, opName, inputs } of invocations) {
      const draft = draftOf(op, opName, entry);
      for (const input of inputs.keys()) draft.inputs.add(input);
    }

  const byName = new Map<string, OpDraft[]>();
  for (const draft of drafts.values()) {
    if (broken.has(draft.op)) continue;
    const same = byName.get(draft.name);
    if (same) same.push(draft);
    else byName.set(draft.name, [draft]);
    for (const violation of checkOp(draft.op, draft.name)) report(draft, violation);
  }
  for (const [name, same] of byName) {
    const other = takenBy(name);
    const claimants = [...(other ? [other] : []), ...same];
    if (claimants.length === 1) continue;
    for (const draft of same) report(draft, definedTwice(`op name "${name}"`, claimants));
  }
  const needs = [...drafts.values()].map(({ op, entry }) => ({ needs: op.options.resources, entry }));
  const whole = [...drafts.values()].filter(({ op }) => !broken.has(op));
  return {
    nodes: new Map(whole.map((draft) => [draft.name, nodeOf(draft)])),
    needs,
    broken,
    errors,
  };
}

function nodeOf({ op, name, inputs }: OpDraft): NodeDefinition {
  const { ins, configSchema, resources } = op.options;
  const names = ins ? Object.keys(ins).filter((input) => !isNothing(ins[input])) : [...inputs];
  return {
    name,
    inputs: names.map((input) => {
      const type = ins?.[input]?.options.type;
      return { name: input, ...(type && { type }) };
    }),
    outputs: op.outs.map(([output, out]) => {
      const { type, metadata, isRequired = true } = out.options;
      const isDynamic = isKind(out, 'DynamicOut');
      return {
        name: output,
        isRequired,
        ...(isDynamic && { isDynamic }),
        ...(type && { type }),
        ...(metadata && { metadata }),
      };
    }),
    checks: [],
    ...(configSchema && { configSchema }),
    resources: resourceKeys(resources),
    compute: op.compute as NodeDefinition['compute'],
  };
}
