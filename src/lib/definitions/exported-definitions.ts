import type { AssetDefinition } from './asset';
import type { AssetJobDefinition } from './asset-job';
import { isKind } from './brand';
import type { MultiAssetDefinition } from './multi-asset';

/** One exported name of a cell, and what it is bound to. */
export interface DefinitionEntry {
  readonly name: string;
  readonly value: unknown;
  /** The cell's id. */
  readonly cell: string;
  /** What errors call the cell; default its id. */
  readonly cellName?: string;
  /** Hash of the code behind the name. */
  readonly codeVersion: string;
}

export type Definition = AssetDefinition | MultiAssetDefinition | AssetJobDefinition;

export interface ExportedDefinition {
  readonly definition: Definition;
  readonly entry: DefinitionEntry;
  /** Absent for the members of an exported list, which must name themselves. */
  readonly exportName?: string;
}

/**
 * The definitions among what cells export: exported themselves, or members of an exported list (as factories make
 * them). One that is exported twice counts once, under its first name.
 */
export function exportedDefinitions(entries: readonly DefinitionEntry[]): readonly ExportedDefinition[] {
  const found = new Map<Definition, ExportedDefinition>();
  const add = (value: unknown, entry: DefinitionEntry, exportName?: string) => {
    if (isDefinition(value) && !found.has(value)) found.set(value, { definition: value, entry, exportName });
  };
  for (const entry of entries) {
    if (!Array.isArray(entry.value)) add(entry.value, entry, entry.name);
    else for (const member of entry.value) add(member, entry);
  }
  return [...found.values()];
}

const isDefinition = (value: unknown): value is Definition =>
  isKind<Definition>(value, 'asset') ||
  isKind<Definition>(value, 'multiAsset') ||
  isKind<Definition>(value, 'assetJob');
