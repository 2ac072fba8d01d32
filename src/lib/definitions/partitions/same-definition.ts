import type { Json } from '../../base/json';
import { stableJson } from '../../base/stable-json';

const texts = new WeakMap<object, string>();

/** The text of a snapshot: equal for snapshots that say the same, so it may serve as a key. */
export function textOf(snapshot: object): string {
  let text = texts.get(snapshot);
  if (text === undefined) texts.set(snapshot, (text = stableJson(snapshot as unknown as Json)));
  return text;
}

export const isSame = (a: object, b: object): boolean => a === b || textOf(a) === textOf(b);
