import type { AssetKeyString } from '../../definitions/snapshot';

export type Reach = 'only' | 'upstream' | 'downstream';

/** The selection (Dagster's language) of some assets, alone or with all that they need or feed. */
export function selectionOf(keys: readonly AssetKeyString[], reach: Reach = 'only'): string {
  const around = { only: ['', ''], upstream: ['+', ''], downstream: ['', '+'] }[reach];
  return keys.map((key) => `${around[0]}key:"${key}"${around[1]}`).join(' or ');
}
