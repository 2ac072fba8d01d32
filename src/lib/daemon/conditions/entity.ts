import type { AssetKeyString } from '../../definitions/snapshot';

/** What can have a condition: an asset, a check of one, or a job. */
export interface EntityKey {
  /** Of a job the empty text, which is the key of no asset. */
  readonly key: AssetKeyString;
  readonly check?: string;
  /** A job of a location: names of jobs are only unique there. */
  readonly job?: { readonly location: string; readonly name: string };
}

/** One text for it: of an asset its key. No part of a key has control characters, so that no two are alike. */
export type EntityId = string;

export const entityId = ({ key, check, job }: EntityKey): EntityId =>
  job ? `\n${job.location}\n${job.name}` : check === undefined ? key : `${key}\n${check}`;

export function entityKey(id: EntityId): EntityKey {
  const [key, second, third] = id.split('\n') as [string, string?, string?];
  if (third !== undefined) return { key, job: { location: second!, name: third } };
  return second === undefined ? { key } : { key, check: second };
}

/** As people read it. */
export function entityName(id: EntityId): string {
  const { key, check, job } = entityKey(id);
  return job?.name ?? (check === undefined ? key : `${key}:${check}`);
}
