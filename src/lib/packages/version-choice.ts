import { maxSatisfying, satisfies, validRange } from 'semver';
import { DagbookError } from '../base/errors';
import type { PackageMetadata } from './registry';

/**
 * The version that a range or tag means: of those that are `locked` the newest that fits, else the one that the
 * registry calls latest, where it fits, else the newest. Throws `VersionNotFound`.
 */
export function chooseVersion(
  name: string,
  range: string,
  { 'dist-tags': tags = {}, versions = {} }: PackageMetadata,
  locked: readonly string[] = [],
): string {
  const wanted = range.trim();
  if (Object.hasOwn(versions, wanted)) return wanted;
  const latest = tags.latest ?? '';
  const chosen = validRange(wanted) === null ? tags[wanted] : fitting(wanted);
  if (chosen !== undefined && Object.hasOwn(versions, chosen)) return chosen;
  throw new DagbookError(`There is no version "${wanted}" of ${name}`, {
    name: 'VersionNotFound',
    remedy: latest ? `The latest is ${latest}.` : 'Check its name and its version.',
  });

  function fitting(range: string): string | undefined {
    const kept = maxSatisfying([...locked], range, { includePrerelease: true });
    if (kept) return kept;
    if (satisfies(latest, range)) return latest;
    return maxSatisfying(Object.keys(versions), range) ?? undefined;
  }
}
