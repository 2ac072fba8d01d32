import type { AssetKeyString } from '../../definitions/snapshot';

/** What can have a condition: an asset, or a check of one. */
export interface EntityKey {
  readonly key: AssetKeyString;
  readonly check?: string;
}

/** One text for it: of an asset its key. No part of a key has control characters, so that no two are alike. */
export type EntityId = string;

export const entityId = ({ key, check }: EntityKey): EntityId =>
  check === undefined ? key : `${key}\n${check}`;

export function entityKey(id: EntityId): EntityKey {
  const end = id.indexOf('\n');
  return end < 0 ? { key: id } : { key: id.slice(0, end), check: id.slice(end + 1) };
}
