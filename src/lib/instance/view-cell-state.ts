import { stableJson } from '../base/stable-json';
import type { AssetKeyString } from '../definitions/snapshot';
import type { ViewCellSnapshot } from '../definitions/view-cell-snapshot';
import type { ViewCellResult } from './view-cells';
import type { ViewValues } from './view-values';

/** Milliseconds up to which a view cell computes itself anew: nobody waits for it, and others hardly notice. */
export const cheapView = 1_000;

/** What a view cell would be computed from now. */
export interface ViewBasis {
  /** Its code, the newest materializations and the values of its inputs, as one text: another one is another result. */
  readonly id: string;
  /** Its assets that were never materialized. */
  readonly missing: readonly AssetKeyString[];
}

/** `latest`: the id of an asset's newest materialization. `values`: of the inputs that somebody changed. */
export function viewBasis(
  { uses, codeVersion }: ViewCellSnapshot,
  latest: (key: AssetKeyString) => number | undefined,
  values: ViewValues,
): ViewBasis {
  const from = uses.map((use) => (use.from === 'asset' ? latest(use.key) : values[use.key]) ?? null);
  const missing = uses.flatMap((use) =>
    use.from === 'asset' && latest(use.key) === undefined ? [use.key] : [],
  );
  return { id: stableJson([codeVersion, ...from]), missing: [...new Set(missing)] };
}

/** The last result of a view cell, with the basis it was computed from. */
export type LastView = Pick<ViewCellResult, 'milliseconds'> & { readonly basis: string };

/** `missing`: an asset has no value. `due`: it computes itself now. `stale`: somebody must ask for it. */
export type ViewCellState = 'missing' | 'current' | 'due' | 'stale';

/** A view cell never has an asset made; it computes itself where it is cheap, as far as that is known. */
export function viewCellState(
  { id, missing }: ViewBasis,
  last: LastView | undefined,
  runsItself: boolean,
): ViewCellState {
  if (missing.length > 0) return 'missing';
  if (last?.basis === id) return 'current';
  return runsItself && (last?.milliseconds ?? 0) <= cheapView ? 'due' : 'stale';
}
