import type { AssetStatus } from '../../instance/instance';
import { conditionOf } from '../notebook/asset-condition';
import type { StatusLook, Tone } from '../status';

/** What asks for attention first. */
const order: readonly Tone[] = ['failure', 'running', 'queued', 'stale', 'missing', 'success'];

export interface ToneCount extends StatusLook {
  readonly count: number;
}

const counted = new WeakMap<readonly AssetStatus[], readonly ToneCount[]>();

/** How many assets look how, what asks for attention first. */
export function toneCounts(assets: readonly AssetStatus[]): readonly ToneCount[] {
  const known = counted.get(assets);
  if (known) return known;
  const looks = Map.groupBy(
    assets.map((status) => conditionOf(status, () => undefined)),
    ({ tone }) => tone,
  );
  const counts = [...looks]
    .map(([tone, all]) => ({ tone, word: all[0]!.word, count: all.length }))
    .sort((a, b) => order.indexOf(a.tone) - order.indexOf(b.tone));
  counted.set(assets, counts);
  return counts;
}

/** In words, such as `Failed 2, Stale 7`. */
export const tonesText = (counts: readonly ToneCount[]): string =>
  counts.map(({ word, count }) => `${word()} ${count}`).join(', ');
