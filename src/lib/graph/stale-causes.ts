/** Why one asset, or one partition of it, is stale: Dagster's rules and words (its CachingStaleStatusResolver). */
import type { AssetKeyString, AssetSnapshot } from '../definitions/snapshot';

/** What is read of a materialization event. */
export interface Materialization {
  /** Of the event: ids rise with time. */
  readonly id: number;
  readonly data: {
    readonly codeVersion: string;
    readonly dataVersion: string;
    /** Asset key → data version of what was read, or `noDataVersion`. */
    readonly inputVersions: Readonly<Record<AssetKeyString, string>>;
    /** Asset key → partition → data version; empty where too many were read to be recorded. */
    readonly inputPartitionVersions?: Readonly<Record<AssetKeyString, Readonly<Record<string, string>>>>;
    readonly tags?: Readonly<Record<string, string>>;
    readonly value?: { readonly hash: string };
    /** Nobody knows what it was made of. */
    readonly reported?: true;
  };
}

/** Recorded of a dependency that had no data when it was read or followed (Dagster's DEFAULT_DATA_VERSION). */
export const noDataVersion = 'INITIAL';

/** What is read of an observation event. */
export interface Observation {
  readonly id: number;
  readonly data: { readonly dataVersion?: string };
}

export interface StaleCause {
  readonly category: 'CODE' | 'DATA' | 'DEPENDENCIES';
  /** Dagster's words, such as `has a new code version`. */
  readonly reason: string;
  /** The upstream that it is about. */
  readonly dependency?: AssetKeyString;
  /** The partition of that upstream. */
  readonly partition?: string;
}

/** The data that an asset or a partition has now. */
export interface CurrentData {
  readonly id: number;
  readonly dataVersion: string;
  /** The user gave the data version, or the code version: a new one says more than that somebody ran it again. */
  readonly isVersioned: boolean;
}

/** One upstream, or one partition of it, of what is judged. */
export interface Dependency {
  readonly key: AssetKeyString;
  readonly partition?: string;
  readonly current?: CurrentData;
  /** Its data version when it was read; absent: it had none, or too many partitions were read to record them. */
  readonly read?: string;
  /** It was a dependency at the time. */
  readonly isRecorded: boolean;
  readonly isStale: boolean;
  readonly isExternal: boolean;
}

/** The tag by which a materialization says that its data version is the user's own (Dagster's). */
export const ownDataVersionTag = 'dagster/data_version_is_user_provided';

/** In the order of the dependencies' keys, what is about the asset itself first. */
export function staleCauses(
  asset: AssetSnapshot,
  made: Materialization,
  dependencies: readonly Dependency[],
): readonly StaleCause[] {
  const causes = dependencies.flatMap((dependency) => causeOf(dependency, made) ?? []);
  if (made.data.reported) return causes;
  const known = new Set(asset.deps.map(({ key }) => key));
  const { inputVersions, inputPartitionVersions = {} } = made.data;
  for (const key of new Set([...Object.keys(inputVersions), ...Object.keys(inputPartitionVersions)]))
    if (!known.has(key))
      causes.push({ category: 'DEPENDENCIES', reason: `removed dependency on ${key}`, dependency: key });
  if (asset.codeVersion !== made.data.codeVersion)
    causes.push({ category: 'CODE', reason: 'has a new code version' });
  return causes.length < 2 ? causes : causes.sort((a, b) => compare(sortKey(a), sortKey(b)));
}

function causeOf(dependency: Dependency, made: Materialization): StaleCause | undefined {
  const { key, partition, current, read, isRecorded, isStale, isExternal } = dependency;
  const about = { dependency: key, ...(partition !== undefined && { partition }) };
  const data = (reason: string): StaleCause => ({ category: 'DATA', reason, ...about });
  const isNewer = current !== undefined && current.id > made.id;
  if (isStale) return data('stale dependency');
  if (made.data.reported) {
    // Without a record of what was read, time tells (Dagster's rule for what has no provenance).
    if (isExternal) return undefined;
    if (!current) return data('has a new input');
    return isNewer ? data('has a new dependency materialization') : undefined;
  }
  if (!isRecorded) return { category: 'DEPENDENCIES', reason: `has a new dependency on ${key}`, ...about };
  if (read === undefined ? !isNewer : current?.dataVersion === read) return undefined;
  return data(
    current?.isVersioned ? 'has a new dependency data version' : 'has a new dependency materialization',
  );
}

const sortKey = ({ dependency = '', partition = '' }: StaleCause): string => `${dependency}\0${partition}`;
const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
